package io.braid.topology.store;

import io.braid.model.data.Example;
import io.braid.model.data.Prediction;
import io.braid.model.data.SnapshotException;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;

/**
 * An event that waits for labels: its features as they were encoded, what was predicted, and the
 * labels known so far. Reused from event to event; not thread-safe.
 */
public final class PendingEvent {
  private static final int VERSION = 2;

  /** Event time, epoch milliseconds. */
  public long time;

  /** Where the event came from. */
  public int partition;

  /** Where the event came from. */
  public long offset;

  /** Features, weight, and the labels known so far. */
  public final Example example;

  /** What was predicted when the event came. */
  public final Prediction prediction;

  byte[] id;
  long due;

  /**
   * @param example of the learner's shape
   * @param prediction of the learner's shape
   */
  public PendingEvent(Example example, Prediction prediction) {
    this.example = example;
    this.prediction = prediction;
  }

  /** Whether all labels are known. */
  public boolean complete() {
    for (int k = 0; k < prediction.outputs.length; k++) {
      if (Double.isNaN(example.labels[k])) {
        return false;
      }
    }
    return true;
  }

  void save(SnapshotWriter out) {
    out.putByte(VERSION).putLong(due).putLong(time).putInt(partition).putLong(offset);
    example.save(out);
    prediction.save(out);
  }

  void restore(byte[] itsId, byte[] saved) {
    SnapshotReader in = new SnapshotReader(saved);
    int version = in.getByte();
    if (version != VERSION) {
      throw new SnapshotException("a waiting event of version " + version + ", known: " + VERSION);
    }
    id = itsId;
    due = in.getLong();
    time = in.getLong();
    partition = in.getInt();
    offset = in.getLong();
    example.restore(in);
    prediction.restore(in);
    in.end();
  }
}
