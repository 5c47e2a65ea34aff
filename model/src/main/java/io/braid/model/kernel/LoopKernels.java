package io.braid.model.kernel;

/**
 * Plain loops over {@code float[]}: the fastest for one row and for narrow layers. Stateless.
 *
 * <p>C2 does not vectorise {@code y[a + o] += s * p[b + o]} when a and b are different loop
 * invariants, because it cannot tell that the store does not feed the next load. So these loops do
 * not ask it to: each keeps a block of eight outputs in registers and walks down the matrix, which
 * leaves one load per multiplication and runs at the two multiply-adds per cycle of the scalar
 * units. Measured at 64 x 32, one row, JDK 17 (JDK 25 within 10 %), nanoseconds:
 *
 * <pre>
 *                      row by row   four rows at once   eight outputs in registers
 * affine                      767                 716                          291
 * inputGradient               887                 571                          321
 * parameterGradient           575                   -                          273
 * </pre>
 *
 * Multiplication and addition are rounded separately (no fused multiply-add), so results are the
 * same bits on every machine and JVM.
 */
public final class LoopKernels implements Kernels {
  private static final int BLOCK = 8;

  @Override
  public void affine(
      int rows,
      int in,
      int out,
      float[] x,
      int xAt,
      float[] p,
      int weights,
      int bias,
      float[] y,
      int yAt) {
    for (int r = 0; r < rows; r++) {
      if (bias < 0) {
        for (int o = 0; o < out; o++) {
          y[yAt + r * out + o] = 0f;
        }
      } else {
        System.arraycopy(p, bias, y, yAt + r * out, out);
      }
      if (out == 1) {
        y[yAt + r] += dot(in, x, xAt + r * in, p, weights);
      } else {
        combine(in, out, x, xAt + r * in, 1, p, weights, y, yAt + r * out);
      }
    }
  }

  @Override
  public void inputGradient(
      int rows,
      int in,
      int out,
      float[] dy,
      int dyAt,
      float[] p,
      int weights,
      float[] dx,
      int dxAt) {
    for (int r = 0; r < rows; r++) {
      project(in, out, dy, dyAt + r * out, p, weights, dx, dxAt + r * in);
    }
  }

  @Override
  public void parameterGradient(
      int rows,
      int in,
      int out,
      float[] x,
      int xAt,
      float[] dy,
      int dyAt,
      float[] g,
      int weights,
      int bias) {
    if (rows == 1) {
      outer(in, out, x, xAt, dy, dyAt, g, weights);
    } else {
      for (int k = 0; k < in * out; k++) {
        g[weights + k] = 0f;
      }
      if (out == 1) {
        combine(rows, in, dy, dyAt, 1, x, xAt, g, weights);
      } else {
        for (int i = 0; i < in; i++) {
          combine(rows, out, x, xAt + i, in, dy, dyAt, g, weights + i * out);
        }
      }
    }
    if (bias >= 0) {
      Sums.columns(rows, out, dy, dyAt, g, bias);
    }
  }

  /** {@code y[o] += sum over k of c[cAt + k * cStep] * m[mAt + k * width + o]}. */
  private static void combine(
      int n, int width, float[] c, int cAt, int cStep, float[] m, int mAt, float[] y, int yAt) {
    combine(0, n, width, c, cAt, cStep, m, mAt, y, yAt);
  }

  /** The same for {@code o >= from}, a multiple of the block. */
  static void combine(
      int from,
      int n,
      int width,
      float[] c,
      int cAt,
      int cStep,
      float[] m,
      int mAt,
      float[] y,
      int yAt) {
    int o = from;
    for (; o + BLOCK <= width; o += BLOCK) {
      combine8(n, width, c, cAt, cStep, m, mAt + o, y, yAt + o);
    }
    if (o + 4 <= width) {
      combine4(n, width, c, cAt, cStep, m, mAt + o, y, yAt + o);
      o += 4;
    }
    for (; o < width; o++) {
      combine1(n, width, c, cAt, cStep, m, mAt + o, y, yAt + o);
    }
  }

  private static void combine8(
      int n, int width, float[] c, int cAt, int cStep, float[] m, int mAt, float[] y, int yAt) {
    float s0 = y[yAt];
    float s1 = y[yAt + 1];
    float s2 = y[yAt + 2];
    float s3 = y[yAt + 3];
    float s4 = y[yAt + 4];
    float s5 = y[yAt + 5];
    float s6 = y[yAt + 6];
    float s7 = y[yAt + 7];
    int a = mAt;
    int b = cAt;
    for (int k = 0; k < n; k++) {
      float f = c[b];
      s0 += f * m[a];
      s1 += f * m[a + 1];
      s2 += f * m[a + 2];
      s3 += f * m[a + 3];
      s4 += f * m[a + 4];
      s5 += f * m[a + 5];
      s6 += f * m[a + 6];
      s7 += f * m[a + 7];
      a += width;
      b += cStep;
    }
    y[yAt] = s0;
    y[yAt + 1] = s1;
    y[yAt + 2] = s2;
    y[yAt + 3] = s3;
    y[yAt + 4] = s4;
    y[yAt + 5] = s5;
    y[yAt + 6] = s6;
    y[yAt + 7] = s7;
  }

  private static void combine4(
      int n, int width, float[] c, int cAt, int cStep, float[] m, int mAt, float[] y, int yAt) {
    float s0 = y[yAt];
    float s1 = y[yAt + 1];
    float s2 = y[yAt + 2];
    float s3 = y[yAt + 3];
    int a = mAt;
    int b = cAt;
    for (int k = 0; k < n; k++) {
      float f = c[b];
      s0 += f * m[a];
      s1 += f * m[a + 1];
      s2 += f * m[a + 2];
      s3 += f * m[a + 3];
      a += width;
      b += cStep;
    }
    y[yAt] = s0;
    y[yAt + 1] = s1;
    y[yAt + 2] = s2;
    y[yAt + 3] = s3;
  }

