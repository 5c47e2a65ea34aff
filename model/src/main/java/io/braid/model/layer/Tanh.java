package io.braid.model.layer;

/**
 * Hyperbolic tangent by its continued fraction {@code z / (1 + t / (3 + t / (5 + ...)))}, t = z^2
 * (Lambert), cut off after the term 21 and multiplied out. All coefficients are positive, so
 * nothing cancels; there is neither branch nor table; and arithmetic alone gives the same bits on
 * every machine.
 *
 * <p>The cut-off fraction is within 3e-7 of tanh up to its crossing of 1 near 7.9, and is clamped
 * to exactly 1 beyond; with float rounding the error stays below 6e-7. The derivative 1 - y^2 is
 * that of the implemented function within the same bound.
 *
 * <p>Initial variance 2 / (in + out): Glorot and Bengio, "Understanding the difficulty of training
 * deep feedforward neural networks", AISTATS 2010, equation 12.
 */
final class Tanh implements Activation {
  private static final float LIMIT = 8f;

  private static final double C = 13_749_310_575.0;
  private static final float P1 = (float) (1_964_187_225.0 / C);
  private static final float P2 = (float) (64_324_260.0 / C);
  private static final float P3 = (float) (675_675.0 / C);
  private static final float P4 = (float) (2_145.0 / C);
  private static final float P5 = (float) (1.0 / C);
  private static final float Q1 = (float) (6_547_290_750.0 / C);
  private static final float Q2 = (float) (413_513_100.0 / C);
  private static final float Q3 = (float) (7_567_560.0 / C);
  private static final float Q4 = (float) (45_045.0 / C);
  private static final float Q5 = (float) (66.0 / C);

  /** tanh of one number. */
  static float of(float z) {
    float x = Math.max(-LIMIT, Math.min(LIMIT, z));
    float t = x * x;
    float p = 1f + t * (P1 + t * (P2 + t * (P3 + t * (P4 + t * P5))));
    float q = 1f + t * (Q1 + t * (Q2 + t * (Q3 + t * (Q4 + t * Q5))));
    return Math.max(-1f, Math.min(1f, x * p / q));
  }

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
