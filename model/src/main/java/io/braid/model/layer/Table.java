package io.braid.model.layer;

import io.braid.model.data.Features;
import io.braid.model.data.Parameters;
import io.braid.model.data.Rng;
import io.braid.model.data.Segment;

/**
 * The sparse part of an affine layer: one row of parameters per sparse index, of which an example
 * reads and touches those of its set entries only. Eight outputs at a time are kept in registers,
 * for the reason stated in {@link io.braid.model.kernel.LoopKernels}.
 */
final class Table {
  private static final int BLOCK = 8;

  private final int out;
  private final Segment segment;

  /** A delta that stays as it is until the step is over. */
  private final float[] kept;

  Table(String name, int rows, int out, Parameters parameters) {
    this.out = out;
    this.segment = parameters.table(name, rows, out);
    this.kept = new float[out];
  }

  Segment segment() {
    return segment;
  }

  void initialize(double variance, Rng rng) {
    Affine.fillUniform(segment.values(), segment.from(), segment.to(), variance, rng);
  }

  /** {@code z[r, :] += sum over the entries of row r of value * table[index, :]}. */
  void forward(Features x, float[] z) {
    float[] p = segment.values();
    for (int r = 0; r < x.rows; r++) {
      int begin = x.start[r];
      int end = x.start[r + 1];
      int o = 0;
      for (; o + BLOCK <= out; o += BLOCK) {
        gather8(begin, end, x.index, x.value, out, p, segment.from() + o, z, r * out + o);
      }
      for (; o < out; o++) {
        gather1(begin, end, x.index, x.value, out, p, segment.from() + o, z, r * out + o);
      }
    }
  }

  /** Adds {@code value * delta[r, :]} to the gradient of each entry's row. */
  void backward(Features x, float[] delta) {
    if (x.rows == 1 && segment.keepsOuter() && x.ascending()) {
      // Each entry has a row of its own: there is nothing to add up.
      int entries = x.start[1];
      double squaredNorm =
          Buffers.squaredNorm(out, delta, 0) * Buffers.squaredNorm(entries, x.value, 0);
      if (entries > 0) {
        System.arraycopy(delta, 0, kept, 0, out);
        segment.outerRows(x.index, x.value, 0, entries, kept, squaredNorm);
      }
      return;
    }
    float[] g = segment.gradient();
    for (int r = 0; r < x.rows; r++) {
      int begin = x.start[r];
      int end = x.start[r + 1];
      for (int k = begin; k < end; k++) {
        segment.touch(x.index[k]);
      }
      int o = 0;
      for (; o + BLOCK <= out; o += BLOCK) {
        scatter8(begin, end, x.index, x.value, out, delta, r * out + o, g, segment.from() + o);
      }
      for (; o < out; o++) {
        scatter1(begin, end, x.index, x.value, out, delta, r * out + o, g, segment.from() + o);
      }
    }
  }

  private static void gather8(
      int begin,
      int end,
      int[] index,
      float[] value,
      int width,
      float[] p,
      int pAt,
      float[] z,
      int zAt) {
    float s0 = z[zAt];
    float s1 = z[zAt + 1];
    float s2 = z[zAt + 2];
    float s3 = z[zAt + 3];
    float s4 = z[zAt + 4];
    float s5 = z[zAt + 5];
    float s6 = z[zAt + 6];
    float s7 = z[zAt + 7];
    for (int k = begin; k < end; k++) {
      float f = value[k];
      int a = pAt + index[k] * width;
      s0 += f * p[a];
      s1 += f * p[a + 1];
      s2 += f * p[a + 2];
      s3 += f * p[a + 3];
      s4 += f * p[a + 4];
      s5 += f * p[a + 5];
      s6 += f * p[a + 6];
      s7 += f * p[a + 7];
    }
    z[zAt] = s0;
    z[zAt + 1] = s1;
    z[zAt + 2] = s2;
    z[zAt + 3] = s3;
    z[zAt + 4] = s4;
    z[zAt + 5] = s5;
    z[zAt + 6] = s6;
    z[zAt + 7] = s7;
  }

  private static void gather1(
      int begin,
      int end,
      int[] index,
      float[] value,
      int width,
      float[] p,
      int pAt,
      float[] z,
      int zAt) {
    float sum = z[zAt];
    for (int k = begin; k < end; k++) {
      sum += value[k] * p[pAt + index[k] * width];
    }
    z[zAt] = sum;
  }

  private static void scatter8(
      int begin,
      int end,
      int[] index,
      float[] value,
      int width,
      float[] d,
      int dAt,
      float[] g,
      int gAt) {
    float d0 = d[dAt];
    float d1 = d[dAt + 1];
    float d2 = d[dAt + 2];
    float d3 = d[dAt + 3];
    float d4 = d[dAt + 4];
    float d5 = d[dAt + 5];
    float d6 = d[dAt + 6];
    float d7 = d[dAt + 7];
    for (int k = begin; k < end; k++) {
      float f = value[k];
      int a = gAt + index[k] * width;
      g[a] += f * d0;
      g[a + 1] += f * d1;
      g[a + 2] += f * d2;
      g[a + 3] += f * d3;
      g[a + 4] += f * d4;
      g[a + 5] += f * d5;
      g[a + 6] += f * d6;
      g[a + 7] += f * d7;
    }
  }

  private static void scatter1(
      int begin,
      int end,
      int[] index,
      float[] value,
      int width,
      float[] d,
      int dAt,
      float[] g,
      int gAt) {
    float d0 = d[dAt];
    for (int k = begin; k < end; k++) {
      g[gAt + index[k] * width] += value[k] * d0;
    }
  }
}
