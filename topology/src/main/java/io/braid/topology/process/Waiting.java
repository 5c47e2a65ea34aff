package io.braid.topology.process;

import io.braid.model.data.Prediction;
import io.braid.model.data.RejectedException;
import io.braid.model.data.RejectedException.Reason;
import io.braid.model.spec.LabelSlots;
import io.braid.model.spec.Pipeline;
import io.braid.topology.meter.LabelOutcome;
import io.braid.topology.process.Records.Origin;
import io.braid.topology.store.EarlyLabel;
import io.braid.topology.store.PendingEvent;
import io.braid.topology.store.PendingStore;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Events that wait for labels and labels that wait for their event, with an outcome counted for
 * each. An event that brings all its labels does not wait. One whose labels have all come stays to
 * the end of its wait, so that duplicates and corrections find it.
 */
final class Waiting implements PendingStore.Departures {
  private final Pipeline pipeline;
  private final Learning learning;
  private final LabelCounts counts;
  private final PendingStore store;
  private final PendingEvent scratch;
  private final LabelMerge merge;

  Waiting(
      Pipeline pipeline,
      Learning learning,
      KeyValueStore<Bytes, byte[]> inner,
      LabelCounts counts) {
    this.pipeline = pipeline;
    this.learning = learning;
    this.counts = counts;
    this.store = new PendingStore(inner, pipeline.labels(), this);
    this.scratch = newEvent();
    this.merge = new LabelMerge(LabelSlots.of(pipeline.tasks()));
  }

  PendingStore store() {
    return store;
  }

  /** A waiting event to be filled. */
  PendingEvent newEvent() {
    return new PendingEvent(
        learning.learner().learner().newExample(), learning.learner().learner().newPrediction());
  }

  /**
   * Joins a new event with the labels that came before it. An event that still waits under its id
   * goes.
   *
   * @param labels those on the event; those that came before are added
   * @return whether the event is to wait, because it did not bring all its labels itself
   * @throws RejectedException if labels could not find the event
   */
  boolean join(String id, long time, double[] labels) throws RejectedException {
    boolean waits = missesAny(labels);
    if (id == null && waits) {
      throw new RejectedException(
          Reason.NULL_KEY, "an event that waits for labels must have an id or a key");
    }
    store.advance(time);
    if (id == null) {
      return false;
    }
    byte[] key = bytes(id);
    if (store.remove(key, scratch)) {
      counts.add(LabelOutcome.REPLACED, 1);
    }
    for (EarlyLabel early : store.takeLabels(key)) {
      merge.merge(labels, early.labels(), early.correction());
      counts.add(LabelOutcome.EARLY, merge.added);
      count(merge);
    }
    return waits;
  }

  /** Makes the event that was predicted last wait for labels. */
  void await(
      Record<byte[], byte[]> event, String id, long time, Origin origin, Prediction predicted) {
    try {
      store.add(
          bytes(id),
          time,
          origin.partition(),
          origin.offset(),
          learning.learner().example(),
          predicted);
    } catch (RejectedException e) {
      learning.reject(event, origin, e);
    }
  }

  /** Counts what was not new in a record's labels. */
  void count(LabelMerge merged) {
    counts.add(LabelOutcome.CORRECTED, merged.corrected);
    counts.add(LabelOutcome.DUPLICATE, merged.duplicates);
  }

  @Override
  public void unlabelled(boolean full) {
    counts.add(full ? LabelOutcome.EVICTED : LabelOutcome.EXPIRED, 1);
  }

  @Override
  public void unmatched(EarlyLabel label, boolean full) {
    Origin origin = new Origin(pipeline.labels().topic(), label.partition(), label.offset());
    String problem =
        full
            ? "the event of these labels has not come, and too many wait, allowed: "
                + pipeline.labels().maxPending()
            : "the event of these labels has not come within " + pipeline.labels().waitMs() + " ms";
    unmatched(label.record(), origin, new RejectedException(Reason.UNKNOWN_EVENT, problem));
  }

  /** Sends a label record without event to the dead-letter topic. */
  void unmatched(Record<byte[], byte[]> record, Origin origin, RejectedException why) {
    counts.add(LabelOutcome.UNMATCHED, 1);
    learning.reject(record, origin, why);
  }

  static byte[] bytes(String id) {
    return id.getBytes(StandardCharsets.UTF_8);
  }

  private boolean missesAny(double[] labels) {
    for (int k = 0; k < pipeline.tasks().size(); k++) {
      if (Double.isNaN(labels[k])) {
        return true;
      }
    }
    return false;
  }
}
