package io.braid.model.layer;

import io.braid.model.data.Features;
import io.braid.model.data.Rng;
import io.braid.model.data.Segment;
import java.util.List;

/**
 * An affine map that several tasks put their own inputs through: over the features, which are the
 * same for all of them and cost one pass, or over their representations. Its gradient is the sum
 * over the tasks that {@link #collect} has been called for, in one kernel call with the tasks' rows
 * below each other. Not thread-safe.
 */
final class SharedMap {
  private final int in;
  private final int out;
  private final FeatureAffine entry;
  private final Affine affine;
  private final List<Segment> segments;

  private float[] ofFeatures = new float[0];
  private float[] inputs = new float[0];
  private float[] deltas = new float[0];
  private int collected;

  /**
   * @param in width of the representations, or 0 if it reads the features
   * @param like activation whose initial size it takes
   */
  SharedMap(String name, int in, int out, Activation like, TrunkContext context) {
    this.in = in;
    this.out = out;
    int from = context.parameters().segments().size();
    Activation linear = new Preactivation(like);
    if (in == 0) {
      affine = null;
      entry =
          new FeatureAffine(
              name,
              context.denseWidth(),
              context.sparseWidth(),
              out,
              linear,
              context.parameters(),
              context.kernels());
    } else {
      entry = null;
      affine = new Affine(name, in, out, linear, context.parameters(), context.kernels());
    }
    List<Segment> all = context.parameters().segments();
    segments = List.copyOf(all.subList(from, all.size()));
  }

  void initialize(Rng rng) {
    if (entry != null) {
      entry.initialize(rng);
    } else {
      affine.initialize(rng);
    }
  }

  List<Segment> segments() {
    return segments;
  }

  /** Starts a forward pass. */
  void begin(Features x) {
    if (entry != null) {
      ofFeatures = entry.forward(x);
    }
  }

  /**
   * @param h a task's representation; not read by a map over the features
   * @return {@code [rows][out]}, valid until the next call
   */
  float[] forward(int rows, float[] h) {
    return entry != null ? ofFeatures : affine.forward(rows, h, false);
  }

  /** Starts a backward pass. */
  void clear() {
    collected = 0;
  }

  /**
   * Takes in a task's gradient, and adds that of its input to {@code dh}, which a map over the
   * features leaves alone.
   */
  void collect(int rows, float[] h, float[] delta, float[] dh) {
    if (entry != null) {
      deltas = collected == 0 ? Buffers.zeroed(rows * out, deltas) : deltas;
      Buffers.add(rows * out, 1f, delta, 0, deltas, 0);
    } else {
      inputs = appended(h, rows * in, collected * in, inputs);
      deltas = appended(delta, rows * out, collected * out, deltas);
      affine.inputGradient(rows, delta, dh);
    }
    collected += rows;
  }

  /** Writes the parameters' gradients. */
  void backward(Features x) {
    if (entry != null) {
      entry.backward(x, deltas);
    } else {
      affine.parameterBackward(collected, inputs, deltas);
    }
  }

  private static float[] appended(float[] values, int n, int at, float[] to) {
    float[] result = to;
    if (to.length < at + n) {
      result = new float[2 * (at + n)];
      System.arraycopy(to, 0, result, 0, at);
    }
    System.arraycopy(values, 0, result, at, n);
    return result;
  }
}
