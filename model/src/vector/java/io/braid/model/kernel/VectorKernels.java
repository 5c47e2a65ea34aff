package io.braid.model.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link LoopKernels} with the Vector API, to the same bits: every sum is taken in the same order
 * and rounded after every operation. Sums over inputs keep one output per lane, so the machine's
 * width does not show; sums over outputs are taken eight by eight on every machine, as there;
 * products with a single output stay with the loops. Stateless.
 *
 * <p>All vectors are of one species, here and in {@link VectorSteps}: where there are two, the
 * compiler of Java 17 no longer knows which of them passes through the library's methods, and boxes
 * (measured: 25 KiB per step instead of nothing).
 */
final class VectorKernels implements Kernels {
  private static final VectorSpecies<Float> WIDE = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = WIDE.length();
  private static final int BLOCK = 8;

  // Neighbours, neighbours of pairs, and of fours change places.
  private static final VectorShuffle<Float> BY_ONE = VectorShuffle.fromOp(WIDE, i -> i ^ 1);
  private static final VectorShuffle<Float> BY_TWO = VectorShuffle.fromOp(WIDE, i -> i ^ 2);
  private static final VectorShuffle<Float> BY_FOUR = VectorShuffle.fromOp(WIDE, i -> i ^ 4);

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
        y[yAt + r] += LoopKernels.dot(in, x, xAt + r * in, p, weights);
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
    int o = 0;
    for (; o + 4 * LANES <= width; o += 4 * LANES) {
      combineFour(n, width, c, cAt, cStep, m, mAt + o, y, yAt + o);
    }
    for (; o + LANES <= width; o += LANES) {
      combineOne(n, width, c, cAt, cStep, m, mAt + o, y, yAt + o);
    }
    if (o < width) {
      LoopKernels.combine(o, n, width, c, cAt, cStep, m, mAt, y, yAt);
    }
  }

  private static void combineFour(
      int n, int width, float[] c, int cAt, int cStep, float[] m, int mAt, float[] y, int yAt) {
    FloatVector s0 = FloatVector.fromArray(WIDE, y, yAt);
    FloatVector s1 = FloatVector.fromArray(WIDE, y, yAt + LANES);
    FloatVector s2 = FloatVector.fromArray(WIDE, y, yAt + 2 * LANES);
    FloatVector s3 = FloatVector.fromArray(WIDE, y, yAt + 3 * LANES);
    int a = mAt;
    int b = cAt;
    for (int k = 0; k < n; k++) {
      FloatVector f = FloatVector.broadcast(WIDE, c[b]);
      s0 = s0.add(f.mul(FloatVector.fromArray(WIDE, m, a)));
      s1 = s1.add(f.mul(FloatVector.fromArray(WIDE, m, a + LANES)));
      s2 = s2.add(f.mul(FloatVector.fromArray(WIDE, m, a + 2 * LANES)));
      s3 = s3.add(f.mul(FloatVector.fromArray(WIDE, m, a + 3 * LANES)));
      a += width;
      b += cStep;
    }
    s0.intoArray(y, yAt);
    s1.intoArray(y, yAt + LANES);
    s2.intoArray(y, yAt + 2 * LANES);
    s3.intoArray(y, yAt + 3 * LANES);
  }

  private static void combineOne(
      int n, int width, float[] c, int cAt, int cStep, float[] m, int mAt, float[] y, int yAt) {
    FloatVector sum = FloatVector.fromArray(WIDE, y, yAt);
    int a = mAt;
    int b = cAt;
    for (int k = 0; k < n; k++) {
      sum = sum.add(FloatVector.fromArray(WIDE, m, a).mul(c[b]));
      a += width;
      b += cStep;
    }
    sum.intoArray(y, yAt);
  }

  @Override
  public double squaredNorm(int n, float[] x, int at) {
    double sum = 0;
    for (int from = 0; from < n; from += Sums.STRETCH) {
      sum += dot(Math.min(Sums.STRETCH, n - from), x, at + from, x, at + from);
    }
    return sum;
  }

  /** {@link Sums#dot}: a sum per lane, in two vectors where one has only eight. */
  private static float dot(int n, float[] x, int xAt, float[] p, int pAt) {
    int whole = n - n % (2 * BLOCK);
    FloatVector s0 = FloatVector.zero(WIDE);
    FloatVector s1 = s0;
    for (int k = 0; k < whole; k += 2 * BLOCK) {
      s0 =
          s0.add(
              FloatVector.fromArray(WIDE, x, xAt + k).mul(FloatVector.fromArray(WIDE, p, pAt + k)));
      if (LANES == BLOCK) {
        s1 =
            s1.add(
                FloatVector.fromArray(WIDE, x, xAt + k + BLOCK)
                    .mul(FloatVector.fromArray(WIDE, p, pAt + k + BLOCK)));
      }
    }
    FloatVector totals = totals(s0);
    float sum = totals.lane(0);
    sum += LANES == BLOCK ? totals(s1).lane(0) : totals.lane(BLOCK);
    for (int k = whole; k < n; k++) {
      sum += x[xAt + k] * p[pAt + k];
    }
    return sum;
  }

  /** In the first lane of each eight: {@code ((0 + 1) + (2 + 3)) + ((4 + 5) + (6 + 7))}. */
  private static FloatVector totals(FloatVector v) {
    FloatVector pairs = v.add(v.rearrange(BY_ONE));
    FloatVector fours = pairs.add(pairs.rearrange(BY_TWO));
    return fours.add(fours.rearrange(BY_FOUR));
  }

  /** {@code dx[i] += sum over o of d[dAt + o] * p[pAt + i * width + o]}, eight by eight. */
  private static void project(
      int n, int width, float[] d, int dAt, float[] p, int pAt, float[] dx, int dxAt) {
    int o = 0;
    if (width == 1) {
      addScaled(n, p, pAt, d[dAt], dx, dxAt);
      return;
    }
    for (; o + LANES <= width; o += LANES) {
      FloatVector deltas = FloatVector.fromArray(WIDE, d, dAt + o);
      int a = pAt + o;
      for (int i = 0; i < n; i++) {
        FloatVector totals = totals(deltas.mul(FloatVector.fromArray(WIDE, p, a)));
        float sum = dx[dxAt + i] + totals.lane(0);
        if (LANES > BLOCK) {
          sum += totals.lane(BLOCK);
        }
        dx[dxAt + i] = sum;
        a += width;
      }
    }
    if (o < width) {
      LoopKernels.project(o, n, width, d, dAt, p, pAt, dx, dxAt);
    }
  }

  /** {@code g[gAt + i * width + o] = x[xAt + i] * d[dAt + o]}. */
  private static void outer(
      int n, int width, float[] x, int xAt, float[] d, int dAt, float[] g, int gAt) {
    if (width == 1) {
      scaled(n, x, xAt, d[dAt], g, gAt);
      return;
    }
    for (int i = 0; i < n; i++) {
      scaled(width, d, dAt, x[xAt + i], g, gAt + i * width);
    }
  }

  /** {@code g[gAt + k] = f * x[xAt + k]}. */
  private static void scaled(int n, float[] x, int xAt, float f, float[] g, int gAt) {
    int k = 0;
    for (; k + LANES <= n; k += LANES) {
      FloatVector.fromArray(WIDE, x, xAt + k).mul(f).intoArray(g, gAt + k);
    }
    for (; k < n; k++) {
      g[gAt + k] = f * x[xAt + k];
    }
  }

  /** {@code y[yAt + k] += f * x[xAt + k]}. */
  private static void addScaled(int n, float[] x, int xAt, float f, float[] y, int yAt) {
    int k = 0;
    for (; k + LANES <= n; k += LANES) {
      FloatVector.fromArray(WIDE, y, yAt + k)
          .add(FloatVector.fromArray(WIDE, x, xAt + k).mul(f))
          .intoArray(y, yAt + k);
    }
    for (; k < n; k++) {
      y[yAt + k] += f * x[xAt + k];
    }
  }
}
