package io.braid.model.layer;

/**
 * A head that moves its own parameters, beside the optimizer: it gives {@link #backward} only what
 * the trunk needs, and learns once a step has been accepted. A segment it moves it marks as a
 * backward pass would: {@code written} or {@code touch}.
 */
public interface LearningHead extends Head {
  /** Whether {@link #learn} would leave everything finite; moves nothing. */
  boolean admits(Lesson lesson);

  /**
   * Learns from the rows that have a target for this head's task, which are those last forwarded.
   */
  void learn(Lesson lesson);
}
