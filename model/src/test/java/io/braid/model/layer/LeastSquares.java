package io.braid.model.layer;

/**
 * Weighted least squares as it stands in a textbook: keeps the normal equations {@code R v = b} and
 * solves them anew whenever asked.
 */
final class LeastSquares {
  private final int n;
  private final double forgetting;
  private final double ridge;
  private final double[][] r;
  private final double[] b;
  private int turn;

  LeastSquares(int n, double forgetting, double ridge) {
    this.n = n;
    this.forgetting = forgetting;
    this.ridge = ridge;
    r = new double[n][n];
    b = new double[n];
    for (int i = 0; i < n; i++) {
      r[i][i] = ridge;
    }
  }

  void add(double[] z, double y, double weight) {
    for (int i = 0; i < n; i++) {
      b[i] = forgetting * b[i] + weight * y * z[i];
      for (int j = 0; j < n; j++) {
        r[i][j] = forgetting * r[i][j] + weight * z[i] * z[j];
      }
    }
    if (forgetting < 1) {
      // One coordinate gets its ridge back, about the estimate as it is.
      turn = (turn + 1) % n;
      double back = (1 - forgetting) * n * ridge;
      b[turn] += back * solution()[turn];
      r[turn][turn] += back;
    }
  }

  double[] solution() {
    return solve(b);
  }

  /** z' R^-1 z. */
  double quadratic(double[] z) {
    double[] solved = solve(z);
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += z[i] * solved[i];
    }
    return sum;
  }

  /** Gaussian elimination with partial pivoting. */
  private double[] solve(double[] right) {
    double[][] a = new double[n][];
    double[] x = right.clone();
    for (int i = 0; i < n; i++) {
      a[i] = r[i].clone();
    }
    for (int i = 0; i < n; i++) {
      int pivot = i;
      for (int k = i + 1; k < n; k++) {
        pivot = Math.abs(a[k][i]) > Math.abs(a[pivot][i]) ? k : pivot;
      }
      double[] row = a[i];
      a[i] = a[pivot];
      a[pivot] = row;
      double value = x[i];
      x[i] = x[pivot];
      x[pivot] = value;
      for (int k = i + 1; k < n; k++) {
        double factor = a[k][i] / a[i][i];
        x[k] -= factor * x[i];
        for (int j = i; j < n; j++) {
          a[k][j] -= factor * a[i][j];
        }
      }
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int j = i + 1; j < n; j++) {
        x[i] -= a[i][j] * x[j];
      }
      x[i] /= a[i][i];
    }
    return x;
  }
}
