package io.braid.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.braid.model.data.RejectedException.Reason;
import io.braid.model.feature.RowBinder;
import io.braid.model.learner.Prequential;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import io.braid.schemas.DeadLetterHeaders;
import io.braid.schemas.DriftEvent;
import io.braid.schemas.Event;
import io.braid.schemas.Prediction;
import io.braid.schemas.RegistryClient;
import io.braid.schemas.RegistryDeserializer;
import io.braid.schemas.RegistrySerializer;
import io.braid.schemas.TaskMetrics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The whole topology but the broker: what comes out for what goes in. */
class LearnerTopologyTest {
  private static final String YAML =
      """
      name: shop
      input: {topic: orders}
      features:
        - {name: distance, type: numeric}
        - {name: city, type: categorical}
        - {name: express, type: boolean}
      tasks:
        - {name: late, kind: binary, label: late}
        - {name: hours, kind: regression, label: hours}
        - {name: reason, kind: multiclass, label: reason, classes: [none, damaged, wrong]}
        - {name: hint, kind: regression, label: hint, auxiliary: true}
      trunk: {kind: mlp, hidden: [8]}
      evaluation: {every: 50, window: 100}
      relatedness: {every: 2, action: {kind: gate, conflict: 0.5}}
      """;

  private final Pipeline pipeline = PipelineFile.parse(YAML, "shop.yaml");
  @TempDir private Path directory;

  private RegistryClient registry;
  private RegistrySerializer<Event> serializer;
  private TopologyTestDriver driver;
  private TestInputTopic<byte[], byte[]> orders;
  private TestOutputTopic<byte[], Prediction> predictions;
  private TestOutputTopic<String, TaskMetrics> metrics;
  private TestOutputTopic<String, DriftEvent> drift;
  private TestOutputTopic<byte[], byte[]> deadLetters;

  @BeforeEach
  void start(TestInfo test) {
    registry = RegistryClient.of(Map.of("url", "mock://" + test.getDisplayName().hashCode()));
    serializer = RegistrySerializer.of(registry, Event.class);
    Properties settings =
        StreamsSettings.of(
            "shop",
            null,
            Map.of(
                StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
                "none:1",
                StreamsConfig.STATE_DIR_CONFIG,
                directory.toString()));
    driver =
        new TopologyTestDriver(
            LearnerTopology.build(pipeline, registry, Duration.ofSeconds(1)), settings);
    ByteArraySerializer bytes = new ByteArraySerializer();
    ByteArrayDeserializer raw = new ByteArrayDeserializer();
    StringDeserializer text = new StringDeserializer();
    orders = driver.createInputTopic("orders", bytes, bytes);
    predictions =
        driver.createOutputTopic(
            "shop.predictions", raw, new RegistryDeserializer<>(registry, Prediction.class));
    metrics =
        driver.createOutputTopic(
            "shop.metrics", text, new RegistryDeserializer<>(registry, TaskMetrics.class));
    drift =
        driver.createOutputTopic(
            "shop.drift", text, new RegistryDeserializer<>(registry, DriftEvent.class));
    deadLetters = driver.createOutputTopic("shop.dead-letter", raw, raw);
  }

  @AfterEach
  void stop() {
    driver.close();
    registry.close();
  }

  @Test
  void predictionsAreThoseOfTheLearnerWithoutKafkaBitForBit() throws Exception {
    Prequential reference = new Prequential(pipeline);
    RowBinder binder = new RowBinder(pipeline);
    var row = binder.newRow();
    for (int i = 0; i < 500; i++) {
      Event event = order(i, new HashMap<>());
      orders.pipeInput(key(i), bytes(event));
      binder.begin(row);
      binder.number(0, (double) event.getFeatures().get("distance"));
      binder.text(1, (String) event.getFeatures().get("city"));
      binder.flag(2, (boolean) event.getFeatures().get("express"));
      binder.labelFlag(0, (boolean) event.getLabels().get("late"));
      binder.labelNumber(1, (double) event.getLabels().get("hours"));
      binder.labelText(2, (String) event.getLabels().get("reason"));
      binder.labelNumber(3, (double) event.getLabels().get("hint"));
      var expected = reference.predict(row);

      Prediction said = predictions.readValue();
      assertThat(said.getId()).isEqualTo("order-" + i);
      assertThat(said.getOffset()).isEqualTo(i);
      assertThat(said.getStep()).isEqualTo(expected.step);
      assertThat(said.getReplay()).isFalse();
      assertThat(said.getTasks())
          .extracting(t -> t.getTask())
          .containsExactly("late", "hours", "reason");
      for (int k = 0; k < 3; k++) {
        List<Float> bits = new ArrayList<>();
        for (float output : expected.outputs[k]) {
          bits.add(output);
        }
        assertThat(said.getTasks().get(k).getValues()).isEqualTo(bits);
      }
      reference.learn(reference.example(), expected);
    }
    assertThat(deadLetters.isEmpty()).isTrue();
  }

