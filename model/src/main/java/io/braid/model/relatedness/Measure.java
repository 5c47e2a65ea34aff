package io.braid.model.relatedness;

import io.braid.model.data.State;

/**
 * Follows how related each pair of tasks is, from steps that have been applied. A pair (i, j) moves
 * only in steps in which j has a label and, unless events are compared with earlier ones, i too.
 * Observing allocates nothing; permuting the tasks permutes the values. Not thread-safe.
 */
public interface Measure extends State {
  /** Takes in a step. */
  void observe(Observed step);

  /**
   * What has been measured of two tasks: positive if they are of help to each other, negative if
   * they are in each other's way.
   *
   * @param i the task that acts, where that makes a difference
   * @param j the task acted upon
   * @return finite, or NaN while too little has been seen
   */
  double value(int i, int j);

  /** Standard error of {@link #value}, as if steps were independent; NaN where that is. */
  double standardError(int i, int j);

  /** Whether values lie in [-1, 1], so that they can be held against a fixed threshold. */
  default boolean bounded() {
    return true;
  }
}
