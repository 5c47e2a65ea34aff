package io.braid.bench.e2e;

import io.braid.bench.Shape;
import io.braid.bench.Stream;
import io.braid.model.data.Row;
import io.braid.schemas.RegistryClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A stream of users' records as they come: flat Avro, an id, a time, features and labels all
 * doubles, framed with the id of their schema.
 */
public enum Feed {
  NARROW(32, 4),
  BROAD(256, 8);

  private static final int DISTINCT = 4096;
  private static final Map<Feed, byte[][]> RECORDS = new ConcurrentHashMap<>();

  private final int features;
  private final int tasks;

  Feed(int features, int tasks) {
    this.features = features;
    this.tasks = tasks;
  }

  /** The feed a model reads. */
  public static Feed of(Shape shape) {
    for (Feed feed : values()) {
      if (shape.features() <= feed.features && shape.tasks() <= feed.tasks) {
        return feed;
      }
    }
    throw new IllegalArgumentException("no feed has what " + shape + " reads");
  }

  public int features() {
    return features;
  }

  public int tasks() {
    return tasks;
  }

  /** The topic it is preloaded to. */
  public String topic(int partitions) {
    return "feed-" + name().toLowerCase(Locale.ROOT) + "-" + partitions;
  }

  /** This process's registry; every process gives the same schemas the same ids. */
  public static RegistryClient registry() {
    RegistryClient registry = RegistryClient.of(Map.of("url", "mock://bench"));
    for (Feed feed : values()) {
      registry.register(feed.topic(1) + "-value", feed.schema());
    }
    return registry;
  }

  private Schema schema() {
    SchemaBuilder.FieldAssembler<Schema> fields =
        SchemaBuilder.record("Reading" + features)
            .namespace("example")
            .fields()
            .requiredString("id")
            .requiredLong("time");
    for (int i = 0; i < features; i++) {
      fields = fields.requiredDouble("x" + i);
    }
    for (int k = 0; k < tasks; k++) {
      fields = fields.requiredDouble("y" + k);
    }
    return fields.endRecord();
  }

  /** Framed records; event {@code i} is {@code records[i % records.length]}. */
  public byte[][] records() {
    return RECORDS.computeIfAbsent(
        this, feed -> feed.encode(registry().register(topic(1) + "-value", schema())));
  }

  private byte[][] encode(int schemaId) {
    Schema schema = schema();
    Shape shape = Shape.of("linear features=" + features + " tasks=" + tasks);
    Stream stream = new Stream(shape, 11);
    GenericDatumWriter<GenericRecord> writer = new GenericDatumWriter<>(schema);
    byte[][] encoded = new byte[DISTINCT][];
    for (int i = 0; i < DISTINCT; i++) {
      Row row = stream.next();
      GenericRecord record = new GenericData.Record(schema);
      record.put("id", String.format(Locale.ROOT, "reading-%08d", i));
      record.put("time", 1_700_000_000_000L + i);
      for (int f = 0; f < features; f++) {
        record.put("x" + f, row.numbers[f]);
      }
      for (int k = 0; k < tasks; k++) {
        record.put("y" + k, row.labels[k]);
      }
      encoded[i] = framed(schemaId, writer, record);
    }
    return encoded;
  }

  private static byte[] framed(
      int schemaId, GenericDatumWriter<GenericRecord> writer, GenericRecord record) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.write(ByteBuffer.allocate(5).put((byte) 0).putInt(schemaId).array());
      BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
      writer.write(record, encoder);
      encoder.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fills the topic, unless it has been filled: so many events over all partitions, in turn. */
  public void preload(BrokerProcess broker, int partitions, int events) {
    String topic = topic(partitions);
    if (broker.createTopic(topic, partitions)) {
      append(broker.bootstrapServers(), topic, partitions, events);
    }
  }

  /** Adds events to a topic. */
  void append(String bootstrapServers, String topic, int partitions, int events) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 20, "batch.size", 262_144),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      byte[][] all = records();
      Sends sends = new Sends(producer);
      for (int i = 0; i < events; i++) {
        sends.send(topic, i % partitions, null, all[i % all.length]);
      }
      producer.flush();
      sends.check();
    }
  }
}