  @Test
  void metricsComeAtTheirIntervalAndDriftsWhenTheyAreFound() {
    for (int i = 0; i < 1200; i++) {
      Event event = order(i, new HashMap<>());
      if (i >= 600) {
        boolean late = (boolean) event.getLabels().get("late");
        event.getLabels().put("late", !late);
      }
      orders.pipeInput(key(i), bytes(event));
    }
    List<TestRecord<String, TaskMetrics>> emitted = metrics.readRecordsToList();
    assertThat(emitted).hasSize(4 * 1200 / 50);
    TaskMetrics last =
        emitted.stream()
            .filter(m -> m.key().equals("late"))
            .reduce((a, b) -> b)
            .orElseThrow()
            .value();
    assertThat(last.getExamples()).isEqualTo(1200);
    assertThat(last.getWindowed()).containsKeys("accuracy", "log_loss", "kappa_temporal");
    List<TestRecord<String, DriftEvent>> drifts = drift.readRecordsToList();
    assertThat(drifts)
        .filteredOn(d -> d.key().equals("late"))
        .isNotEmpty()
        .allSatisfy(d -> assertThat(d.value().getOffset()).isGreaterThanOrEqualTo(600));
  }

  @Test
  void everyTasksMetricsHoldItsRowOfTheRelatednessMatrix() {
    for (int i = 0; i < 200; i++) {
      orders.pipeInput(key(i), bytes(order(i, new HashMap<>())));
    }
    List<TestRecord<String, TaskMetrics>> emitted = metrics.readRecordsToList();
    assertThat(emitted.get(0).value().getRelations()).as("too little was seen").isEmpty();
    Map<String, TaskMetrics> last = new HashMap<>();
    emitted.forEach(record -> last.put(record.key(), record.value()));
    assertThat(last.get("late").getRelations())
        .filteredOn(relation -> relation.getMeasure().equals("gradient_cosine"))
        .extracting(relation -> relation.getTask())
        .containsExactly("hours", "reason", "hint");
    assertThat(last.get("late").getRelations())
        .allSatisfy(relation -> assertThat(relation.getStandardError()).isFinite());
    assertThat(cosine(last, "late", "hours")).isEqualTo(cosine(last, "hours", "late"));
  }

