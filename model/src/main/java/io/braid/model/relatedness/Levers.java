package io.braid.model.relatedness;

/** What an action can move in the learner, between steps. Whatever it moves is saved there. */
public interface Levers {
  /**
   * Sets how strongly the trunk holds two tasks together.
   *
   * @param strength at least 0, in multiples of the trunk's own setting; ignored by a trunk that
   *     has none
   */
  void relate(int i, int j, double strength);

  /** Stops a task's gradient on its way into the trunk, or lets it pass again. */
  void stop(int task, boolean stopped);

  /** Whether a task's gradient is stopped. */
  boolean stopped(int task);
}
