package io.braid.model.weighting;

/** Solves small symmetric positive definite systems in place. */
final class Cholesky {
  private Cholesky() {}

  /**
   * Overwrites the lower triangle of {@code a}, {@code [n][n]}, with L of LL' = a. A pivot that
   * rounding has made too small is raised to {@code least}.
   */
  static void factor(int n, double[] a, double least) {
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = a[i * n + j];
        for (int k = 0; k < j; k++) {
          sum -= a[i * n + k] * a[j * n + k];
        }
        a[i * n + j] = i == j ? Math.sqrt(Math.max(sum, least)) : sum / a[j * n + j];
      }
    }
  }

  /** Overwrites {@code b} with the solution of LL'x = b. */
  static void solve(int n, double[] l, double[] b) {
    for (int i = 0; i < n; i++) {
      double sum = b[i];
      for (int k = 0; k < i; k++) {
        sum -= l[i * n + k] * b[k];
      }
      b[i] = sum / l[i * n + i];
    }
    for (int i = n - 1; i >= 0; i--) {
      double x = b[i] / l[i * n + i];
      b[i] = x;
      for (int k = 0; k < i; k++) {
        b[k] -= l[i * n + k] * x;
      }
    }
  }
}
