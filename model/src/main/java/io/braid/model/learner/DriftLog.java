package io.braid.model.learner;

import io.braid.model.data.SnapshotException;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;
import java.util.ArrayDeque;
import java.util.List;

/** The latest drifts of all tasks, oldest first; older ones are dropped. */
final class DriftLog implements State {
  static final int CAPACITY = 100;

  private final ArrayDeque<Drift> drifts = new ArrayDeque<>(CAPACITY + 1);

  void add(Drift drift) {
    if (drifts.size() == CAPACITY) {
      drifts.removeFirst();
    }
    drifts.addLast(drift);
  }

  List<Drift> toList() {
    return List.copyOf(drifts);
  }

  @Override
  public void save(SnapshotWriter out) {
    out.putInt(drifts.size());
    for (Drift drift : drifts) {
      out.putInt(drift.task()).putLong(drift.at()).putString(drift.detector());
      out.putDouble(drift.before()).putDouble(drift.after());
    }
  }

  @Override
  public void restore(SnapshotReader in) {
    drifts.clear();
    int count = in.getInt();
    if (count < 0 || count > CAPACITY) {
      throw new SnapshotException("a log of " + count + " drifts, at most " + CAPACITY + " fit");
    }
    for (int i = 0; i < count; i++) {
      drifts.addLast(
          new Drift(in.getInt(), in.getLong(), in.getString(), in.getDouble(), in.getDouble()));
    }
  }
}