  private static double cosine(Map<String, TaskMetrics> last, String task, String other) {
    return last.get(task).getRelations().stream()
        .filter(r -> r.getMeasure().equals("gradient_cosine") && r.getTask().equals(other))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  @Test
  void everyRecordThatCannotBeUsedGoesToTheDeadLettersWithItsReasonAndChangesNothing() {
    byte[] good = bytes(order(0, new HashMap<>()));
    orders.pipeInput(key(0), good);
    predictions.readValue();

    reject(null, Reason.NULL_VALUE);
    reject(new byte[0], Reason.NOT_FRAMED);
    reject("{\"id\": 1}".getBytes(StandardCharsets.UTF_8), Reason.NOT_FRAMED);
    reject(Arrays.copyOf(good, good.length - 3), Reason.TRUNCATED);
    byte[] foreign = good.clone();
    foreign[2] = 77;
    reject(foreign, Reason.UNKNOWN_SCHEMA);
    reject(new byte[5_000_000], Reason.TOO_LARGE);
    reject(with("distance", "far"), Reason.WRONG_TYPE, Reason.UNPARSABLE);
    reject(with("express", 3.5), Reason.OUT_OF_RANGE);
    reject(with("distance", Double.NaN), Reason.NOT_A_NUMBER);
    reject(with("distance", Double.POSITIVE_INFINITY), Reason.NOT_A_NUMBER);
    reject(withLabel("late", 2.0), Reason.OUT_OF_RANGE);
    reject(withLabel("hours", Double.NaN), Reason.NOT_A_NUMBER);
    reject(withLabel("hours", 1e300), Reason.OUT_OF_RANGE);
    reject(withLabel("reason", "lost"), Reason.UNKNOWN_CLASS);

    orders.pipeInput(key(1), bytes(order(1, Map.of("city", "a city nobody has seen"))));
    Prediction next = predictions.readValue();
    assertThat(next.getStep()).as("only the good event was learned").isEqualTo(1);
    assertThat(deadLetters.isEmpty()).isTrue();
  }

  @Test
  void aRecordThatNeedsARegistryThatIsDownWaitsThenStopsTheApplicationAndIsNotLost() {
    byte[] event = bytes(order(0, new HashMap<>()));
    try (RegistryClient down = RegistryClient.of(Map.of("url", "http://127.0.0.1:1"));
        TopologyTestDriver stopped =
            new TopologyTestDriver(
                LearnerTopology.build(pipeline, down, Duration.ofMillis(300)),
                StreamsSettings.of(
                    "shop-down",
                    null,
                    Map.of(
                        StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
                        "none:1",
                        StreamsConfig.STATE_DIR_CONFIG,
                        directory.toString())))) {
      ByteArraySerializer raw = new ByteArraySerializer();
      TestInputTopic<byte[], byte[]> in = stopped.createInputTopic("orders", raw, raw);
      assertThatThrownBy(() -> in.pipeInput(key(0), event))
          .hasStackTraceContaining("the schema registry has not answered")
          .hasStackTraceContaining("nothing is lost, start again when it is back");
      ByteArrayDeserializer bytes = new ByteArrayDeserializer();
      assertThat(stopped.createOutputTopic("shop.dead-letter", bytes, bytes).isEmpty()).isTrue();
    }
  }

  private void reject(byte[] value, Reason... reasons) {
    orders.pipeInput(new byte[] {9}, value);
    TestRecord<byte[], byte[]> letter = deadLetters.readRecord();
    assertThat(letter.key()).isEqualTo(new byte[] {9});
    assertThat(letter.value()).isEqualTo(value);
    Headers headers = letter.headers();
    assertThat(List.of(reasons))
        .extracting(Reason::name)
        .contains(text(headers, DeadLetterHeaders.REASON));
    assertThat(text(headers, DeadLetterHeaders.MESSAGE)).isNotBlank();
    assertThat(text(headers, DeadLetterHeaders.TOPIC)).isEqualTo("orders");
    assertThat(text(headers, DeadLetterHeaders.PARTITION)).isEqualTo("0");
    assertThat(Long.parseLong(text(headers, DeadLetterHeaders.OFFSET))).isPositive();
    assertThat(predictions.isEmpty()).isTrue();
  }

  private static String text(Headers headers, String name) {
    return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  private byte[] with(String feature, Object value) {
    return bytes(order(5, Map.of(feature, value)));
  }

  private byte[] withLabel(String label, Object value) {
    Event event = order(5, Map.of());
    event.getLabels().put(label, value);
    return bytes(event);
  }

  private static Event order(int i, Map<String, Object> other) {
    Random random = new Random(i);
    double distance = random.nextDouble() * 100;
    boolean express = random.nextBoolean();
    Map<String, Object> features = new HashMap<>();
    features.put("distance", distance);
    features.put("city", "city" + random.nextInt(5));
    features.put("express", express);
    features.putAll(other);
    double hours = 5 + distance * (express ? 0.3 : 0.8);
    Map<String, Object> labels = new HashMap<>();
    labels.put("late", hours > 40);
    labels.put("hours", hours);
    labels.put("reason", distance > 80 ? "damaged" : "none");
    labels.put("hint", distance);
    return Event.newBuilder()
        .setId("order-" + i)
        .setTime(Instant.ofEpochMilli(1_700_000_000_000L + i))
        .setFeatures(features)
        .setLabels(labels)
        .build();
  }

  private byte[] bytes(Event event) {
    return serializer.serialize("orders", event);
  }

  private static byte[] key(int i) {
    return ("order-" + i).getBytes(StandardCharsets.UTF_8);
  }
}
