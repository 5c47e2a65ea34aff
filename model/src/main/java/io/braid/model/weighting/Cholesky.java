package io.braid.model.weighting;

/**
 * Solves small symmetric positive definite systems in place. Works row by row, so that the inner
 * loops run along memory.
 */
final class Cholesky {
  private Cholesky() {}

  /**
   * Overwrites the upper triangle of {@code a}, {@code [n][n]}, with U of U'U = a; the lower one is
   * neither read nor written. A pivot that rounding has made too small is raised to {@code least}.
   */
  static void factor(int n, double[] a, double least) {
    for (int k = 0; k < n; k++) {
      double root = Math.sqrt(Math.max(a[k * n + k], least));
      a[k * n + k] = root;
      for (int j = k + 1; j < n; j++) {
        a[k * n + j] /= root;
      }
      for (int i = k + 1; i < n; i++) {
        double factor = a[k * n + i];
        for (int j = i; j < n; j++) {
          a[i * n + j] -= factor * a[k * n + j];
        }
      }
    }
  }

  /** Overwrites {@code b} with the solution of U'Ux = b. */
  static void solve(int n, double[] u, double[] b) {
    for (int k = 0; k < n; k++) {
      double y = b[k] / u[k * n + k];
      b[k] = y;
      for (int j = k + 1; j < n; j++) {
        b[j] -= u[k * n + j] * y;
      }
    }
    for (int k = n - 1; k >= 0; k--) {
      double sum = b[k];
      for (int j = k + 1; j < n; j++) {
        sum -= u[k * n + j] * b[j];
      }
      b[k] = sum / u[k * n + k];
    }
  }
}
