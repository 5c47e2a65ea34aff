package io.braid.model.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Optimizers' steps with the Vector API: every parameter is read and written once, and its gradient
 * never. All arithmetic is element by element, so the machine's width does not show. Stateless.
 *
 * <p>A row of the matrix is {@code factor * d}. With a single output a row is one parameter, so
 * there the column {@code d[0] * x} takes its place; the products are the same.
 */
final class VectorSteps implements OuterSteps {
  private static final VectorSpecies<Float> WIDE = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = WIDE.length();

  @Override
  public void sgd(int in, int out, float[] x, float[] d, float[] p, int from, float factor) {
    if (out == 1) {
      sgdRow(in, x, d[0], p, from, factor);
    } else {
      for (int i = 0; i < in; i++) {
        sgdRow(out, d, x[i], p, from + i * out, factor);
      }
    }
    sgdRow(out, d, 1f, p, from + in * out, factor);
  }

  private static void sgdRow(int n, float[] d, float f, float[] p, int at, float factor) {
    int o = 0;
    for (; o + LANES <= n; o += LANES) {
      FloatVector g = FloatVector.fromArray(WIDE, d, o).mul(f);
      FloatVector.fromArray(WIDE, p, at + o).sub(g.mul(factor)).intoArray(p, at + o);
    }
    for (; o < n; o++) {
      p[at + o] -= factor * (f * d[o]);
    }
  }

  @Override
  public void adaGrad(
      int in,
      int out,
      float[] x,
      float[] d,
      float[] p,
      float[] n,
      int from,
      float scale,
      float rate,
      float epsilon) {
    if (out == 1) {
      adaGradRow(in, x, d[0], p, n, from, scale, rate, epsilon);
    } else {
      for (int i = 0; i < in; i++) {
        adaGradRow(out, d, x[i], p, n, from + i * out, scale, rate, epsilon);
      }
    }
    adaGradRow(out, d, 1f, p, n, from + in * out, scale, rate, epsilon);
  }

  private static void adaGradRow(
      int width,
      float[] d,
      float f,
      float[] p,
      float[] n,
      int at,
      float scale,
      float rate,
      float epsilon) {
    int o = 0;
    for (; o + LANES <= width; o += LANES) {
      FloatVector g = FloatVector.fromArray(WIDE, d, o).mul(f).mul(scale);
      FloatVector sum = FloatVector.fromArray(WIDE, n, at + o).add(g.mul(g));
      sum.intoArray(n, at + o);
      FloatVector by = sum.lanewise(VectorOperators.SQRT).add(epsilon);
      FloatVector.fromArray(WIDE, p, at + o).sub(g.mul(rate).div(by)).intoArray(p, at + o);
    }
    for (; o < width; o++) {
      float g = scale * (f * d[o]);
      float sum = n[at + o] + g * g;
      n[at + o] = sum;
      p[at + o] -= rate * g / ((float) Math.sqrt(sum) + epsilon);
    }
  }

  @Override
  public void rmsProp(
      int in,
      int out,
      float[] x,
      float[] d,
      float[] p,
      float[] v,
      int from,
      float decay,
      float a,
      float alpha,
      float epsilon) {
    if (out == 1) {
      rmsPropRow(in, x, d[0], p, v, from, decay, a, alpha, epsilon);
    } else {
      for (int i = 0; i < in; i++) {
        rmsPropRow(out, d, x[i], p, v, from + i * out, decay, a, alpha, epsilon);
      }
    }
    rmsPropRow(out, d, 1f, p, v, from + in * out, decay, a, alpha, epsilon);
  }

  private static void rmsPropRow(
      int n,
      float[] d,
      float f,
      float[] p,
      float[] v,
      int at,
      float decay,
      float a,
      float alpha,
      float epsilon) {
    int o = 0;
    for (; o + LANES <= n; o += LANES) {
      FloatVector g = FloatVector.fromArray(WIDE, d, o).mul(f);
      FloatVector square =
          FloatVector.fromArray(WIDE, v, at + o)
              .mul(decay)
              .add(g.mul(a).mul(g))
              .sub(1e-30f)
              .max(0f);
      square.intoArray(v, at + o);
      FloatVector by = square.lanewise(VectorOperators.SQRT).add(epsilon);
      FloatVector.fromArray(WIDE, p, at + o).sub(g.mul(alpha).div(by)).intoArray(p, at + o);
    }
    for (; o < n; o++) {
      float g = f * d[o];
      float square = Math.max(decay * v[at + o] + a * g * g - 1e-30f, 0f);
      v[at + o] = square;
      p[at + o] -= alpha * g / ((float) Math.sqrt(square) + epsilon);
    }
  }

  @Override
  public void adam(
      int in,
      int out,
      float[] x,
      float[] d,
      float[] p,
      float[] m,
      float[] v,
      int from,
      float b1,
      float b2,
      float a1,
      float a2,
      float alpha,
      float epsilon) {
    if (out == 1) {
      adamRow(in, x, d[0], p, m, v, from, b1, b2, a1, a2, alpha, epsilon);
    } else {
      for (int i = 0; i < in; i++) {
        adamRow(out, d, x[i], p, m, v, from + i * out, b1, b2, a1, a2, alpha, epsilon);
      }
    }
    adamRow(out, d, 1f, p, m, v, from + in * out, b1, b2, a1, a2, alpha, epsilon);
  }

  private static void adamRow(
      int n,
      float[] d,
      float f,
      float[] p,
      float[] m,
      float[] v,
      int at,
      float b1,
      float b2,
      float a1,
      float a2,
      float alpha,
      float epsilon) {
    int o = 0;
    for (; o + LANES <= n; o += LANES) {
      FloatVector g = FloatVector.fromArray(WIDE, d, o).mul(f);
      FloatVector moved = FloatVector.fromArray(WIDE, m, at + o).mul(b1).add(g.mul(a1));
      FloatVector first = moved.sub(moved.min(1e-30f).max(-1e-30f));
      FloatVector second =
          FloatVector.fromArray(WIDE, v, at + o).mul(b2).add(g.mul(a2).mul(g)).sub(1e-30f).max(0f);
      first.intoArray(m, at + o);
      second.intoArray(v, at + o);
      FloatVector by = second.lanewise(VectorOperators.SQRT).add(epsilon);
      FloatVector.fromArray(WIDE, p, at + o).sub(first.mul(alpha).div(by)).intoArray(p, at + o);
    }
    for (; o < n; o++) {
      float g = f * d[o];
      float moved = b1 * m[at + o] + a1 * g;
      float first = moved - Math.max(Math.min(moved, 1e-30f), -1e-30f);
      float second = Math.max(b2 * v[at + o] + a2 * g * g - 1e-30f, 0f);
      m[at + o] = first;
      v[at + o] = second;
      p[at + o] -= alpha * first / ((float) Math.sqrt(second) + epsilon);
    }
  }
}
