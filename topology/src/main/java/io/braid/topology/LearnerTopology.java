package io.braid.topology;

import io.braid.model.spec.Pipeline;
import io.braid.schemas.DriftEvent;
import io.braid.schemas.Prediction;
import io.braid.schemas.RegistryClient;
import io.braid.schemas.RegistrySerializer;
import io.braid.schemas.TaskMetrics;
import io.braid.topology.meter.Telemetry;
import io.braid.topology.process.LearnerProcessorSupplier;
import io.braid.topology.process.Outputs;
import io.braid.topology.process.PredictionWriter;
import java.time.Duration;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.Topology;

/**
 * The topology as a pure function of the pipeline: the application, the tests and {@code describe}
 * build the same one.
 *
 * <pre>
 *   events --> learner --> predictions
 *   labels ---^ | ^  \---> metrics
 *               v |   \--> drift
 *            (stores)  \-> dead-letter
 * </pre>
 *
 * The labels' source, and the store of what waits for them, are there if the pipeline says that
 * labels come later.
 */
public final class LearnerTopology {
  /** Name of the events' source node. */
  public static final String EVENTS = "events";

  /** Name of the later labels' source node. */
  public static final String LABELS = "labels";

  /** Name of the learner's processor node. */
  public static final String LEARNER = "learner";

  private LearnerTopology() {}

  /**
   * Builds the topology.
   *
   * @param pipeline bound: no globs among its features
   * @param registryPatience how long a record waits for a registry that does not answer
   */
  public static Topology build(
      Pipeline pipeline, RegistryClient registry, Duration registryPatience) {
    return build(pipeline, registry, registryPatience, new Telemetry(pipeline));
  }

  /**
   * Builds the topology.
   *
   * @param telemetry is told what happens while it runs
   */
  public static Topology build(
      Pipeline pipeline, RegistryClient registry, Duration registryPatience, Telemetry telemetry) {
    Topics topics = Topics.of(pipeline);
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    Topology topology = new Topology();
    topology.addSource(EVENTS, bytes, bytes, topics.events());
    String[] sources = {EVENTS};
    if (topics.labels() != null) {
      topology.addSource(LABELS, bytes, bytes, topics.labels());
      sources = new String[] {EVENTS, LABELS};
    }
    topology.addProcessor(
        LEARNER,
        new LearnerProcessorSupplier(pipeline, registry, registryPatience, telemetry),
        sources);
    sink(
        topology,
        Outputs.PREDICTIONS,
        topics.predictions(),
        new RegistrySerializer<>(
            registry, Prediction.getClassSchema(), () -> new PredictionWriter(pipeline)));
    sink(
        topology,
        Outputs.METRICS,
        topics.metrics(),
        RegistrySerializer.of(registry, TaskMetrics.class));
    sink(
        topology, Outputs.DRIFT, topics.drift(), RegistrySerializer.of(registry, DriftEvent.class));
    sink(topology, Outputs.DEAD_LETTER, topics.deadLetter(), new ByteArraySerializer());
    return topology;
  }

  private static void sink(Topology topology, String name, String topic, Serializer<?> value) {
    topology.addSink(name, topic, new ByteArraySerializer(), value, LEARNER);
  }
}
