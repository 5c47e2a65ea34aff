package io.braid.model.weighting;

import java.util.Arrays;

/**
 * Minimises b'x + s sqrt(x'Gx) over the simplex x >= 0, sum x = 1, for a positive semidefinite G
 * with entries of order 1. Each move shifts weight between two coordinates by the exact minimum
 * along that line: to the one of the least slope, from the one that promises most by slope and
 * curvature (the working sets of Fan, Chen and Lin, JMLR 6, 2005, for support vector machines). The
 * function is convex, so the slopes' gap bounds how far the value is from the least: it stops when
 * that is below {@value #TOLERANCE} of the slopes' size, or after {@value #MOVES} moves per
 * coordinate. A move costs O(n).
 */
final class SimplexDescent {
  private static final double TOLERANCE = 1e-8;
  private static final int MOVES = 40;
  private static final double LEAST_SQUARE = 1e-24;
  private static final double LEAST_CURVE = 1e-12;

  private final double[] along;
  private final double[] slopes;
  private double gap;

  SimplexDescent(int most) {
    along = new double[most];
    slopes = new double[most];
  }

  /**
   * @param g {@code [n][n]}
   * @param s positive
   * @param x receives the minimum
   */
  void minimise(int n, double[] g, double[] b, double s, double[] x) {
    start(n, g, x);
    for (int moves = MOVES * n; moves > 0; moves--) {
      double square = 0;
      for (int k = 0; k < n; k++) {
        square += x[k] * along[k];
      }
      square = Math.max(0, square);
      double factor = s / Math.sqrt(Math.max(square, LEAST_SQUARE));
      int up = 0;
      double size = 0;
      for (int k = 0; k < n; k++) {
        slopes[k] = factor * along[k] + b[k];
        size = Math.max(size, Math.abs(slopes[k]));
        up = slopes[k] < slopes[up] ? k : up;
      }
      int down = partner(n, g, x, up);
      if (down < 0 || gap <= TOLERANCE * size) {
        return;
      }
      double curve = g[up * n + up] + g[down * n + down] - 2 * g[up * n + down];
      double move = move((b[up] - b[down]) / s, curve, along[up] - along[down], square);
      // Negated comparisons: a curve of 0 gives infinity or NaN, and the whole weight moves.
      if (!(move < x[down])) {
        move = x[down];
      }
      if (!(move > 0)) {
        return;
      }
      x[up] += move;
      x[down] -= move;
      for (int k = 0; k < n; k++) {
        along[k] += move * (g[up * n + k] - g[down * n + k]);
      }
    }
  }

  /**
   * Minimum over t of a t + sqrt(A t^2 + 2 B t + C). With u = A t + B and D = AC - B^2 the root is
   * sqrt((u^2 + D) / A), and the slope is 0 where u = -a sqrt((u^2 + D) / A).
   */
  private static double move(double a, double curve, double slope, double square) {
    double ratio = a * a / curve;
    if (!(ratio < 1)) {
      return Double.POSITIVE_INFINITY; // the linear part outweighs the root's all along
    }
    double rest = Math.max(0, curve * square - slope * slope);
    double u = -Math.signum(a) * Math.sqrt(ratio * rest / (1 - ratio));
    return (u - slope) / curve;
  }

  /** The coordinate to take weight from: most gain by the curvature at hand; sets {@link #gap}. */
  private int partner(int n, double[] g, double[] x, int up) {
    int best = -1;
    double most = 0;
    gap = 0;
    for (int k = 0; k < n; k++) {
      double by = slopes[k] - slopes[up];
      if (x[k] > 0 && by > 0) {
        gap = Math.max(gap, by);
        double curve = g[up * n + up] + g[k * n + k] - 2 * g[up * n + k];
        double gain = by * by / Math.max(curve, LEAST_CURVE);
        if (gain > most) {
          most = gain;
          best = k;
        }
      }
    }
    return best;
  }

  /** Puts the centre into x and Gx into {@link #along}. */
  private void start(int n, double[] g, double[] x) {
    Arrays.fill(x, 0, n, 1.0 / n);
    for (int i = 0; i < n; i++) {
      double sum = 0;
      for (int j = 0; j < n; j++) {
        sum += g[i * n + j];
      }
      along[i] = sum / n;
    }
  }
}
