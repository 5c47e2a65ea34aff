package io.braid.model.optimizer;

/** How the learning rate changes with time: a pure function of the step number. Immutable. */
@FunctionalInterface
public interface Schedule {
  /**
   * Factor on the base learning rate, in [0, 1].
   *
   * @param step steps taken before this one, at least 0
   */
  double factor(long step);
}
