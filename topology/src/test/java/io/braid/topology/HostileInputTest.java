package io.braid.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.braid.model.data.RejectedException.Reason;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import io.braid.schemas.DeadLetterHeaders;
import io.braid.schemas.Label;
import io.braid.schemas.RegistryClient;
import io.braid.schemas.RegistrySerializer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * Input made to do harm, through the whole topology: it ends in the dead-letter topic, bounded in
 * time and memory, and the application goes on with the next record.
 */
class HostileInputTest {
  private static final Pipeline PIPELINE =
      PipelineFile.parse(
          """
          name: shop
          input: {topic: orders, id: id}
          labels: {topic: labels, wait: 1h, max_pending: 10}
          features:
            - {name: x, type: numeric}
            - {name: word, type: categorical, buckets: 8}
          tasks: [{name: y, kind: regression, label: y}]
          trunk: linear
          """,
          "shop.yaml");
  private static final Schema GOOD = fields().endRecord();

  @TempDir private Path directory;
  private RegistryClient registry;
  private TopologyTestDriver driver;
  private TestInputTopic<byte[], byte[]> orders;
  private TestInputTopic<byte[], byte[]> labels;
  private TestOutputTopic<byte[], byte[]> predictions;
  private TestOutputTopic<byte[], byte[]> deadLetters;

  @BeforeEach
  void start(TestInfo test) {
    registry = RegistryClient.of(Map.of("url", "mock://hostile-" + test.getDisplayName()));
    Map<String, String> user = new HashMap<>();
    user.put("bootstrap.servers", "none:1");
    user.put("state.dir", directory.toString());
    Properties settings = StreamsSettings.of("shop", null, user);
    driver =
        new TopologyTestDriver(
            LearnerTopology.build(PIPELINE, registry, Duration.ofSeconds(1)), settings);
    ByteArraySerializer bytes = new ByteArraySerializer();
    ByteArrayDeserializer raw = new ByteArrayDeserializer();
    orders = driver.createInputTopic("orders", bytes, bytes);
    labels = driver.createInputTopic("labels", bytes, bytes);
    predictions = driver.createOutputTopic("shop.predictions", raw, raw);
    deadLetters = driver.createOutputTopic("shop.dead-letter", raw, raw);
  }

  @AfterEach
  void stop() {
    // The next record is served as ever.
    while (!predictions.isEmpty()) {
      predictions.readRecord();
    }
    orders.pipeInput(new byte[] {1}, good("after"));
    assertThat(predictions.isEmpty()).isFalse();
    assertThat(deadLetters.isEmpty()).isTrue();
    driver.close();
  }

  @Test
  void aSchemaNestedTooDeeplyIsRefused() {
    Schema deep = SchemaBuilder.builder().intType();
    for (int i = 0; i < 300; i++) {
      deep = Schema.createArray(deep);
    }
    refused(GOOD, with("deep", deep), Reason.INCOMPATIBLE_SCHEMA, "nested deeper than 128 levels");
  }

  @Test
  void aSchemaOfTooManyFieldsIsRefused() {
    SchemaBuilder.FieldAssembler<Schema> fields = fields();
    for (int i = 0; i < 10_000; i++) {
      fields = fields.name("f" + i).type().intType().noDefault();
    }
    refused(
        GOOD, fields.endRecord(), Reason.INCOMPATIBLE_SCHEMA, "more than 10000 types and fields");
  }

  @Test
  void aSchemaOfTooMuchTextIsRefused() {
    Schema wordy =
        fields().name("f").doc("a".repeat(1 << 20)).type().intType().noDefault().endRecord();
    refused(GOOD, wordy, Reason.UNKNOWN_SCHEMA, "characters, allowed: up to 1048576");
  }

  @Test
  void aRecordNestedInItselfWithoutEndIsRefused() {
    Schema list = Schema.createRecord("L", null, "t", false);
    list.setFields(
        List.of(
            new Schema.Field("next", Schema.createUnion(Schema.create(Schema.Type.NULL), list))));
    Schema schema = with("list", list);
    byte[] start = avro(schema, "id");
    ByteBuffer deep = ByteBuffer.allocate(start.length + 100_000).put(start);
    while (deep.hasRemaining()) {
      deep.put((byte) 2);
    }
    refused(frame(schema, deep.array()), Reason.TOO_LARGE, "nested deeper than 64 levels");
  }

  @Test
  void aRecordOfTooManyBytesIsRefused() {
    byte[] much = new byte[(1 << 20) + 1];
    refused(much, Reason.TOO_LARGE, "record of 1048577 bytes, allowed: up to 1048576");
  }

  @Test
  void anArrayOfMoreItemsThanBytesIsRefused() {
    Schema schema = with("items", Schema.createArray(Schema.create(Schema.Type.STRING)));
    refused(frame(schema, blocks(schema, 1L << 40)), Reason.TRUNCATED, "a block of 1099511627776");
  }

