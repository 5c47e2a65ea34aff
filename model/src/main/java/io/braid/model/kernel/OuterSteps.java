package io.braid.model.kernel;

import io.braid.model.data.Segment;

/**
 * Steps of optimizers on a segment whose gradient of one row is given by its factors ({@link
 * Segment#outerX}), without writing the product down. The formulas are the optimizers' own, to the
 * bit; what the numbers mean is stated there.
 */
public interface OuterSteps {
  /**
   * Whether dense segments gain whose rows are so long; tables always do.
   *
   * @param row parameters that one factor is common to: the outputs or, of a single output, the
   *     inputs
   */
  boolean pays(int row);

  /** {@code p -= factor g}. */
  void sgd(Segment segment, float factor);

  /** As {@code AdaGrad.step}. */
  void adaGrad(Segment segment, float[] n, float scale, float rate, float epsilon);

  /** As {@code RmsProp.step}. */
  void rmsProp(Segment segment, float[] v, float decay, float a, float alpha, float epsilon);

  /** As {@code Adam.step}. */
  void adam(
      Segment segment,
      float[] m,
      float[] v,
      float b1,
      float b2,
      float a1,
      float a2,
      float alpha,
      float epsilon);
}
