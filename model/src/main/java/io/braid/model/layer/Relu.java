package io.braid.model.layer;

/**
 * max(z, 0), with derivative 0 at 0. Initial variance 2 / in: He, Zhang, Ren and Sun, "Delving deep
 * into rectifiers", ICCV 2015, equation 10.
 */
final class Relu implements Activation {
  @Override
  public void forward(int n, float[] z, float[] y) {
    for (int i = 0; i < n; i++) {
      y[i] = Math.max(z[i], 0f);
    }
  }

  /**
   * Without a branch, which would be mispredicted every other time: y is 0 or positive, and any
   * positive normal y times the largest float is at least 1.
   */
  @Override
  public void backward(int n, float[] z, float[] y, float[] dy, float[] dz) {
    for (int i = 0; i < n; i++) {
      dz[i] = dy[i] * Math.min(y[i] * Float.MAX_VALUE, 1f);
    }
  }

  @Override
  public double initialVariance(int in, int out) {
    return 2.0 / Math.max(1, in);
  }
}
