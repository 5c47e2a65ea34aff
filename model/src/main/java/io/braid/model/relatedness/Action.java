package io.braid.model.relatedness;

import io.braid.model.data.State;
import java.util.List;

/**
 * Does something about what has been measured. Acting allocates nothing. State is what it has
 * decided and cannot be seen from its {@link Levers}. Not thread-safe.
 */
public interface Action extends State {
  /**
   * Called after every measured step.
   *
   * @param measured how many steps have been measured, this one included
   */
  void act(long measured, Levers levers);

  /** Groups of tasks that it has found, each a list of task numbers; empty if it makes none. */
  default List<List<Integer>> groups() {
    return List.of();
  }
}
