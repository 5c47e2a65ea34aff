package io.braid.model.drift;

import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;

/** Never signals: for streams known to be stationary, and as a control. */
final class NoDetector implements DriftDetector {
  @Override
  public Signal add(double value) {
    return Signal.NONE;
  }

  @Override
  public void save(SnapshotWriter out) {}

  @Override
  public void restore(SnapshotReader in) {}
}
