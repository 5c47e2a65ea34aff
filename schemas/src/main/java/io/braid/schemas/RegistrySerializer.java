package io.braid.schemas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
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
 * @param <T> a generated record type, or what a {@link RecordWriter} writes
 */
public final class RegistrySerializer<T> implements Serializer<T> {
  /** A buffer that has grown beyond this many bytes is not kept for the next record. */
  private static final int KEEP = 1 << 20;

  private final RegistryClient registry;
  private final Schema schema;
  private final ThreadLocal<Writer> writers;

  /**
   * Writes generated records.
   *
   * @param type the generated record type
   */
  public static <T extends SpecificRecord> RegistrySerializer<T> of(
      RegistryClient registry, Class<T> type) {
    TrustedRecords.trust();
    Schema schema = SpecificData.get().getSchema(type);
    return new RegistrySerializer<>(
        registry, schema, () -> new SpecificDatumWriter<T>(schema)::write);
  }

  /**
   * Writes values that are no generated records.
   *
   * @param schema of the records written
   * @param writers makes a writer for each thread
   */
  public RegistrySerializer(
      RegistryClient registry, Schema schema, Supplier<RecordWriter<T>> writers) {
    this.registry = registry;
    this.schema = schema;
    this.writers = ThreadLocal.withInitial(() -> new Writer(writers.get()));
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
    private final RecordWriter<T> writer;
    private final Map<String, Integer> ids = new HashMap<>();
    private Bytes bytes = new Bytes();
    private BinaryEncoder encoder;
    private String lastTopic;
    private int lastId;

    Writer(RecordWriter<T> writer) {
      this.writer = writer;
    }

    byte[] write(String topic, T record) {
      int id = id(topic);
      bytes.reset();
      bytes.skipHeader();
      try {
        if (encoder == null) {
          // Empty after each flush, so that it need not be set up again for the next record.
          encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        }
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
        encoder = null;
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
