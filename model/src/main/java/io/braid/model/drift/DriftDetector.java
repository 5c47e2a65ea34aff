package io.braid.model.drift;

import io.braid.model.data.State;

/** Watches a stream of values, a task's losses, for a change of its distribution. */
public interface DriftDetector extends State {
  /** What one value showed. */
  enum Signal {
    NONE,
    WARNING,
    DRIFT
  }

  /**
   * Adds a value. After {@link Signal#DRIFT} the detector has started afresh.
   *
   * @param value finite; in [0, 1]
   */
  Signal add(double value);
}
