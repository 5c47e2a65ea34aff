package io.braid.model.metric;

import io.braid.model.data.State;

/**
 * Bounded-memory sums over a task's outcomes, that can be merged and decayed: whole-stream, fading
 * and windowed figures are made of short panes of these, so that one event costs one addition.
 */
public interface Accumulator extends State {
  /** Adds one tested prediction. */
  void add(Outcome outcome);

  /** Adds all that another accumulator of the same kind holds. */
  void merge(Accumulator other);

  /** Multiplies everything held by a factor in [0, 1]. */
  void scale(double factor);

  /** Forgets everything. */
  void clear();
}
