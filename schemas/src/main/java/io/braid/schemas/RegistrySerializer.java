package io.braid.schemas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Writes records of one type, framed with their schema's id. The registry is asked once per topic
 * and thread; null stays null. Thread-safe: each thread has its own buffer and encoder.
 *
 * @param <T> the generated record type
 */
public final class RegistrySerializer<T extends SpecificRecord> implements Serializer<T> {
  /** A buffer that has grown beyond this many bytes is not kept for the next record. */
  private static final int KEEP = 1 << 20;

  private final RegistryClient registry;
  private final Schema schema;
  private final ThreadLocal<Writer> writers = ThreadLocal.withInitial(Writer::new);

  /**
   * @param type the generated record type
   */
  public RegistrySerializer(RegistryClient registry, Class<T> type) {
    this.registry = registry;
    this.schema = SpecificData.get().getSchema(type);
    TrustedRecords.trust();
  }

  /**
   * The record's bytes.
   *
   * @throws SerializationException if the record breaks its schema
   * @throws IncompatibleSchemaException if the topic's subject does not allow the schema
   * @throws UnknownSchemaException if the schema is not registered and must not be
   * @throws RegistryUnavailableException if the registry is needed and does not answer
   */
  @Override
  public byte[] serialize(String topic, T record) {
    return record == null ? null : writers.get().write(topic, record);
  }

  private final class Writer {
    private final SpecificDatumWriter<T> writer = new SpecificDatumWriter<>(schema);
    private final Map<String, Integer> ids = new HashMap<>();
    private Bytes bytes = new Bytes();
    private BinaryEncoder encoder;
    private String lastTopic;
    private int lastId;

    byte[] write(String topic, T record) {
      int id = id(topic);
      bytes.reset();
      bytes.skipHeader();
      try {
        encoder = EncoderFactory.get().binaryEncoder(bytes, encoder);
        writer.write(record, encoder);
        encoder.flush();
      } catch (IOException | RuntimeException e) {
        encoder = null;
        throw new SerializationException(
            "cannot write " + schema.getFullName() + " to " + topic + ": " + e.getMessage(), e);
      }
      byte[] framed = bytes.toByteArray();
      Framing.writeHeader(framed, id);
      if (framed.length > KEEP) {
        bytes = new Bytes();
      }
      return framed;
    }

    private int id(String topic) {
      if (!topic.equals(lastTopic)) {
        Integer id = ids.get(topic);
        if (id == null) {
          id = registry.idFor(registry.subject(topic, schema), schema);
          ids.put(topic, id);
        }
        lastId = id;
        lastTopic = topic;
      }
      return lastId;
    }
  }

  private static final class Bytes extends ByteArrayOutputStream {
    Bytes() {
      super(1024);
    }

    void skipHeader() {
      count = Framing.HEADER;
    }
  }
}
