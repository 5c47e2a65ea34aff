package io.braid.topology.process;

import io.braid.model.learner.Prequential;
import io.braid.model.spec.Pipeline;
import io.braid.topology.LateLabels;
import io.braid.topology.event.EventDecoder;
import io.braid.topology.meter.ReplicaMeter;
import io.braid.topology.meter.Telemetry;
import io.braid.topology.process.Records.Origin;
import io.braid.topology.store.LearnerStore;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands events to the {@link EventHandler} and labels that come later to the {@link LabelHandler}:
 * one processor, because both change one learner.
 */
final class LearnerProcessor implements Processor<byte[], byte[], byte[], Object> {
  private static final Logger LOG = LoggerFactory.getLogger(LearnerProcessor.class);

  private final Pipeline pipeline;
  private final EventDecoder eventDecoder;
  private final EventDecoder labelDecoder;
  private final RegistryPatience patience;
  private final Telemetry telemetry;

  private ProcessorContext<byte[], Object> context;
  private EventHandler events;
  private LabelHandler labels;
  private Waiting waiting;
  private LabelCounts counts;
  private ReplicaMeter meter;

  /**
   * @param labelDecoder null if all labels are on the events
   */
  LearnerProcessor(
      Pipeline pipeline,
      EventDecoder eventDecoder,
      EventDecoder labelDecoder,
      RegistryPatience patience,
      Telemetry telemetry) {
    this.pipeline = pipeline;
    this.eventDecoder = eventDecoder;
    this.labelDecoder = labelDecoder;
    this.patience = patience;
    this.telemetry = telemetry;
  }

  @Override
  public void init(ProcessorContext<byte[], Object> processorContext) {
    context = processorContext;
    LateLabels.requireExactlyOnce(pipeline, context.appConfigs());
    LearnerStore<Prequential> store = context.getStateStore(LearnerProcessorSupplier.STORE);
    meter = telemetry.replica(context.taskId().partition());
    Learning learning = new Learning(pipeline, store, meter, processorContext);
    if (learning.learner().inherited() != null) {
      LOG.info("task {} begins {}", context.taskId(), learning.learner().inherited());
    }
    if (labelDecoder != null) {
      counts = new LabelCounts(context.metrics(), meter, context.taskId().toString());
      waiting =
          new Waiting(
              pipeline,
              learning,
              context.getStateStore(LearnerProcessorSupplier.PENDING_STORE),
              counts);
      labels = new LabelHandler(pipeline, learning, waiting, counts, labelDecoder, patience);
    }
    events = new EventHandler(learning, eventDecoder, patience, waiting);
    LongSupplier size = waiting == null ? () -> 0 : waiting.store()::size;
    meter.opened(learning.learner(), store.committed(), size);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata at = context.recordMetadata().orElseThrow();
    Origin origin = new Origin(at.topic(), at.partition(), at.offset());
    if (labels == null) {
      events.handle(record, origin);
      return;
    }
    if (origin.topic().equals(pipeline.labels().topic())) {
      labels.handle(record, origin);
    } else {
      events.handle(record, origin);
    }
    waiting.store().settle();
  }

  @Override
  public void close() {
    if (meter != null) {
      meter.closed();
    }
    if (counts != null) {
      counts.close();
    }
  }
}
