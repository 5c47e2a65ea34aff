package io.braid.model.layer;

/**
 * {@code z/2 (1 + tanh(u)), u = a (z + b z^3), a = sqrt(2 / pi), b = 0.044715}: the tanh form of
 * the Gaussian error linear unit, Hendrycks and Gimpel, "Gaussian error linear units", 2016 (arXiv
 * 1606.08415, section 2). The derivative is that of this form, {@code (1 + T)/2 + z/2 (1 - T^2) a
 * (1 + 3 b z^2)} with T = tanh(u). Initial variance as for {@link Relu}.
 */
final class Gelu implements Activation {
  private static final float A = 0.7978846f;
  private static final float B = 0.044715f;

  @Override
  public void forward(int n, float[] z, float[] y) {
    for (int i = 0; i < n; i++) {
      float v = z[i];
      y[i] = 0.5f * v * (1f + Tanh.of(A * v * (1f + B * v * v)));
    }
  }

  @Override
  public void backward(int n, float[] z, float[] y, float[] dy, float[] dz) {
    for (int i = 0; i < n; i++) {
      float v = z[i];
      float square = v * v;
      float t = Tanh.of(A * v * (1f + B * square));
      dz[i] = dy[i] * 0.5f * ((1f + t) + v * (1f - t * t) * A * (1f + 3f * B * square));
    }
  }

  @Override
  public double initialVariance(int in, int out) {
    return 2.0 / Math.max(1, in);
  }
}
