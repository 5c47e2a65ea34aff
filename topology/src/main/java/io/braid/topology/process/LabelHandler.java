package io.braid.topology.process;

import io.braid.model.data.RejectedException;
import io.braid.model.data.RejectedException.Reason;
import io.braid.model.data.Row;
import io.braid.model.data.Update;
import io.braid.model.learner.Prequential;
import io.braid.model.spec.LabelSlots;
import io.braid.model.spec.Pipeline;
import io.braid.topology.event.EventDecoder;
import io.braid.topology.meter.LabelOutcome;
import io.braid.topology.process.Records.Origin;
import io.braid.topology.store.EarlyLabel;
import io.braid.topology.store.Mutation;
import io.braid.topology.store.PendingEvent;
import java.util.Arrays;
import org.apache.kafka.streams.processor.api.Record;

/**
 * The way of labels that come after their event: the prediction given at the time is tested, and
 * the features as they were encoded then are learned, for exactly the labels that are new. A
 * corrected label is learned once more, with its new value, and is not tested again: the first
 * value was, and a detector must not see one event twice. Labels whose event has not come wait for
 * it. A label record that cannot be used goes to the dead-letter topic and changes nothing.
 */
final class LabelHandler implements Mutation<Prequential> {
  private final String eventTopic;
  private final Learning learning;
  private final Waiting waiting;
  private final LabelCounts counts;
  private final EventDecoder decoder;
  private final RegistryPatience patience;
  private final Row row;
  private final PendingEvent event;
  private final LabelMerge merge;

  private Update update;

  LabelHandler(
      Pipeline pipeline,
      Learning learning,
      Waiting waiting,
      LabelCounts counts,
      EventDecoder decoder,
      RegistryPatience patience) {
    this.eventTopic = pipeline.input().topic();
    this.learning = learning;
    this.waiting = waiting;
    this.counts = counts;
    this.decoder = decoder;
    this.patience = patience;
    this.row = decoder.newRow();
    this.event = waiting.newEvent();
    this.merge = new LabelMerge(LabelSlots.of(pipeline.tasks()));
  }

  void handle(Record<byte[], byte[]> record, Origin origin) {
    if (!learning.isNew(origin)) {
      counts.add(LabelOutcome.REPLAYED, 1);
      return;
    }
    try {
      byte[] id = Waiting.bytes(decode(record));
      if (waiting.store().find(id, event)) {
        label(record, origin);
      } else {
        keep(id, record, origin);
      }
    } catch (RejectedException e) {
      learning.reject(record, origin, e);
    }
  }

  private String decode(Record<byte[], byte[]> record) throws RejectedException {
    Arrays.fill(row.labels, Double.NaN);
    patience.decode(decoder, record.value(), row);
    if (!row.labelled()) {
      throw new RejectedException(Reason.MISSING_FIELD, "a label record without any label");
    }
    String id = EventHandler.identity(decoder, record);
    if (id == null) {
      throw new RejectedException(
          Reason.NULL_KEY, "a label record must have the id or the key of its event");
    }
    return id;
  }

  /** The event waits: its prediction is tested, and it is learned. */
  private void label(Record<byte[], byte[]> record, Origin origin) throws RejectedException {
    boolean wasComplete = event.complete();
    double[] known = event.example.labels;
    merge.merge(known, row.labels, decoder.correction());
    counts.add(LabelOutcome.LATE, merge.added);
    waiting.count(merge);
    if (merge.added + merge.corrected == 0) {
      if (merge.partial) {
        waiting.store().update(event, wasComplete);
      }
      return;
    }
    waiting.store().update(event, wasComplete);
    System.arraycopy(merge.toLearn, 0, known, 0, known.length);
    learning.change(origin, this);
    learning.meter().labelDelay(record.timestamp() - event.time);
    Origin eventOrigin = new Origin(eventTopic, event.partition, event.offset);
    learning.tested(record, merge.fresh, event.prediction, update, event.time, eventOrigin);
    learning.learned(record, update, origin);
  }

  /** The one place where labels that came later change the learner. */
  @Override
  public void apply(Prequential learner) {
    update = learner.learn(event.example, event.prediction, merge.fresh);
  }

  /** The event has not come: the labels wait for it. */
  private void keep(byte[] id, Record<byte[], byte[]> record, Origin origin)
      throws RejectedException {
    long time = decoder.hasTime() ? decoder.time() : record.timestamp();
    double[] labels = row.labels.clone();
    EarlyLabel early =
        new EarlyLabel(labels, decoder.correction(), record, origin.partition(), origin.offset());
    try {
      waiting.store().addLabel(id, time, early);
    } catch (RejectedException e) {
      waiting.unmatched(record, origin, e);
    }
  }
}
