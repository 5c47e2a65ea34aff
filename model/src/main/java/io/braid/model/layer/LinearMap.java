package io.braid.model.layer;

import io.braid.model.data.Features;
import io.braid.model.data.Segment;
import io.braid.model.kernel.Kernels;
import java.util.Arrays;

/**
 * The parameters of a head that moves them itself: {@code y = V'(h, 1)} of a representation h, or
 * of dense and sparse features. A dense segment, input-major with the biases last, and a table for
 * the sparse features. Starts at zero.
 */
final class LinearMap {
  private final int in;
  private final int out;
  private final boolean features;
  private final Kernels kernels;
  private final Segment segment;
  private final Segment table;
  private final Table sparse;
  private float[] y = new float[0];

  LinearMap(HeadContext context) {
    features = context.width() == 0;
    in = features ? context.denseWidth() : context.width();
    out = context.outputs();
    kernels = context.kernels();
    String name = "head." + context.task();
    segment = context.parameters().dense(name, Math.multiplyExact(Math.addExact(in, 1), out), out);
    if (features && context.sparseWidth() > 0) {
      sparse = new Table(name + ".table", context.sparseWidth(), out, context.parameters());
      table = sparse.segment();
    } else {
      sparse = null;
      table = null;
    }
  }

  void clear() {
    Arrays.fill(segment.values(), segment.from(), segment.to(), 0f);
    if (table != null) {
      Arrays.fill(table.values(), table.from(), table.to(), 0f);
    }
  }

  /**
   * @return {@code [rows][out]}, owned by this, valid until the next call
   */
  float[] forward(Features x, float[] h) {
    y = Buffers.atLeast(x.rows * out, y);
    float[] p = segment.values();
    int bias = segment.to() - out;
    kernels.affine(x.rows, in, out, features ? x.dense : h, 0, p, segment.from(), bias, y, 0);
    if (sparse != null) {
      sparse.forward(x, y);
    }
    return y;
  }

  /** Adds the gradient with respect to the representation, if that is what is read. */
  void inputGradient(int rows, float[] dOutputs, float[] dh) {
    if (dh != null) {
      kernels.inputGradient(rows, in, out, dOutputs, 0, segment.values(), segment.from(), dh, 0);
    }
  }

  /** Output {@code o} of row {@code r} with the parameters as they are now. */
  double output(Features x, float[] h, int r, int o) {
    float[] p = segment.values();
    float[] source = features ? x.dense : h;
    double sum = p[segment.to() - out + o];
    for (int i = 0; i < in; i++) {
      sum += (double) source[r * in + i] * p[segment.from() + i * out + o];
    }
    if (table != null) {
      for (int k = x.start[r]; k < x.start[r + 1]; k++) {
        sum += (double) x.value[k] * p[table.from() + x.index[k] * out + o];
      }
    }
    return sum;
  }

  /**
   * Squared norm of what row {@code r} reads, the constant 1 included; sparse entries of one index
   * are counted apart.
   */
  double squaredNorm(Features x, float[] h, int r) {
    double sum = 1.0 + Buffers.squaredNorm(in, features ? x.dense : h, r * in);
    if (table != null) {
      for (int k = x.start[r]; k < x.start[r + 1]; k++) {
        sum += (double) x.value[k] * x.value[k];
      }
    }
    return sum;
  }

  /** Copies what row {@code r} reads: dense, sparse added up by index, and the constant 1 last. */
  void gather(Features x, float[] h, int r, double[] into) {
    float[] source = features ? x.dense : h;
    for (int i = 0; i < in; i++) {
      into[i] = source[r * in + i];
    }
    if (table != null) {
      Arrays.fill(into, in, into.length - 1, 0.0);
      for (int k = x.start[r]; k < x.start[r + 1]; k++) {
        into[in + x.index[k]] += x.value[k];
      }
    }
    into[into.length - 1] = 1.0;
  }

  /** Adds {@code factor * direction} to output {@code o}; the direction is as gathered. */
  void move(double[] direction, double factor, int o) {
    float[] p = segment.values();
    int at = segment.from() + o;
    for (int i = 0; i < in; i++) {
      p[at + i * out] += (float) (factor * direction[i]);
    }
    p[segment.to() - out + o] += (float) (factor * direction[direction.length - 1]);
    segment.written(Double.NaN);
    if (table != null) {
      for (int i = in; i < direction.length - 1; i++) {
        if (direction[i] != 0) {
          p[table.touch(i - in) + o] += (float) (factor * direction[i]);
        }
      }
    }
  }

  /** Adds {@code factor} times what row {@code r} reads to output {@code o}. */
  void moveAlong(Features x, float[] h, int r, double factor, int o) {
    float[] p = segment.values();
    float[] source = features ? x.dense : h;
    float f = (float) factor;
    int at = segment.from() + o;
    for (int i = 0; i < in; i++) {
      p[at + i * out] += f * source[r * in + i];
    }
    p[segment.to() - out + o] += f;
    segment.written(Double.NaN);
    if (table != null) {
      for (int k = x.start[r]; k < x.start[r + 1]; k++) {
        p[table.touch(x.index[k]) + o] += f * x.value[k];
      }
    }
  }
}
