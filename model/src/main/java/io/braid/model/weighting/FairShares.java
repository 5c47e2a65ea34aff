package io.braid.model.weighting;

/**
 * Solves G a = a^-p for a > 0 by minimising the strictly convex
 *
 * <pre>  f(a) = a'Ga / 2 - sum u(a_k),   u(a) = log a for p = 1, else a^(1-p) / (1-p),</pre>
 *
 * whose gradient is Ga - a^-p, with Newton's method: Hessian G + p diag(a^(-p-1)), a step that
 * stays positive, halved until f falls. It starts where orthogonal gradients have their solution,
 * and takes some five to ten steps of O(n^3 / 6). The diagonal of G is raised by {@value #RIDGE} of
 * itself, and to {@value #LEAST} at least, so that a task without a gradient has a finite share.
 */
final class FairShares {
  private static final double RIDGE = 1e-6;
  private static final double LEAST = 1e-6;
  private static final int STEPS = 50;

  private final double p;
  private final double[] hessian;
  private final double[] slope;
  private final double[] step;
  private final double[] tried;

  FairShares(int most, double p) {
    this.p = p;
    hessian = new double[most * most];
    slope = new double[most];
    step = new double[most];
    tried = new double[most];
  }

  /**
   * @param g {@code [n][n]}, of mean diagonal 1; its diagonal is raised
   * @param a receives the solution
   */
  void solve(int n, double[] g, double[] a) {
    for (int i = 0; i < n; i++) {
      g[i * n + i] = Math.max(LEAST, g[i * n + i] * (1 + RIDGE));
      a[i] = Math.pow(g[i * n + i], -1 / (1 + p));
    }
    double value = value(n, g, a);
    for (int s = 0; s < STEPS; s++) {
      double decrement = newton(n, g, a);
      if (!(decrement > 1e-13 * n)) {
        return;
      }
      double size = 1;
      for (int i = 0; i < n; i++) {
        if (step[i] < 0) {
          size = Math.min(size, -0.95 * a[i] / step[i]);
        }
      }
      double next;
      do {
        for (int i = 0; i < n; i++) {
          tried[i] = a[i] + size * step[i];
        }
        next = value(n, g, tried);
        size /= 2;
      } while (!(next <= value - 0.2 * size * decrement) && size > 1e-9);
      if (!(next <= value)) {
        return; // f no longer falls in double precision
      }
      System.arraycopy(tried, 0, a, 0, n);
      value = next;
    }
  }

  /** Puts Newton's step into {@link #step}; returns slope' H^-1 slope. */
  private double newton(int n, double[] g, double[] a) {
    for (int i = 0; i < n; i++) {
      double sum = 0;
      for (int j = 0; j < n; j++) {
        double entry = g[i * n + j];
        sum += entry * a[j];
        hessian[i * n + j] = entry;
      }
      double pull = power(a[i]);
      slope[i] = sum - pull;
      step[i] = -slope[i];
      hessian[i * n + i] += p * pull / a[i];
    }
    Cholesky.factor(n, hessian, RIDGE * RIDGE);
    Cholesky.solve(n, hessian, step);
    double decrement = 0;
    for (int i = 0; i < n; i++) {
      decrement -= slope[i] * step[i];
    }
    return decrement;
  }

  private double power(double a) {
    return p == 1 ? 1 / a : Math.pow(a, -p);
  }

  private double value(int n, double[] g, double[] a) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double row = 0;
      for (int j = 0; j < n; j++) {
        row += g[i * n + j] * a[j];
      }
      sum += a[i] * row / 2 - (p == 1 ? Math.log(a[i]) : Math.pow(a[i], 1 - p) / (1 - p));
    }
    return sum;
  }
}
