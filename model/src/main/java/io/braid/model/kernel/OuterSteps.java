package io.braid.model.kernel;

/**
 * Steps of optimizers on the gradient of one row through an affine map, without writing it down:
 * parameters {@code p[from + i * out + o]} have the gradient {@code x[i] * d[o]} for {@code i <
 * in}, and the {@code out} biases behind them {@code d[o]}. The formulas are the optimizers' own,
 * to the bit; what the numbers mean is stated there.
 */
public interface OuterSteps {
  /** {@code p -= factor g}. */
  void sgd(int in, int out, float[] x, float[] d, float[] p, int from, float factor);

  /** As {@code AdaGrad.step}. */
  void adaGrad(
      int in,
      int out,
      float[] x,
      float[] d,
      float[] p,
      float[] n,
      int from,
      float scale,
      float rate,
      float epsilon);

  /** As {@code RmsProp.step}. */
  void rmsProp(
      int in,
      int out,
      float[] x,
      float[] d,
      float[] p,
      float[] v,
      int from,
      float decay,
      float a,
      float alpha,
      float epsilon);

  /** As {@code Adam.step}. */
  void adam(
      int in,
      int out,
      float[] x,
      float[] d,
      float[] p,
      float[] m,
      float[] v,
      int from,
      float b1,
      float b2,
      float a1,
      float a2,
      float alpha,
      float epsilon);
}
