package io.braid.topology.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.braid.topology.StreamsSettings;
import io.braid.topology.crash.Bits;
import io.braid.topology.crash.ToyLearner;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The store inside a Kafka Streams task. */
class LearnerStoreWiringTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"exactly_once_v2", "at_least_once"})
  void whatIsLearnedGoesThroughTheLoggedInnerStore(String guarantee) {
    LearnerStoreBuilder<ToyLearner> builder = new LearnerStoreBuilder<>("learner", ToyLearner::new);
    try (TopologyTestDriver driver =
        new TopologyTestDriver(topology(builder), settings("processing.guarantee", guarantee))) {
      TestInputTopic<String, Long> in =
          driver.createInputTopic("in", new StringSerializer(), new LongSerializer());
      for (long value = 0; value < 100; value++) {
        in.pipeInput("key", value);
      }
      StoredLearner stored = new StoredLearner();
      readChangelog(driver, stored);

      ToyLearner reference = new ToyLearner();
      for (long value = 0; value < 100; value++) {
        reference.learn(value);
      }
      assertThat(Bits.of(stored.restore(ToyLearner::new))).isEqualTo(Bits.of(reference));
    }
  }

  private static void readChangelog(TopologyTestDriver driver, StoredLearner stored) {
    TestOutputTopic<byte[], byte[]> changelog =
        driver.createOutputTopic(
            "app-learner-changelog", new ByteArrayDeserializer(), new ByteArrayDeserializer());
    while (!changelog.isEmpty()) {
      TestRecord<byte[], byte[]> record = changelog.readRecord();
      stored.add(record.key(), record.value());
    }
  }

  @Test
  void aProductionHandlerThatSkipsIsRefusedAtStartEvenIfTheSettingsWereNotChecked() {
    Properties settings = settings("processing.guarantee", "at_least_once");
    settings.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, Skipping.class);
    LearnerStoreBuilder<ToyLearner> builder = new LearnerStoreBuilder<>("learner", ToyLearner::new);
    assertThatThrownBy(() -> new TopologyTestDriver(topology(builder), settings).close())
        .hasStackTraceContaining(
            "kafka.production.exception.handler: is '" + Skipping.class.getName())
        .hasStackTraceContaining("must stop the application");
  }

  @Test
  void aBlockLargerThanARequestIsRefusedAtStart() {
    Properties settings = settings("producer.max.request.size", "300000");
    LearnerStoreBuilder<ToyLearner> builder = new LearnerStoreBuilder<>("learner", ToyLearner::new);
    assertThatThrownBy(() -> new TopologyTestDriver(topology(builder), settings).close())
        .hasStackTraceContaining("kafka.producer.max.request.size: is 300000");
  }

  @Test
  void aBlockLargerThanTheChangelogTakesCannotBeBuilt() {
    assertThatThrownBy(
            () ->
                new LearnerStoreBuilder<>(
                    Stores.inMemoryKeyValueStore("learner"),
                    ToyLearner::new,
                    LearnerStoreBuilder.MAX_MESSAGE_BYTES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("max.message.bytes");
  }

  @Test
  void theChangelogIsCompactedAndTheStoreIsNeitherCachedNorUnlogged() {
    LearnerStoreBuilder<ToyLearner> builder = new LearnerStoreBuilder<>("learner", ToyLearner::new);
    assertThat(builder.logConfig())
        .containsEntry("cleanup.policy", "compact")
        .containsEntry("max.message.bytes", "1048576");
    assertThat(builder.loggingEnabled()).isTrue();
    assertThat(builder.build().persistent()).isTrue();
    assertThatThrownBy(builder::withCachingEnabled)
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(builder::withLoggingDisabled)
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> builder.withLoggingEnabled(Map.of()))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  private Properties settings(String name, String value) {
    return StreamsSettings.of(
        "app",
        null,
        Map.of("bootstrap.servers", "127.0.0.1:1", "state.dir", directory.toString(), name, value));
  }

  private static Topology topology(LearnerStoreBuilder<ToyLearner> store) {
    ProcessorSupplier<String, Long, Void, Void> supplier =
        new ProcessorSupplier<>() {
          @Override
          public Processor<String, Long, Void, Void> get() {
            return new Learning();
          }

          @Override
          public Set<StoreBuilder<?>> stores() {
            return Set.of(store);
          }
        };
    return new Topology()
        .addSource("in", new StringDeserializer(), new LongDeserializer(), "in")
        .addProcessor("learn", supplier, "in");
  }

  private static final class Learning extends ContextualProcessor<String, Long, Void, Void> {
    private LearnerStore<ToyLearner> store;

    @Override
    public void init(ProcessorContext<Void, Void> context) {
      super.init(context);
      store = context.getStateStore("learner");
      store.load();
    }

    @Override
    public void process(Record<String, Long> record) {
      RecordMetadata at = context().recordMetadata().orElseThrow();
      assertThat(store.isNew(at.topic(), at.partition(), at.offset())).isTrue();
      store.mutate(
          at.topic(), at.partition(), at.offset(), learner -> learner.learn(record.value()));
    }
  }

  /** Answers every failed write with "go on". */
  public static final class Skipping implements ProductionExceptionHandler {
    @Override
    public Response handleError(
        ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
      return Response.resume();
    }

    @Override
    public void configure(Map<String, ?> configs) {}
  }
}
