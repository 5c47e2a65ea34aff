package io.braid.model.optimizer;

import io.braid.model.data.Segment;
import io.braid.model.data.State;

/**
 * Moves parameters along their gradients. Works on ranges of the flat vector; a range that a step
 * leaves out keeps its parameters and its state.
 *
 * <p>{@link State} covers what is not in the {@link #slots}: step counts and the like.
 */
public interface Optimizer extends State {
  /**
   * Per-parameter state, each the length of the flat vector; saved by the learner beside the
   * parameters.
   */
  float[][] slots();

  /** Starts a step on a segment: counts it, prepares bias corrections. */
  void begin(Segment segment);

  /**
   * Moves {@code values[from, to)} of the segment last begun. The gradient of the range is used up:
   * it may have been overwritten.
   *
   * @param rate learning rate of this step, after schedule and drift reaction
   * @param scale factor on the gradient (clipping)
   */
  void step(Segment segment, int from, int to, float rate, float scale);

  /** Whether {@link #stepOuter} does better than to write the gradient down first. */
  default boolean takesOuter() {
    return false;
  }

  /**
   * Moves a whole dense segment whose gradient is an outer product: to the same bits as {@link
   * #step}.
   */
  default void stepOuter(Segment segment, float rate, float scale) {
    step(segment, segment.from(), segment.to(), rate, scale);
  }
}
