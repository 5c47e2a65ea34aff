package io.braid.model.kernel;

/** Long sums in plain loops, in an order that vectors of eight or sixteen can keep. */
final class Sums {
  private static final int BLOCK = 8;

  /** Values whose squares are added up in single precision. */
  static final int STRETCH = 1024;

  private Sums() {}

  /** {@code g[gAt + o] = sum over rows of dy[r, o]}. */
  static void columns(int rows, int out, float[] dy, int dyAt, float[] g, int gAt) {
    System.arraycopy(dy, dyAt, g, gAt, out);
    int o = 0;
    for (; rows > 1 && o + 4 <= out; o += 4) {
      float s0 = g[gAt + o];
      float s1 = g[gAt + o + 1];
      float s2 = g[gAt + o + 2];
      float s3 = g[gAt + o + 3];
      int a = dyAt + out + o;
      for (int r = 1; r < rows; r++) {
        s0 += dy[a];
        s1 += dy[a + 1];
        s2 += dy[a + 2];
        s3 += dy[a + 3];
        a += out;
      }
      g[gAt + o] = s0;
      g[gAt + o + 1] = s1;
      g[gAt + o + 2] = s2;
      g[gAt + o + 3] = s3;
    }
    for (; o < out; o++) {
      for (int r = 1; r < rows; r++) {
        g[gAt + o] += dy[dyAt + r * out + o];
      }
    }
  }

  /**
   * Dot products of {@link #STRETCH} values each, so that no sum in single precision gets large.
   */
  static double squares(int n, float[] x, int at) {
    double sum = 0;
    for (int from = 0; from < n; from += STRETCH) {
      sum += dot(Math.min(STRETCH, n - from), x, at + from, x, at + from);
    }
    return sum;
  }

  /** A dot product in sixteen sums. */
  static float dot(int n, float[] x, int xAt, float[] p, int pAt) {
    int whole = n - n % (2 * BLOCK);
    float sum = everyOther(whole, x, xAt, p, pAt);
    sum += everyOther(whole, x, xAt + BLOCK, p, pAt + BLOCK);
    for (int k = whole; k < n; k++) {
      sum += x[xAt + k] * p[pAt + k];
    }
    return sum;
  }

  /** Eight sums over every other block of eight. */
  private static float everyOther(int n, float[] x, int xAt, float[] p, int pAt) {
    float s0 = 0f;
    float s1 = 0f;
    float s2 = 0f;
    float s3 = 0f;
    float s4 = 0f;
    float s5 = 0f;
    float s6 = 0f;
    float s7 = 0f;
    int a = xAt;
    int b = pAt;
    for (int k = 0; k < n; k += 2 * BLOCK) {
      s0 += x[a] * p[b];
      s1 += x[a + 1] * p[b + 1];
      s2 += x[a + 2] * p[b + 2];
      s3 += x[a + 3] * p[b + 3];
      s4 += x[a + 4] * p[b + 4];
      s5 += x[a + 5] * p[b + 5];
      s6 += x[a + 6] * p[b + 6];
      s7 += x[a + 7] * p[b + 7];
      a += 2 * BLOCK;
      b += 2 * BLOCK;
    }
    return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
  }
}
