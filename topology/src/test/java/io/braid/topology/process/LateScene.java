package io.braid.topology.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.braid.model.learner.Prequential;
import io.braid.model.spec.Pipeline;
import io.braid.schemas.DeadLetterHeaders;
import io.braid.schemas.DriftEvent;
import io.braid.schemas.Event;
import io.braid.schemas.Label;
import io.braid.schemas.Prediction;
import io.braid.schemas.RegistryClient;
import io.braid.schemas.RegistryDeserializer;
import io.braid.schemas.RegistrySerializer;
import io.braid.schemas.TaskMetrics;
import io.braid.topology.LearnerTopology;
import io.braid.topology.StreamsSettings;
import io.braid.topology.Topics;
import io.braid.topology.crash.Bits;
import io.braid.topology.meter.LabelOutcome;
import io.braid.topology.meter.Telemetry;
import io.braid.topology.store.LearnerStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** The topology of a pipeline whose labels come later, inside a test driver. */
final class LateScene implements AutoCloseable {
  private static final AtomicInteger SCOPES = new AtomicInteger();

  final RegistryClient registry =
      RegistryClient.of(Map.of("url", "mock://late-" + SCOPES.incrementAndGet()));
  final Pipeline pipeline;

  final Telemetry telemetry;

  private final TopologyTestDriver driver;
  private final TestInputTopic<byte[], byte[]> events;
  private final TestInputTopic<byte[], byte[]> labels;
  private final RegistrySerializer<Event> eventSerializer =
      RegistrySerializer.of(registry, Event.class);
  private final RegistrySerializer<Label> labelSerializer =
      RegistrySerializer.of(registry, Label.class);
  private final TestOutputTopic<byte[], Prediction> predictions;
  private final TestOutputTopic<byte[], TaskMetrics> metrics;
  private final TestOutputTopic<byte[], DriftEvent> drifts;
  private final TestOutputTopic<byte[], byte[]> deadLetters;

  /**
   * @param labelSettings of labels that come later, for example {@code wait: 1m}
   */
  LateScene(Path stateDirectory, String labelSettings, String... kafka) {
    this(stateDirectory, LateStream.pipeline(labelSettings), kafka);
  }

  /** Of a pipeline of one's own, with the same topics. */
  LateScene(Path stateDirectory, Pipeline pipeline, String... kafka) {
    this.pipeline = pipeline;
    Map<String, String> user =
        new HashMap<>(
            Map.of("bootstrap.servers", "127.0.0.1:1", "state.dir", stateDirectory.toString()));
    for (int i = 0; i < kafka.length; i += 2) {
      user.put(kafka[i], kafka[i + 1]);
    }
    telemetry = new Telemetry(pipeline);
    driver =
        new TopologyTestDriver(
            LearnerTopology.build(pipeline, registry, Duration.ZERO, telemetry),
            StreamsSettings.of("late", null, user));
    Topics topics = Topics.of(pipeline);
    ByteArraySerializer bytes = new ByteArraySerializer();
    events = driver.createInputTopic(topics.events(), bytes, bytes);
    labels = driver.createInputTopic(topics.labels(), bytes, bytes);
    predictions =
        output(topics.predictions(), new RegistryDeserializer<>(registry, Prediction.class));
    metrics = output(topics.metrics(), new RegistryDeserializer<>(registry, TaskMetrics.class));
    drifts = output(topics.drift(), new RegistryDeserializer<>(registry, DriftEvent.class));
    deadLetters = output(topics.deadLetter(), new ByteArrayDeserializer());
  }

  private <V> TestOutputTopic<byte[], V> output(String topic, Deserializer<V> value) {
    return driver.createOutputTopic(topic, new ByteArrayDeserializer(), value);
  }

  void event(String id, long time, LateStream.Sample sample, String... tasks) {
    Event event =
        new Event(id, Instant.ofEpochMilli(time), sample.features(), sample.labels(tasks), null);
    rawEvent(id.getBytes(StandardCharsets.UTF_8), eventSerializer.serialize("events", event));
  }

  void rawEvent(byte[] key, byte[] value) {
    events.pipeInput(key, value, 1L);
  }

  byte[] label(String id, Map<String, Object> values) {
    return label(id, values, false);
  }

  /** Sends a label record and returns its bytes. */
  byte[] label(String id, Map<String, Object> values, boolean correction) {
    Label label = new Label(id, Instant.ofEpochMilli(0), values, correction);
    byte[] bytes = labelSerializer.serialize("labels", label);
    rawLabel(id.getBytes(StandardCharsets.UTF_8), bytes);
    return bytes;
  }

  void rawLabel(byte[] key, byte[] value) {
    TestRecord<byte[], byte[]> record = new TestRecord<>(key, value, Instant.ofEpochMilli(7));
    record.headers().add("own", new byte[] {1, 2});
    labels.pipeInput(record);
  }

  List<Prediction> predictions() {
    return predictions.readValuesToList();
  }

  List<TaskMetrics> metrics() {
    return metrics.readValuesToList();
  }

  List<DriftEvent> drifts() {
    return drifts.readValuesToList();
  }

  List<TestRecord<byte[], byte[]>> deadLetters() {
    return deadLetters.readRecordsToList();
  }

  /** Reasons of the dead letters since the last call. */
  List<String> reasons() {
    return deadLetters().stream().map(r -> header(r, DeadLetterHeaders.REASON)).toList();
  }

  static String header(TestRecord<?, ?> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  @SuppressWarnings("unchecked")
  Prequential learner() {
    return ((LearnerStore<Prequential>) driver.getStateStore("learner")).learner();
  }

  /** Whether the learner is the same as a reference, bit for bit. */
  boolean learnedAs(Prequential reference) {
    return Arrays.equals(bits(), Bits.of(reference));
  }

  byte[] bits() {
    return Bits.of(learner());
  }

  /** The count in Kafka Streams' metrics, which Braid's own telemetry must agree with. */
  long count(LabelOutcome outcome) {
    String name = outcome.name().toLowerCase(Locale.ROOT) + "-total";
    long count =
        driver.metrics().entrySet().stream()
            .filter(m -> m.getKey().group().equals("stream-labels-metrics"))
            .filter(m -> m.getKey().name().equals(name))
            .mapToLong(m -> ((Number) m.getValue().metricValue()).longValue())
            .sum();
    assertThat(telemetry.labels(outcome)).as("telemetry's %s", outcome).isEqualTo(count);
    return count;
  }

  @Override
  public void close() {
    driver.close();
    registry.close();
  }
}
