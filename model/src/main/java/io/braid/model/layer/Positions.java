package io.braid.model.layer;

import io.braid.model.data.Features;
import io.braid.model.data.Parameters;
import io.braid.model.data.Rng;
import io.braid.model.data.Segment;
import io.braid.model.data.Sequence;
import io.braid.model.kernel.Kernels;
import io.braid.model.spec.SpecException;
import java.util.List;

/**
 * Features to one vector per position: the embedding of the token that stands there (of several
 * sequences their sum), plus what the features without a position give, the same everywhere:
 *
 * <pre>  z_t = E[token_t] + dense W + sum over other entries of value * E[index] + b</pre>
 *
 * <p>A token has one row of the table E, wherever it stands. Features without any sequence are one
 * position. Not thread-safe.
 */
final class Positions {
  private final int length;
  private final int width;
  private final int denseWidth;
  private final List<Sequence> sequences;
  private final int rest;
  private final Kernels kernels;
  private final Segment affine;
  private final Segment table;
  private float[] z = new float[0];
  private float[] common = new float[0];
  private float[] delta = new float[0];

  Positions(String name, TrunkContext context, int width) {
    this.width = width;
    this.denseWidth = context.denseWidth();
    this.sequences = List.copyOf(context.sequences());
    this.kernels = context.kernels();
    this.length = sequences.isEmpty() ? 1 : sequences.get(0).length();
    int rows = context.sparseWidth();
    int tokens = 0;
    for (Sequence s : sequences) {
      if (s.length() != length) {
        throw new SpecException(
            "features",
            "sequences of length %d and %d are not allowed together, they must have one length"
                .formatted(length, s.length()));
      }
      rows -= s.to() - s.from();
      tokens += s.tokens();
    }
    this.rest = tokens;
    Parameters parameters = context.parameters();
    this.affine = parameters.dense(name, Math.multiplyExact(denseWidth + 1, width), width);
    this.table =
        tokens + rows == 0 ? null : parameters.table(name + ".table", tokens + rows, width);
  }

  /** Positions per row. */
  int length() {
    return length;
  }

  void initialize(Rng rng) {
    double dense = 1.0 / Math.max(1, denseWidth);
    Affine.fillUniform(affine.values(), affine.from(), affine.to() - width, dense, rng);
    if (table != null) {
      Affine.fillUniform(table.values(), table.from(), table.to(), 1.0, rng);
    }
  }

  /**
   * @return {@code [rows][length][width]}, owned by the layer, valid until the next call
   */
  float[] forward(Features x) {
    int all = length * width;
    z = Buffers.atLeast(x.rows * all, z);
    common = Buffers.atLeast(x.rows * width, common);
    float[] p = affine.values();
    int bias = affine.to() - width;
    kernels.affine(x.rows, denseWidth, width, x.dense, 0, p, affine.from(), bias, common, 0);
    for (int r = 0; r < x.rows; r++) {
      for (int k = x.start[r]; k < x.start[r + 1]; k++) {
        if (sequence(x.index[k]) == null) {
          Buffers.add(width, x.value[k], p, at(x.index[k]), common, r * width);
        }
      }
      for (int t = 0; t < length; t++) {
        System.arraycopy(common, r * width, z, r * all + t * width, width);
      }
      for (int k = x.start[r]; k < x.start[r + 1]; k++) {
        Sequence s = sequence(x.index[k]);
        if (s != null) {
          int t = (x.index[k] - s.from()) / s.tokens();
          Buffers.add(width, x.value[k], p, at(x.index[k]), z, r * all + t * width);
        }
      }
    }
    return z;
  }

  /**
   * Writes the parameters' gradients.
   *
   * @param dz gradient with respect to what came out; left as it is
   */
  void backward(Features x, float[] dz) {
    int all = length * width;
    delta = Buffers.zeroed(x.rows * width, delta);
    for (int r = 0; r < x.rows; r++) {
      for (int t = 0; t < length; t++) {
        Buffers.add(width, 1f, dz, r * all + t * width, delta, r * width);
      }
    }
    kernels.parameterGradient(
        x.rows,
        denseWidth,
        width,
        x.dense,
        0,
        delta,
        0,
        affine.gradient(),
        affine.from(),
        affine.to() - width);
    affine.written(Double.NaN);
    if (table == null) {
      return;
    }
    float[] g = table.gradient();
    for (int r = 0; r < x.rows; r++) {
      for (int k = x.start[r]; k < x.start[r + 1]; k++) {
        int row = row(x.index[k]);
        Sequence s = sequence(x.index[k]);
        float[] from = s == null ? delta : dz;
        int at = s == null ? r * width : r * all + (x.index[k] - s.from()) / s.tokens() * width;
        Buffers.add(width, x.value[k], from, at, g, table.touch(row));
      }
    }
  }

  /** The sequence an index belongs to, or null. */
  private Sequence sequence(int index) {
    for (int i = 0; i < sequences.size(); i++) {
      Sequence s = sequences.get(i);
      if (index >= s.from() && index < s.to()) {
        return s;
      }
    }
    return null;
  }

  private int at(int index) {
    return table.from() + row(index) * width;
  }

  /** The tokens of all sequences come first in the table, then the entries without a position. */
  private int row(int index) {
    int tokens = 0;
    int before = 0;
    for (int i = 0; i < sequences.size(); i++) {
      Sequence s = sequences.get(i);
      if (index >= s.from() && index < s.to()) {
        return tokens + (index - s.from()) % s.tokens();
      }
      tokens += s.tokens();
      before += index >= s.to() ? s.to() - s.from() : 0;
    }
    return rest + index - before;
  }
}
