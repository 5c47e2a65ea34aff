package io.braid.model.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Steps on factors with the Vector API: every parameter is read and written once, and its gradient
 * never. All arithmetic is element by element, so the machine's width does not show. Stateless.
 */
final class VectorSteps extends LoopSteps {
  private static final VectorSpecies<Float> WIDE = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = WIDE.length();

  /**
   * What is left of a row behind the last whole vector is stepped one by one, at ten times the cost
   * of what a flat loop over a gradient takes for it.
   */
  @Override
  public boolean pays(int row) {
    return row >= LANES && 16 * (row % LANES) <= row;
  }

  @Override
  void sgdRow(int begin, int n, float[] d, float f, float[] p, int at, float factor) {
    int o = begin;
    for (; o + LANES <= n; o += LANES) {
      FloatVector g = FloatVector.fromArray(WIDE, d, o).mul(f);
      FloatVector.fromArray(WIDE, p, at + o).sub(g.mul(factor)).intoArray(p, at + o);
    }
    if (o < n) {
      super.sgdRow(o, n, d, f, p, at, factor);
    }
  }

  @Override
  void adaGradRow(
      int begin,
      int width,
      float[] d,
      float f,
      float[] p,
      float[] n,
      int at,
      float scale,
      float rate,
      float epsilon) {
    int o = begin;
    for (; o + LANES <= width; o += LANES) {
      FloatVector g = FloatVector.fromArray(WIDE, d, o).mul(f).mul(scale);
      FloatVector sum = FloatVector.fromArray(WIDE, n, at + o).add(g.mul(g));
      sum.intoArray(n, at + o);
      FloatVector by = sum.lanewise(VectorOperators.SQRT).add(epsilon);
      FloatVector.fromArray(WIDE, p, at + o).sub(g.mul(rate).div(by)).intoArray(p, at + o);
    }
    if (o < width) {
      super.adaGradRow(o, width, d, f, p, n, at, scale, rate, epsilon);
    }
  }

  @Override
  void rmsPropRow(
      int begin,
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
    int o = begin;
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
    if (o < n) {
      super.rmsPropRow(o, n, d, f, p, v, at, decay, a, alpha, epsilon);
    }
  }

  @Override
  void adamRow(
      int begin,
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
    int o = begin;
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
    if (o < n) {
      super.adamRow(o, n, d, f, p, m, v, at, b1, b2, a1, a2, alpha, epsilon);
    }
  }
}
