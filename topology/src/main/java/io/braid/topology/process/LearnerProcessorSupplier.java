package io.braid.topology.process;

import io.braid.model.learner.Prequential;
import io.braid.model.spec.Pipeline;
import io.braid.schemas.RegistryClient;
import io.braid.topology.event.EventDecoder;
import io.braid.topology.meter.Telemetry;
import io.braid.topology.store.LearnerStoreBuilder;
import io.braid.topology.store.PendingStore;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/** Makes the learner's processors and the stores they share with Kafka Streams. */
public final class LearnerProcessorSupplier
    implements ProcessorSupplier<byte[], byte[], byte[], Object> {
  /** Name of the learner's store. */
  public static final String STORE = "learner";

  /** Name of the store of what waits for labels; there only if labels come later. */
  public static final String PENDING_STORE = "pending";

  private final Pipeline pipeline;
  private final RegistryClient registry;
  private final Duration registryPatience;
  private final Telemetry telemetry;

  /**
   * @param pipeline bound: no globs among its features
   * @param registryPatience how long a record waits for a registry that does not answer
   * @param telemetry is told what the processors do
   */
  public LearnerProcessorSupplier(
      Pipeline pipeline, RegistryClient registry, Duration registryPatience, Telemetry telemetry) {
    this.pipeline = pipeline;
    this.registry = registry;
    this.registryPatience = registryPatience;
    this.telemetry = telemetry;
  }

  @Override
  public Set<StoreBuilder<?>> stores() {
    StoreBuilder<?> learner = new LearnerStoreBuilder<>(STORE, () -> new Prequential(pipeline));
    // In a fixed order, so that the topology's description is the same in every process.
    Set<StoreBuilder<?>> stores = new LinkedHashSet<>();
    stores.add(learner);
    if (pipeline.labels() != null) {
      stores.add(PendingStore.builder(PENDING_STORE));
    }
    return stores;
  }

  @Override
  public Processor<byte[], byte[], byte[], Object> get() {
    return new LearnerProcessor(
        pipeline,
        EventDecoder.events(pipeline, registry, EventDecoder.MAX_BYTES),
        pipeline.labels() == null
            ? null
            : EventDecoder.labels(pipeline, registry, EventDecoder.MAX_BYTES),
        new RegistryPatience(registryPatience),
        telemetry);
  }
}
