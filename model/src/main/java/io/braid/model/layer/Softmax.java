package io.braid.model.layer;

/** Shares that sum to 1 from any numbers. */
final class Softmax {
  private Softmax() {}

  /** {@code p[pAt + e] = exp(z[zAt + e]) / sum}, for {@code e < n}. */
  static void forward(int n, float[] z, int zAt, float[] p, int pAt) {
    float max = z[zAt];
    for (int e = 1; e < n; e++) {
      max = Math.max(max, z[zAt + e]);
    }
    double sum = 0;
    for (int e = 0; e < n; e++) {
      double share = Math.exp(z[zAt + e] - max);
      p[pAt + e] = (float) share;
      sum += share;
    }
    float scale = (float) (1 / sum);
    for (int e = 0; e < n; e++) {
      p[pAt + e] *= scale;
    }
  }

  /** Adds {@code p_e (dp_e - sum_f p_f dp_f)} to {@code dz}. */
  static void backward(int n, float[] p, int pAt, float[] dp, int dpAt, float[] dz, int dzAt) {
    float mean = Buffers.dot(n, p, pAt, dp, dpAt);
    for (int e = 0; e < n; e++) {
      dz[dzAt + e] += p[pAt + e] * (dp[dpAt + e] - mean);
    }
  }
}
