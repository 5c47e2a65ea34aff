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

  /**
   * Takes over what another optimizer of the same class knows of a segment of the same shape.
   *
   * @param segment of this one's model
   * @param from of the other's
   */
  default void inherit(Segment segment, Optimizer other, Segment from) {
    for (int s = 0; s < slots().length; s++) {
      System.arraycopy(other.slots()[s], from.from(), slots()[s], segment.from(), segment.length());
    }
  }

  /** Whether it has a {@link #stepOuter}. */
  default boolean takesOuter() {
    return false;
  }

  /**
   * Moves all parameters of the segment last begun that have a gradient, which is given by its
   * factors ({@link Segment#outerX}): to the same bits as {@link #step} once they are multiplied.
   */
  default void stepOuter(Segment segment, float rate, float scale) {
    throw new UnsupportedOperationException("steps only on gradients that are written down");
  }
}
