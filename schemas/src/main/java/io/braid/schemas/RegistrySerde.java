package io.braid.schemas;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Registry-framed Avro for the values of a topic. Thread-safe. Closing it leaves the registry's
 * client open.
 *
 * @param <T> the generated record type
 */
public final class RegistrySerde<T extends SpecificRecord> implements Serde<T> {
  private final RegistrySerializer<T> serializer;
  private final RegistryDeserializer<T> deserializer;

  /**
   * @param type the generated record type
   */
  public RegistrySerde(RegistryClient registry, Class<T> type) {
    serializer = RegistrySerializer.of(registry, type);
    deserializer = new RegistryDeserializer<>(registry, type);
  }

  @Override
  public Serializer<T> serializer() {
    return serializer;
  }

  @Override
  public Deserializer<T> deserializer() {
    return deserializer;
  }
}