  private static void combine1(
      int n, int width, float[] c, int cAt, int cStep, float[] m, int mAt, float[] y, int yAt) {
    float s0 = y[yAt];
    float s1 = 0f;
    float s2 = 0f;
    float s3 = 0f;
    int a = mAt;
    int b = cAt;
    int k = 0;
    for (; k + 4 <= n; k += 4) {
      s0 += c[b] * m[a];
      s1 += c[b + cStep] * m[a + width];
      s2 += c[b + 2 * cStep] * m[a + 2 * width];
      s3 += c[b + 3 * cStep] * m[a + 3 * width];
      a += 4 * width;
      b += 4 * cStep;
    }
    for (; k < n; k++) {
      s0 += c[b] * m[a];
      a += width;
      b += cStep;
    }
    y[yAt] = (s0 + s1) + (s2 + s3);
  }

  static float dot(int n, float[] x, int xAt, float[] p, int pAt) {
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
    int k = 0;
    for (; k + BLOCK <= n; k += BLOCK) {
      s0 += x[a] * p[b];
      s1 += x[a + 1] * p[b + 1];
      s2 += x[a + 2] * p[b + 2];
      s3 += x[a + 3] * p[b + 3];
      s4 += x[a + 4] * p[b + 4];
      s5 += x[a + 5] * p[b + 5];
      s6 += x[a + 6] * p[b + 6];
      s7 += x[a + 7] * p[b + 7];
      a += BLOCK;
      b += BLOCK;
    }
    for (; k < n; k++) {
      s0 += x[a++] * p[b++];
    }
    return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
  }

  /** {@code dx[i] += sum over o of d[dAt + o] * p[pAt + i * width + o]}. */
  private static void project(
      int n, int width, float[] d, int dAt, float[] p, int pAt, float[] dx, int dxAt) {
    project(0, n, width, d, dAt, p, pAt, dx, dxAt);
  }

  /** The same for {@code o >= from}, a multiple of the block. */
  static void project(
      int from, int n, int width, float[] d, int dAt, float[] p, int pAt, float[] dx, int dxAt) {
    int o = from;
    for (; o + BLOCK <= width; o += BLOCK) {
      project8(n, width, d, dAt + o, p, pAt + o, dx, dxAt);
    }
    if (o + 4 <= width) {
      project4(n, width, d, dAt + o, p, pAt + o, dx, dxAt);
      o += 4;
    }
    for (; o < width; o++) {
      float d0 = d[dAt + o];
      int a = pAt + o;
      for (int i = 0; i < n; i++) {
        dx[dxAt + i] += d0 * p[a];
        a += width;
      }
    }
  }

  private static void project8(
      int n, int width, float[] d, int dAt, float[] p, int pAt, float[] dx, int dxAt) {
    float d0 = d[dAt];
    float d1 = d[dAt + 1];
    float d2 = d[dAt + 2];
    float d3 = d[dAt + 3];
    float d4 = d[dAt + 4];
    float d5 = d[dAt + 5];
    float d6 = d[dAt + 6];
    float d7 = d[dAt + 7];
    int a = pAt;
    for (int i = 0; i < n; i++) {
      dx[dxAt + i] +=
          ((d0 * p[a] + d1 * p[a + 1]) + (d2 * p[a + 2] + d3 * p[a + 3]))
              + ((d4 * p[a + 4] + d5 * p[a + 5]) + (d6 * p[a + 6] + d7 * p[a + 7]));
      a += width;
    }
  }

  private static void project4(
      int n, int width, float[] d, int dAt, float[] p, int pAt, float[] dx, int dxAt) {
    float d0 = d[dAt];
    float d1 = d[dAt + 1];
    float d2 = d[dAt + 2];
    float d3 = d[dAt + 3];
    int a = pAt;
    for (int i = 0; i < n; i++) {
      dx[dxAt + i] += (d0 * p[a] + d1 * p[a + 1]) + (d2 * p[a + 2] + d3 * p[a + 3]);
      a += width;
    }
  }

  /** {@code g[gAt + i * width + o] = x[xAt + i] * d[dAt + o]}. */
  static void outer(int n, int width, float[] x, int xAt, float[] d, int dAt, float[] g, int gAt) {
    int o = 0;
    for (; o + BLOCK <= width; o += BLOCK) {
      outer8(n, width, x, xAt, d, dAt + o, g, gAt + o);
    }
    for (; o < width; o++) {
      float d0 = d[dAt + o];
      int a = gAt + o;
      for (int i = 0; i < n; i++) {
        g[a] = d0 * x[xAt + i];
        a += width;
      }
    }
  }

  private static void outer8(
      int n, int width, float[] x, int xAt, float[] d, int dAt, float[] g, int gAt) {
    float d0 = d[dAt];
    float d1 = d[dAt + 1];
    float d2 = d[dAt + 2];
    float d3 = d[dAt + 3];
    float d4 = d[dAt + 4];
    float d5 = d[dAt + 5];
    float d6 = d[dAt + 6];
    float d7 = d[dAt + 7];
    int a = gAt;
    for (int i = 0; i < n; i++) {
      float f = x[xAt + i];
      g[a] = f * d0;
      g[a + 1] = f * d1;
      g[a + 2] = f * d2;
      g[a + 3] = f * d3;
      g[a + 4] = f * d4;
      g[a + 5] = f * d5;
      g[a + 6] = f * d6;
      g[a + 7] = f * d7;
      a += width;
    }
  }
}
