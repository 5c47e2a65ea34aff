package io.braid.model.weighting;

import java.util.Arrays;

/**
 * Applies a function of a symmetric matrix to a vector: V f(L) V'b for G = VLV'. The matrix is
 * brought to tridiagonal form by reflections and from there to diagonal form by the implicit QR
 * steps of Golub and Van Loan ("Matrix computations", algorithms 8.3.1 to 8.3.3). V itself is never
 * formed: reflections and rotations are kept, applied to b on the way there, and in reverse on the
 * way back. So the only cubic cost is that of the tridiagonal form, 4 n^3 / 3.
 */
final class SymmetricRoot {
  private static final double PRECISION = 1e-15;
  private static final double TINY = 1e-30;
  private static final int STEPS_EACH = 40;

  private final double[] diagonal;
  private final double[] beside;
  private final double[] factor;
  private final double[] work;
  private int[] place = new int[0];
  private double[] cosine = new double[0];
  private double[] sine = new double[0];
  private int rotations;

  SymmetricRoot(int most) {
    diagonal = new double[most];
    beside = new double[most];
    factor = new double[most];
    work = new double[most];
  }

  /**
   * Diagonalises, and turns {@code b} into V'b.
   *
   * @param g {@code [n][n]}, symmetric, of order 1; overwritten with what {@link #back} needs
   * @return the eigenvalues, in no particular order
   */
  double[] forth(int n, double[] g, double[] b) {
    for (int k = 0; k + 2 < n; k++) {
      reflect(n, g, k);
      apply(n, g, k, b);
    }
    for (int k = 0; k < n; k++) {
      diagonal[k] = g[k * n + k];
    }
    if (n > 1) {
      beside[n - 2] = g[(n - 1) * n + n - 2];
    }
    rotate(n, b);
    return diagonal;
  }

  /** Turns {@code y} into Vy. */
  void back(int n, double[] g, double[] y) {
    for (int r = rotations - 1; r >= 0; r--) {
      int k = place[r];
      double upper = y[k];
      y[k] = cosine[r] * upper - sine[r] * y[k + 1];
      y[k + 1] = sine[r] * upper + cosine[r] * y[k + 1];
    }
    for (int k = n - 3; k >= 0; k--) {
      apply(n, g, k, y);
    }
  }

  /** Zeroes column k below the subdiagonal; the reflection's vector takes the zeros' place. */
  private void reflect(int n, double[] g, int k) {
    double square = 0;
    for (int i = k + 1; i < n; i++) {
      square += g[i * n + k] * g[i * n + k];
    }
    double first = g[(k + 1) * n + k];
    double norm = first > 0 ? -Math.sqrt(square) : Math.sqrt(square);
    double half = square - first * norm; // v'v / 2
    beside[k] = norm;
    factor[k] = half > TINY * TINY ? 1 / half : 0;
    if (factor[k] == 0) {
      beside[k] = first;
      return;
    }
    g[(k + 1) * n + k] = first - norm;
    double inner = 0;
    for (int i = k + 1; i < n; i++) {
      double sum = 0;
      for (int j = k + 1; j < n; j++) {
        sum += g[i * n + j] * g[j * n + k];
      }
      work[i] = sum * factor[k];
      inner += work[i] * g[i * n + k];
    }
    double along = inner * factor[k] / 2;
    for (int i = k + 1; i < n; i++) {
      work[i] -= along * g[i * n + k];
    }
    for (int i = k + 1; i < n; i++) {
      double v = g[i * n + k];
      for (int j = k + 1; j < n; j++) {
        g[i * n + j] -= v * work[j] + work[i] * g[j * n + k];
      }
    }
  }

  private void apply(int n, double[] g, int k, double[] b) {
    double inner = 0;
    for (int i = k + 1; i < n; i++) {
      inner += g[i * n + k] * b[i];
    }
    inner *= factor[k];
    for (int i = k + 1; i < n; i++) {
      b[i] -= inner * g[i * n + k];
    }
  }

  private void rotate(int n, double[] b) {
    rotations = 0;
    int end = n - 1;
    for (int steps = STEPS_EACH * n; end > 0 && steps > 0; steps--) {
      if (settled(end - 1)) {
        end--;
        continue;
      }
      int begin = end - 1;
      while (begin > 0 && !settled(begin - 1)) {
        begin--;
      }
      chase(begin, end, b);
    }
  }

  private boolean settled(int k) {
    double size = Math.abs(diagonal[k]) + Math.abs(diagonal[k + 1]);
    return Math.abs(beside[k]) <= PRECISION * size + TINY;
  }

  /** One implicit QR step, with Wilkinson's shift, on the part from begin to end. */
  private void chase(int begin, int end, double[] b) {
    double half = (diagonal[end - 1] - diagonal[end]) / 2;
    double off = beside[end - 1];
    double root = Math.sqrt(half * half + off * off);
    double shift = diagonal[end] - off * off / (half + (half >= 0 ? root : -root));
    double x = diagonal[begin] - shift;
    double z = beside[begin];
    for (int k = begin; k < end; k++) {
      double r = Math.sqrt(x * x + z * z);
      double c = r > 0 ? x / r : 1;
      double s = r > 0 ? z / r : 0;
      if (k > begin) {
        beside[k - 1] = r;
      }
      double p = diagonal[k];
      double q = beside[k];
      double t = diagonal[k + 1];
      diagonal[k] = c * c * p + 2 * c * s * q + s * s * t;
      diagonal[k + 1] = s * s * p - 2 * c * s * q + c * c * t;
      beside[k] = (c * c - s * s) * q + c * s * (t - p);
      if (k + 1 < end) {
        x = beside[k];
        z = s * beside[k + 1];
        beside[k + 1] *= c;
      }
      double upper = b[k];
      b[k] = c * upper + s * b[k + 1];
      b[k + 1] = c * b[k + 1] - s * upper;
      remember(k, c, s);
    }
  }

  private void remember(int k, double c, double s) {
    if (rotations == place.length) {
      int more = Math.max(64, 2 * rotations);
      place = Arrays.copyOf(place, more);
      cosine = Arrays.copyOf(cosine, more);
      sine = Arrays.copyOf(sine, more);
    }
    place[rotations] = k;
    cosine[rotations] = c;
    sine[rotations++] = s;
  }
}
