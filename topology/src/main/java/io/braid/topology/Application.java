package io.braid.topology;

import io.braid.model.spec.Pipeline;
import io.braid.model.spec.Secrets;
import io.braid.model.spec.SpecException;
import io.braid.schemas.DriftEvent;
import io.braid.schemas.IncompatibleSchemaException;
import io.braid.schemas.Prediction;
import io.braid.schemas.RegistryClient;
import io.braid.schemas.RegistryUnavailableException;
import io.braid.schemas.TaskMetrics;
import io.braid.topology.meter.Telemetry;
import io.braid.topology.store.LearnerStoreBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The production application: checks everything that can be checked, then runs the topology until
 * it is closed or fails. A failure stops it with its cause kept; what was learned is in the store,
 * and a restart goes on from there.
 */
public final class Application implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Application.class);

  /** How long a record waits for a registry that does not answer. */
  public static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(60);

  private final Pipeline pipeline;
  private final RegistryClient registry;
  private final Properties settings;
  private final KafkaStreams streams;
  private final Telemetry telemetry;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final CountDownLatch running = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  private Application(Pipeline pipeline, RegistryClient registry, Properties settings) {
    this.pipeline = pipeline;
    this.registry = registry;
    this.settings = settings;
    telemetry = new Telemetry(pipeline);
    Topology topology = LearnerTopology.build(pipeline, registry, REGISTRY_PATIENCE, telemetry);
    streams = new KafkaStreams(topology, new StreamsConfig(settings));
    streams.setGlobalStateRestoreListener(telemetry.restores());
    streams.setUncaughtExceptionHandler(
        e -> {
          failure.compareAndSet(null, e);
          LOG.error("the application stops: {}", rootMessage(e));
          return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
    streams.setStateListener(
        (now, before) -> {
          if (now == KafkaStreams.State.RUNNING) {
            running.countDown();
          } else if (now == KafkaStreams.State.ERROR || now == KafkaStreams.State.NOT_RUNNING) {
            running.countDown();
            ended.countDown();
          }
        });
  }

  /**
   * An application that is ready to start.
   *
   * @param pipeline bound: no globs among its features
   * @param registry the schema registry's client; the application does not close it
   * @throws SpecException if a setting is wrong
   */
  public static Application of(Pipeline pipeline, RegistryClient registry) {
    return new Application(pipeline, registry, settings(pipeline));
  }

  /** The settings Kafka Streams runs with: the pipeline's over Braid's defaults. */
  public static Properties settings(Pipeline pipeline) {
    Map<String, String> user = Secrets.resolve("kafka", pipeline.kafka());
    if (!user.containsKey(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG)) {
      throw new SpecException(
          "kafka." + StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
          "is missing, must name at least one broker, such as localhost:9092");
    }
    Path stateDir =
        Path.of(
            user.getOrDefault(
                StreamsConfig.STATE_DIR_CONFIG,
                Path.of(System.getProperty("java.io.tmpdir"), "braid").toString()));
    String instance = InstanceId.of(stateDir.resolve(pipeline.name()));
    Properties settings = StreamsSettings.of(pipeline.name(), instance, pipeline);
    settings.putIfAbsent(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
    StreamsSettings.requireBlockFits(asMap(settings), LearnerStoreBuilder.BLOCK_BYTES);
    return settings;
  }

  /**
   * Registers the schemas of the output topics, so that a registry that is down or refuses them is
   * an error now and not at the first prediction.
   *
   * @throws RegistryUnavailableException if the registry does not answer
   * @throws IncompatibleSchemaException if it refuses a schema
   */
  public void registerSchemas() {
    outputSchemas()
        .forEach((topic, schema) -> registry.idFor(registry.subject(topic, schema), schema));
  }

  /**
   * Checks that the registry answers and takes the schemas of the output topics; registers nothing.
   *
   * @throws RegistryUnavailableException if the registry does not answer
   * @throws IncompatibleSchemaException if it would refuse a schema
   */
  public void checkSchemas() {
    outputSchemas()
        .forEach(
            (topic, schema) -> {
              String subject = registry.subject(topic, schema);
              List<String> reasons = registry.incompatibilities(subject, schema);
              if (!reasons.isEmpty()) {
                throw new IncompatibleSchemaException(
                    "subject " + subject + " does not take its schema: " + reasons.get(0));
              }
            });
  }

  private Map<String, Schema> outputSchemas() {
    Topics topics = Topics.of(pipeline);
    return Map.of(
        topics.predictions(), Prediction.getClassSchema(),
        topics.metrics(), TaskMetrics.getClassSchema(),
        topics.drift(), DriftEvent.getClassSchema());
  }

  /**
   * Creates missing output topics; the input must be there.
   *
   * @return the names of the topics created
   * @throws SpecException if an input topic does not exist
   * @throws KafkaException if the broker does not answer or refuses
   */
  public List<String> prepareTopics() {
    Topics topics = Topics.of(pipeline);
    try (TopicAdmin admin = new TopicAdmin(settings)) {
      requireInputs(admin, topics);
      return admin.create(topics, 1, (short) -1);
    }
  }

  /**
   * Checks that the input is there; creates nothing.
   *
   * @return every topic with its state
   * @throws SpecException if an input topic does not exist
   * @throws KafkaException if the broker does not answer
   */
  public List<TopicAdmin.State> checkTopics() {
    Topics topics = Topics.of(pipeline);
    try (TopicAdmin admin = new TopicAdmin(settings)) {
      requireInputs(admin, topics);
      return admin.states(topics);
    }
  }

  private static void requireInputs(TopicAdmin admin, Topics topics) {
    requireTopic(admin, "input.topic", topics.events());
    if (topics.labels() != null) {
      requireTopic(admin, "labels.topic", topics.labels());
    }
  }

  private static void requireTopic(TopicAdmin admin, String path, String topic) {
    if (admin.partitions(topic).isEmpty()) {
      throw new SpecException(
          path, "'" + topic + "' does not exist, must be created before: ./braid topics --create");
    }
  }

  /** Starts; returns at once. */
  public void start() {
    streams.start();
  }

  /** Waits until the application runs; false if it has failed or the time is over. */
  public boolean awaitRunning(Duration limit) throws InterruptedException {
    return running.await(limit.toMillis(), TimeUnit.MILLISECONDS)
        && streams.state() == KafkaStreams.State.RUNNING;
  }

  /** Waits until the application has ended. */
  public void awaitEnd() throws InterruptedException {
    ended.await();
  }

  /** Why the application has failed, if it has. */
  public Optional<Throwable> failure() {
    return Optional.ofNullable(failure.get());
  }

  /** The running topology, for metrics and state. */
  public KafkaStreams streams() {
    return streams;
  }

  /** What it tells of itself while it runs. */
  public Telemetry telemetry() {
    return telemetry;
  }

  /** What it runs: bound, as it was given. */
  public Pipeline pipeline() {
    return pipeline;
  }

  /** The settings Kafka Streams runs with; may hold secrets. */
  public Properties settings() {
    Properties copy = new Properties();
    copy.putAll(settings);
    return copy;
  }

  /**
   * What has gone wrong in one line: the setting a broker's refusal is about, or else the innermost
   * message of an exception that has one.
   */
  public static String rootMessage(Throwable e) {
    String refusal = AccessErrors.explain(e);
    if (refusal != null) {
      return refusal;
    }
    Throwable at = e;
    String message = String.valueOf(e.getMessage());
    while (at.getCause() != null && at.getCause() != at) {
      at = at.getCause();
      if (at.getMessage() != null) {
        message = at.getMessage();
      }
    }
    return message;
  }

  /** Commits what was learned and stops; at most 30 seconds. */
  @Override
  public void close() {
    streams.close(Duration.ofSeconds(30));
  }

  private static Map<String, ?> asMap(Properties properties) {
    return properties.entrySet().stream()
        .collect(Collectors.toMap(e -> (String) e.getKey(), Map.Entry::getValue));
  }
}
