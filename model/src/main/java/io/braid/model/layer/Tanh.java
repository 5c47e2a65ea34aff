package io.braid.model.layer;

/**
 * Hyperbolic tangent by its continued fraction {@code z / (1 + t / (3 + t / (5 + ...)))}, t = z^2
 * (Lambert), cut off at the term 23 and multiplied out. All coefficients are positive, so nothing
 * cancels; there is neither branch nor table, so the loop vectorises; and arithmetic alone gives
 * the same bits on every machine.
 *
 * <p>Arguments are clamped to [-8, 8], where tanh is 1 - 2.3e-7. There the cut-off fraction is
 * within 8e-8 of tanh, which together with float rounding leaves an error below 4e-7; the
 * derivative 1 - y^2 is that of the implemented function within the same bound.
 *
 * <p>Initial variance 2 / (in + out): Glorot and Bengio, "Understanding the difficulty of training
 * deep feedforward neural networks", AISTATS 2010, equation 12.
 */
final class Tanh implements Activation {
  private static final float LIMIT = 8f;

  /** tanh of one number. */
  static float of(float z) {
    float x = Math.max(-LIMIT, Math.min(LIMIT, z));
    float t = x * x;
    // Both polynomials divided by the constant term, so that they stay near 1 for small t.
    float p = 1f + t * (P1 + t * (P2 + t * (P3 + t * (P4 + t * P5))));
    float q = 1f + t * (Q1 + t * (Q2 + t * (Q3 + t * (Q4 + t * (Q5 + t * Q6)))));
    return x * p / q;
  }

  private static final double C = 316_234_143_225.0;
  private static final float P1 = (float) (45_831_035_250.0 / C);
  private static final float P2 = (float) (1_571_349_780.0 / C);
  private static final float P3 = (float) (18_378_360.0 / C);
  private static final float P4 = (float) (75_075.0 / C);
  private static final float P5 = (float) (78.0 / C);
  private static final float Q1 = (float) (151_242_416_325.0 / C);
  private static final float Q2 = (float) (9_820_936_125.0 / C);
  private static final float Q3 = (float) (192_972_780.0 / C);
  private static final float Q4 = (float) (1_351_350.0 / C);
  private static final float Q5 = (float) (3_003.0 / C);
  private static final float Q6 = (float) (1.0 / C);

  @Override
  public void forward(int n, float[] z, float[] y) {
    for (int i = 0; i < n; i++) {
      y[i] = of(z[i]);
    }
  }

  @Override
  public void backward(int n, float[] z, float[] y, float[] dy, float[] dz) {
    for (int i = 0; i < n; i++) {
      dz[i] = dy[i] * (1f - y[i] * y[i]);
    }
  }

  @Override
  public double initialVariance(int in, int out) {
    return 2.0 / Math.max(1, in + out);
  }
}
