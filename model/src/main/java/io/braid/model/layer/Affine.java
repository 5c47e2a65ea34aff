package io.braid.model.layer;

import io.braid.model.data.Parameters;
import io.braid.model.data.Rng;
import io.braid.model.data.Segment;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.kernel.Kernels;

/**
 * {@code y = f(x W + b)}. One dense segment: the {@code in x out} matrix, input-major, then the
 * {@code out} biases, which start at zero.
 */
final class Affine implements Layer {
  private final int in;
  private final int out;
  private final Activation activation;
  private final int fanIn;
  private final Kernels kernels;
  private final Segment segment;
  private final boolean linear;
  private float[] z = new float[0];
  private float[] y = new float[0];
  private float[] dz = new float[0];

  Affine(
      String name, int in, int out, Activation activation, Parameters parameters, Kernels kernels) {
    this(name, in, out, in, activation, parameters, kernels);
  }

  /**
   * @param fanIn inputs that count for the initial size of the matrix, if other than {@code in}
   */
  Affine(
      String name,
      int in,
      int out,
      int fanIn,
      Activation activation,
      Parameters parameters,
      Kernels kernels) {
    this.in = in;
    this.out = out;
    this.fanIn = fanIn;
    this.activation = activation;
    this.kernels = kernels;
    this.linear = activation instanceof Identity;
    int matrix = Math.multiplyExact(in, out);
    this.segment = parameters.dense(name, Math.addExact(matrix, out), out);
  }

  @Override
  public void initialize(Rng rng) {
    fillUniform(
        segment.values(),
        segment.from(),
        segment.to() - out,
        activation.initialVariance(fanIn, out),
        rng);
  }

  /** Fills {@code values[from, to)} from a uniform distribution around 0. */
  static void fillUniform(float[] values, int from, int to, double variance, Rng rng) {
    float limit = (float) Math.sqrt(3 * variance);
    for (int i = from; i < to; i++) {
      values[i] = limit * (2f * rng.nextFloat() - 1f);
    }
  }

  @Override
  public float[] forward(int rows, float[] x, boolean training) {
    preActivation(rows, x);
    return activate(rows);
  }

  /** The first half of {@link #forward}; the result may be added to before {@link #activate}. */
  float[] preActivation(int rows, float[] x) {
    z = Buffers.atLeast(rows * out, z);
    kernels.affine(rows, in, out, x, 0, segment.values(), segment.from(), segment.to() - out, z, 0);
    return z;
  }

  /** The second half of {@link #forward}. */
  float[] activate(int rows) {
    if (linear) {
      return z;
    }
    y = Buffers.atLeast(rows * out, y);
    activation.forward(rows * out, z, y);
    return y;
  }

  @Override
  public void backward(int rows, float[] x, float[] dy, float[] dx) {
    float[] delta = parameterBackward(rows, x, dy);
    if (dx != null) {
      inputGradient(rows, delta, dx);
    }
  }

  /** Adds the input's gradient to {@code dx}, given that of the pre-activation. */
  void inputGradient(int rows, float[] delta, float[] dx) {
    kernels.inputGradient(rows, in, out, delta, 0, segment.values(), segment.from(), dx, 0);
  }

  /** {@link #backward} without the input's gradient. */
  float[] parameterBackward(int rows, float[] x, float[] dy) {
    double squaredNorm = rows == 1 ? Buffers.squaredNorm(in, x, 0) : Double.NaN;
    return parameterBackward(rows, x, squaredNorm, dy);
  }

  /**
   * The same.
   *
   * @param squaredNormX of the input, if it is one row
   * @return the gradient with respect to the pre-activation
   */
  float[] parameterBackward(int rows, float[] x, double squaredNormX, float[] dy) {
    float[] delta = dy;
    if (!linear) {
      dz = Buffers.atLeast(rows * out, dz);
      delta = dz;
      activation.backward(rows * out, z, y, dy, delta);
    }
    // The gradient of one row is the outer product of (x, 1) and delta.
    double squaredNorm =
        rows == 1 ? Buffers.squaredNorm(out, delta, 0) * (squaredNormX + 1) : Double.NaN;
    if (rows == 1 && segment.keepsOuter()) {
      segment.outer(x, in, own(delta), squaredNorm);
      return delta;
    }
    kernels.parameterGradient(
        rows, in, out, x, 0, delta, 0, segment.gradient(), segment.from(), segment.to() - out);
    segment.written(
        rows == 1
            ? squaredNorm
            : kernels.squaredNorm(segment.length(), segment.gradient(), segment.from()));
    return delta;
  }

  /** A delta that stays as it is until the step is over: one that came from outside is copied. */
  private float[] own(float[] delta) {
    if (linear) {
      dz = Buffers.atLeast(out, dz);
      System.arraycopy(delta, 0, dz, 0, out);
    }
    return dz;
  }

  @Override
  public void save(SnapshotWriter out) {}

  @Override
  public void restore(SnapshotReader in) {}
}
