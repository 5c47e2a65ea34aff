package io.braid.model.layer;

import io.braid.model.data.Features;
import io.braid.model.data.Parameters;
import io.braid.model.data.Rng;
import io.braid.model.data.Segment;
import io.braid.model.kernel.Kernels;

/**
 * An affine layer over features: {@code y = f(dense W + b + sum over entries of value *
 * table[index])}. The dense part is an {@link Affine}; the table has one row per sparse index, and
 * a step reads and touches only the rows of entries that are set, so its cost does not grow with
 * the index space.
 */
final class FeatureAffine {
  /**
   * Sparse entries taken to be set at once, for the initial size of the parameters: how many really
   * are depends on the encoders and the data.
   */
  private static final int ASSUMED_ENTRIES = 16;

  private final int out;
  private final int fanIn;
  private final Activation activation;
  private final Affine dense;
  private final Segment table;

  FeatureAffine(
      String name,
      int denseWidth,
      int sparseWidth,
      int out,
      Activation activation,
      Parameters parameters,
      Kernels kernels) {
    this.out = out;
    this.activation = activation;
    this.fanIn = denseWidth + Math.min(sparseWidth, ASSUMED_ENTRIES);
    this.dense = new Affine(name, denseWidth, out, fanIn, activation, parameters, kernels);
    this.table = sparseWidth == 0 ? null : parameters.table(name + ".table", sparseWidth, out);
  }

  void initialize(Rng rng) {
    dense.initialize(rng);
    if (table != null) {
      Affine.fillUniform(
          table.values(), table.from(), table.to(), activation.initialVariance(fanIn, out), rng);
    }
  }

  /**
   * @return {@code [rows][out]}, owned by the layer, valid until the next call
   */
  float[] forward(Features x) {
    float[] z = dense.preActivation(x.rows, x.dense);
    if (table != null) {
      float[] values = table.values();
      for (int r = 0; r < x.rows; r++) {
        int zAt = r * out;
        for (int k = x.start[r]; k < x.start[r + 1]; k++) {
          float value = x.value[k];
          int at = table.from() + x.index[k] * out;
          for (int o = 0; o < out; o++) {
            z[zAt + o] += value * values[at + o];
          }
        }
      }
    }
    return dense.activate(x.rows);
  }

  /** Writes the parameters' gradients; {@code dy} is left as it is. */
  void backward(Features x, float[] dy) {
    float[] delta = dense.parameterBackward(x.rows, x.dense, dy);
    if (table == null) {
      return;
    }
    float[] gradient = table.gradient();
    for (int r = 0; r < x.rows; r++) {
      int dAt = r * out;
      for (int k = x.start[r]; k < x.start[r + 1]; k++) {
        float value = x.value[k];
        int at = table.touch(x.index[k]);
        for (int o = 0; o < out; o++) {
          gradient[at + o] += value * delta[dAt + o];
        }
      }
    }
  }
}
