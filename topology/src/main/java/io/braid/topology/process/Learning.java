package io.braid.topology.process;

import io.braid.model.data.Prediction;
import io.braid.model.data.RejectedException;
import io.braid.model.data.RejectedException.Reason;
import io.braid.model.data.Update;
import io.braid.model.drift.DriftDetector.Signal;
import io.braid.model.learner.Drift;
import io.braid.model.learner.Prequential;
import io.braid.model.spec.Pipeline;
import io.braid.topology.meter.ReplicaMeter;
import io.braid.topology.process.Records.Origin;
import io.braid.topology.store.LearnerStore;
import io.braid.topology.store.Mutation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** The learner of one stream task, and the records that say what it did. */
final class Learning {
  private final Pipeline pipeline;
  private final Records records;
  private final DeadLetters deadLetters;
  private final ProcessorContext<byte[], Object> context;
  private final LearnerStore<Prequential> store;
  private final Said out = new Said();
  private final Outgoing outgoing = new Outgoing();
  private final ReplicaMeter meter;

  /** Loads the learner: to be made in {@code Processor.init()}. */
  Learning(
      Pipeline pipeline,
      LearnerStore<Prequential> store,
      ReplicaMeter meter,
      ProcessorContext<byte[], Object> context) {
    this.pipeline = pipeline;
    this.store = store;
    this.meter = meter;
    this.context = context;
    this.records = new Records(pipeline);
    this.deadLetters = new DeadLetters(pipeline.name());
    store.load();
    store.watch(meter::snapshot);
  }

  ReplicaMeter meter() {
    return meter;
  }

  int tasks() {
    return pipeline.tasks().size();
  }

  Prequential learner() {
    return store.learner();
  }

  /** Whether a record has not been learned yet; to be asked of every record. */
  boolean isNew(Origin origin) {
    return store.isNew(origin.topic(), origin.partition(), origin.offset());
  }

  /** Changes the learner on behalf of a record. */
  void change(Origin origin, Mutation<Prequential> mutation) {
    store.mutate(origin.topic(), origin.partition(), origin.offset(), mutation);
  }

  /** Sends a record to the dead-letter topic. */
  void reject(Record<byte[], byte[]> record, Origin origin, RejectedException why) {
    meter.rejected(why, origin.topic(), origin.partition(), origin.offset());
    forward(deadLetters.of(record, origin, why), Outputs.DEAD_LETTER);
  }

  /** Says what was predicted for an event. */
  void predicted(
      Record<byte[], byte[]> event,
      String id,
      long time,
      Origin origin,
      boolean replay,
      Prediction said) {
    out.set(id, time, origin.topic(), origin.partition(), origin.offset(), replay, said);
    context.forward(outgoing.set(event, out), Outputs.PREDICTIONS);
    meter.predicted(event.timestamp(), replay);
  }

  /**
   * Says what an event's labels showed of their tasks.
   *
   * @param tested the labels that were tested, by slot; NaN was not
   * @param said what had been predicted
   * @param time of the event
   * @param origin of the event
   */
  void tested(
      Record<byte[], byte[]> record,
      double[] tested,
      Prediction said,
      Update update,
      long time,
      Origin origin) {
    Prequential learner = store.learner();
    for (int k = 0; k < tasks(); k++) {
      if (Double.isNaN(tested[k])) {
        continue;
      }
      meter.tested(k, said.outputs[k], tested[k]);
      Signal signal = learner.evaluator().signal(k);
      if (signal != Signal.NONE) {
        meter(signal, k, time);
        Object event = records.drift(learner, k, signal == Signal.DRIFT, time, origin);
        forward(keyedByTask(record, k, event), Outputs.DRIFT);
      }
      if (learner.evaluator().tested(k) % pipeline.evaluation().every() == 0) {
        Object metrics = records.metrics(learner, k, update.weights[k], time, origin.partition());
        forward(keyedByTask(record, k, metrics), Outputs.METRICS);
      }
    }
  }

  private void meter(Signal signal, int task, long time) {
    if (signal == Signal.WARNING) {
      meter.warned(task);
      return;
    }
    List<Drift> drifts = learner().evaluator().drifts();
    for (int i = drifts.size() - 1; i >= 0; i--) {
      if (drifts.get(i).task() == task) {
        meter.drifted(task, drifts.get(i), learner().learner(), time);
        return;
      }
    }
  }

  /** Sends a record to the dead-letter topic if what it should have taught was refused. */
  void learned(Record<byte[], byte[]> record, Update update, Origin origin) {
    meter.learned(update);
    if (update.status == Update.Status.REFUSED_NON_FINITE) {
      String problem =
          "learning from this record would have made the model non-finite; its prediction was"
              + " tested, but not learned from";
      reject(record, origin, new RejectedException(Reason.NON_FINITE_STEP, problem));
    }
  }

  private Record<byte[], Object> keyedByTask(
      Record<byte[], byte[]> record, int task, Object value) {
    byte[] key = pipeline.tasks().get(task).name().getBytes(StandardCharsets.UTF_8);
    return new Record<>(key, value, record.timestamp());
  }

  private void forward(Record<byte[], ?> record, String child) {
    @SuppressWarnings("unchecked")
    Record<byte[], Object> any = (Record<byte[], Object>) record;
    context.forward(any, child);
  }
}
