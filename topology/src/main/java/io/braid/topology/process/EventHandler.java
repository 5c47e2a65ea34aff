package io.braid.topology.process;

import io.braid.model.data.Prediction;
import io.braid.model.data.RejectedException;
import io.braid.model.data.RejectedException.Reason;
import io.braid.model.data.Row;
import io.braid.model.data.Update;
import io.braid.model.learner.Prequential;
import io.braid.topology.event.EventDecoder;
import io.braid.topology.process.Records.Origin;
import io.braid.topology.store.Mutation;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.processor.api.Record;

/**
 * One event's way: decode, predict, test, learn, and forward what came of it. An event that was
 * learned before a restart is predicted again, marked as a replay, and not learned again. An event
 * that cannot be used goes to the dead-letter topic and changes nothing.
 */
final class EventHandler implements Mutation<Prequential> {
  /** Longest identity of an event: it is kept while the event waits for labels. */
  static final int MAX_ID = 1024;

  private final Learning learning;
  private final EventDecoder decoder;
  private final RegistryPatience patience;
  private final Waiting waiting;
  private final Row row;

  private Prediction said;
  private Update update;

  /**
   * @param waiting null if all labels are on the events
   */
  EventHandler(
      Learning learning, EventDecoder decoder, RegistryPatience patience, Waiting waiting) {
    this.learning = learning;
    this.decoder = decoder;
    this.patience = patience;
    this.waiting = waiting;
    this.row = decoder.newRow();
  }

  void handle(Record<byte[], byte[]> record, Origin origin) {
    learning.meter().event();
    handleNew(record, origin, !learning.isNew(origin));
    learning.meter().done();
  }

  private void handleNew(Record<byte[], byte[]> record, Origin origin, boolean replay) {
    boolean waits = false;
    long time;
    String id;
    try {
      patience.decode(decoder, record.value(), row);
      time = decoder.hasTime() ? decoder.time() : record.timestamp();
      id = identity(decoder, record);
      countOnTime(replay);
      if (waiting != null && !replay) {
        waits = waiting.join(id, time, row.labels);
      }
    } catch (RejectedException e) {
      learning.reject(record, origin, e);
      return;
    }
    if (replay) {
      said = learning.learner().replay(row);
    } else {
      learning.change(origin, this);
    }
    learning.predicted(record, id == null ? "" : id, time, origin, replay, said);
    if (!replay) {
      learning.tested(record, row.labels, said, update, time, origin);
      learning.learned(record, update, origin);
    }
    if (waits) {
      waiting.await(record, id, time, origin, said);
    }
  }

  private void countOnTime(boolean replay) {
    int labels = 0;
    for (int k = 0; k < learning.tasks() && !replay; k++) {
      labels += Double.isNaN(row.labels[k]) ? 0 : 1;
    }
    learning.meter().onTime(labels);
  }

  /** The one place where an event changes the learner. */
  @Override
  public void apply(Prequential learner) {
    said = learner.predict(row);
    update = learner.learn(learner.example(), said);
  }

  /** The id in a decoded record; else its key; null if it has neither. */
  static String identity(EventDecoder decoder, Record<byte[], byte[]> record)
      throws RejectedException {
    String id = decoder.id();
    if (id == null && record.key() != null) {
      id = new String(record.key(), StandardCharsets.UTF_8);
    }
    if (id != null && id.length() > MAX_ID) {
      throw new RejectedException(
          Reason.TOO_LARGE, "an identity of " + id.length() + " characters, allowed: " + MAX_ID);
    }
    return id;
  }
}