  @Test
  void aMapOfMoreEntriesThanBytesIsRefused() {
    Schema schema = with("entries", Schema.createMap(Schema.create(Schema.Type.NULL)));
    refused(frame(schema, blocks(schema, 1L << 33)), Reason.TRUNCATED, "a block of 8589934592");
  }

  @Test
  void itemsWithoutBytesCostNothingHoweverMany() {
    Schema schema = with("nothings", Schema.createArray(Schema.create(Schema.Type.NULL)));
    byte[] block = blocks(schema, 1L << 60);
    byte[] whole = Arrays.copyOf(block, block.length + 1);
    orders.pipeInput(new byte[] {9}, frame(schema, whole));
    assertThat(deadLetters.isEmpty()).isTrue();
    assertThat(predictions.isEmpty()).isFalse();
  }

  @Test
  void anIdentityThatIsTooLongIsRefused() {
    refused(good("i".repeat(1025)), Reason.TOO_LARGE, "identity of 1025 characters, allowed: 1024");
  }

  @Test
  void labelsOfTasksThereAreNotAreRefused() {
    Label many =
        Label.newBuilder()
            .setId("e")
            .setTime(Instant.ofEpochMilli(1))
            .setLabels(new HashMap<>(Map.of("y", 1.0, "made-up", 2.0)))
            .build();
    byte[] framed = RegistrySerializer.of(registry, Label.class).serialize("labels", many);
    labels.pipeInput(new byte[] {9}, framed);
    letter(framed, Reason.UNKNOWN_TASK, "no task has the label 'made-up'");
  }

  @Test
  void eventsThatWaitAndManyCategoriesTakeBoundedMemory() {
    for (int i = 0; i < 3_000; i++) {
      orders.pipeInput(new byte[] {1}, good("event-" + i));
    }
    assertThat(deadLetters.isEmpty()).isTrue();
    KeyValueStore<Object, Object> pending = driver.getKeyValueStore("pending");
    int waiting = 0;
    try (KeyValueIterator<Object, Object> entries = pending.all()) {
      while (entries.hasNext()) {
        entries.next();
        waiting++;
      }
    }
    // Ten events, each with its place in a queue.
    assertThat(waiting).isBetween(10, 100);
  }

  private void refused(Schema wrote, Schema claimed, Reason reason, String message) {
    refused(frame(claimed, avro(wrote, "id")), reason, message);
  }

  private void refused(byte[] value, Reason reason, String message) {
    orders.pipeInput(new byte[] {9}, value);
    letter(value, reason, message);
    assertThat(predictions.isEmpty()).isTrue();
  }

  private void letter(byte[] value, Reason reason, String message) {
    TestRecord<byte[], byte[]> letter = deadLetters.readRecord();
    assertThat(letter.value()).isEqualTo(value);
    assertThat(header(letter, DeadLetterHeaders.REASON)).isEqualTo(reason.name());
    assertThat(header(letter, DeadLetterHeaders.MESSAGE)).contains(message);
    assertThat(header(letter, DeadLetterHeaders.MESSAGE).length()).isLessThan(500);
  }

  private static String header(TestRecord<byte[], byte[]> letter, String name) {
    return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  private static SchemaBuilder.FieldAssembler<Schema> fields() {
    return SchemaBuilder.record("t.Order")
        .fields()
        .requiredString("id")
        .requiredDouble("x")
        .requiredString("word");
  }

  private static Schema with(String name, Schema type) {
    return fields().name(name).type(type).noDefault().endRecord();
  }

  private byte[] good(String id) {
    return frame(GOOD, avro(GOOD, id));
  }

  /** The fields every schema here begins with. */
  private static byte[] avro(Schema schema, String id) {
    return bytes(
        encoder -> {
          encoder.writeString(id);
          encoder.writeDouble(1.5);
          encoder.writeString("w" + id + schema.getFields().size());
        });
  }

  /** The same, then the header of a block of so many items. */
  private static byte[] blocks(Schema schema, long count) {
    byte[] start = avro(schema, "id");
    byte[] block = bytes(encoder -> encoder.writeLong(count));
    return ByteBuffer.allocate(start.length + block.length).put(start).put(block).array();
  }

  private interface Writing {
    void to(BinaryEncoder encoder) throws IOException;
  }

  private static byte[] bytes(Writing writing) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
      writing.to(encoder);
      encoder.flush();
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] frame(Schema schema, byte[] avro) {
    int id = registry.register(schema.toString().hashCode() + "-value", schema);
    return ByteBuffer.allocate(5 + avro.length).put((byte) 0).putInt(id).put(avro).array();
  }
}
