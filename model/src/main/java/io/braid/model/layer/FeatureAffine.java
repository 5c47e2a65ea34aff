package io.braid.model.layer;

import io.braid.model.data.Features;
import io.braid.model.data.Parameters;
import io.braid.model.data.Rng;
import io.braid.model.kernel.Kernels;

/**
 * An affine layer over features: {@code y = f(dense W + b + sum over entries of value *
 * table[index])}. The cost of the sparse part is that of the entries which are set, whatever the
 * size of the index space.
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
  private final Table table;

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
    this.fanIn = fanIn(denseWidth, sparseWidth);
    this.dense = new Affine(name, denseWidth, out, fanIn, activation, parameters, kernels);
    this.table = sparseWidth == 0 ? null : new Table(name + ".table", sparseWidth, out, parameters);
  }

  /** Inputs that count for the initial size of the parameters. */
  static int fanIn(int denseWidth, int sparseWidth) {
    return denseWidth + Math.min(sparseWidth, ASSUMED_ENTRIES);
  }

  void initialize(Rng rng) {
    dense.initialize(rng);
    if (table != null) {
      table.initialize(activation.initialVariance(fanIn, out), rng);
    }
  }

  /**
   * @return {@code [rows][out]}, owned by the layer, valid until the next call
   */
  float[] forward(Features x) {
    float[] z = dense.preActivation(x.rows, x.dense);
    if (table != null) {
      table.forward(x, z);
    }
    return dense.activate(x.rows);
  }

  /** Writes the parameters' gradients; {@code dy} is left as it is. */
  void backward(Features x, float[] dy) {
    double squaredNorm = x.rows == 1 ? x.squaredNorm() : Double.NaN;
    float[] delta = dense.parameterBackward(x.rows, x.dense, squaredNorm, dy);
    if (table != null) {
      table.backward(x, delta);
    }
  }
}
