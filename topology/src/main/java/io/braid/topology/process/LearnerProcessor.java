package io.braid.topology.process;

import io.braid.model.data.RejectedException;
import io.braid.model.data.RejectedException.Reason;
import io.braid.model.data.Row;
import io.braid.model.data.Update;
import io.braid.model.drift.DriftDetector.Signal;
import io.braid.model.learner.Prequential;
import io.braid.model.spec.Pipeline;
import io.braid.topology.event.EventDecoder;
import io.braid.topology.store.LearnerStore;
import io.braid.topology.store.Mutation;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * One event's way: decode, predict, test, learn, and forward what came of it. An event that was
 * learned before a restart is predicted again, marked as a replay, and not learned again. An event
 * that cannot be used goes to the dead-letter topic and changes nothing.
 */
final class LearnerProcessor
    implements Processor<byte[], byte[], byte[], Object>, Mutation<Prequential> {
  private final Pipeline pipeline;
  private final String storeName;
  private final EventDecoder decoder;
  private final RegistryPatience patience;
  private final Records records;
  private final DeadLetters deadLetters;
  private final Row row;

  private ProcessorContext<byte[], Object> context;
  private LearnerStore<Prequential> store;

  private io.braid.model.data.Prediction said;
  private Update update;

  LearnerProcessor(
      Pipeline pipeline, String storeName, EventDecoder decoder, RegistryPatience patience) {
    this.pipeline = pipeline;
    this.storeName = storeName;
    this.decoder = decoder;
    this.patience = patience;
    this.records = new Records(pipeline);
    this.deadLetters = new DeadLetters(pipeline.name());
    this.row = decoder.newRow();
  }

  @Override
  public void init(ProcessorContext<byte[], Object> processorContext) {
    context = processorContext;
    store = context.getStateStore(storeName);
    store.load();
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata at = context.recordMetadata().orElseThrow();
    Records.Origin origin = new Records.Origin(at.topic(), at.partition(), at.offset());
    boolean replay = !store.isNew(origin.topic(), origin.partition(), origin.offset());
    try {
      patience.decode(decoder, record.value(), row);
    } catch (RejectedException e) {
      forward(deadLetters.of(record, origin, e), Outputs.DEAD_LETTER);
      return;
    }
    long time = decoder.hasTime() ? decoder.time() : record.timestamp();
    if (replay) {
      said = store.learner().replay(row);
    } else {
      store.mutate(origin.topic(), origin.partition(), origin.offset(), this);
    }
    String id = decoder.id();
    if (id == null) {
      id = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    }
    forward(
        record.withValue(records.prediction(id, time, origin, replay, said)), Outputs.PREDICTIONS);
    if (!replay) {
      report(record, time, origin);
    }
  }

  /** The one place where an event changes the learner. */
  @Override
  public void apply(Prequential learner) {
    said = learner.predict(row);
    update = learner.learn(learner.example(), said);
  }

  /** What the event showed of the tasks it had labels for. */
  private void report(Record<byte[], byte[]> record, long time, Records.Origin origin) {
    Prequential learner = store.learner();
    for (int k = 0; k < row.labels.length; k++) {
      if (Double.isNaN(row.labels[k])) {
        continue;
      }
      Signal signal = learner.evaluator().signal(k);
      if (signal != Signal.NONE) {
        Object event = records.drift(learner, k, signal == Signal.DRIFT, time, origin);
        forward(keyedByTask(record, k, event), Outputs.DRIFT);
      }
      if (learner.evaluator().tested(k) % pipeline.evaluation().every() == 0) {
        Object metrics = records.metrics(learner, k, update.weights[k], time, origin.partition());
        forward(keyedByTask(record, k, metrics), Outputs.METRICS);
      }
    }
    if (update.status == Update.Status.REFUSED_NON_FINITE) {
      String problem =
          "learning from this event would have made the model non-finite; it was predicted but not"
              + " learned";
      forward(
          deadLetters.of(record, origin, new RejectedException(Reason.NON_FINITE_STEP, problem)),
          Outputs.DEAD_LETTER);
    }
  }

  private Record<byte[], Object> keyedByTask(
      Record<byte[], byte[]> record, int task, Object value) {
    byte[] key = pipeline.tasks().get(task).name().getBytes(StandardCharsets.UTF_8);
    return new Record<>(key, value, record.timestamp());
  }

  private void forward(Record<byte[], ?> record, String child) {
    context.forward(record.withValue((Object) record.value()), child);
  }
}
