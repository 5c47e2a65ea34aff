package io.braid.model.layer;

import io.braid.model.data.Features;
import io.braid.model.data.Parameters;
import io.braid.model.data.Rng;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;
import io.braid.model.kernel.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Layers one after the other, over features or over a representation: all there is to a trunk or a
 * head of fully connected layers. Not thread-safe.
 */
final class Stack implements State {

  /**
   * What a stack is made from.
   *
   * @param name prefix of its segments
   * @param width of the representation it reads, or 0 if it reads features
   * @param denseWidth dense feature columns, if it reads features
   * @param sparseWidth sparse feature index space, if it reads features
   */
  record Input(
      String name,
      int width,
      int denseWidth,
      int sparseWidth,
      Parameters parameters,
      Kernels kernels) {}

  private final Input input;
  private final List<Layer> made = new ArrayList<>();
  private FeatureAffine entry;
  private int outputWidth;
  private int depth;

  private Layer[] layers = new Layer[0];
  private int[] widths = new int[0];
  private float[][] inputs = new float[0][];
  private float[][] gradients = new float[0][];

  /** An empty stack, which gives what it is given. */
  Stack(Input input) {
    this.input = input;
    this.outputWidth = input.width;
  }

  /** Adds a fully connected layer. */
  Stack affine(int width, Activation activation) {
    String name = input.name + "." + depth++;
    if (input.width == 0 && depth == 1) {
      entry =
          new FeatureAffine(
              name,
              input.denseWidth,
              input.sparseWidth,
              width,
              activation,
              input.parameters,
              input.kernels);
    } else {
      add(new Affine(name, outputWidth, width, activation, input.parameters, input.kernels));
    }
    outputWidth = width;
    return this;
  }

  /** Adds dropout, unless its probability is 0. */
  Stack dropout(double probability) {
    if (probability > 0) {
      add(new Dropout(outputWidth, probability));
    }
    return this;
  }

  private void add(Layer layer) {
    made.add(layer);
    layers = made.toArray(layers);
    widths = Arrays.copyOf(widths, layers.length);
    widths[layers.length - 1] = outputWidth;
    inputs = new float[layers.length][];
    gradients = new float[layers.length][0];
  }

  /** Whether it gives what it is given. */
  boolean empty() {
    return entry == null && layers.length == 0;
  }

  /** Values per row that come out. */
  int outputWidth() {
    return outputWidth;
  }

  void initialize(Rng rng) {
    if (entry != null) {
      entry.initialize(rng);
    }
    for (Layer layer : layers) {
      layer.initialize(rng);
    }
  }

  /**
   * @param h the representation, or null if the stack reads {@code x}
   * @return {@code [rows][outputWidth]}, valid until the next call
   */
  float[] forward(Features x, float[] h, boolean training) {
    float[] current = entry == null ? h : entry.forward(x);
    for (int i = 0; i < layers.length; i++) {
      inputs[i] = current;
      current = layers[i].forward(x.rows, current, training);
    }
    return current;
  }

  /**
   * @param dOutputs gradient with respect to what came out; left as it is
   * @param dh where the gradient with respect to the representation is added, or null
   */
  void backward(Features x, float[] dOutputs, float[] dh) {
    float[] delta = dOutputs;
    for (int i = layers.length - 1; i >= 0; i--) {
      float[] below = dh;
      if (i > 0 || entry != null) {
        int n = x.rows * widths[i];
        below = Buffers.atLeast(n, gradients[i]);
        gradients[i] = below;
        Arrays.fill(below, 0, n, 0f);
      }
      layers[i].backward(x.rows, inputs[i], delta, below);
      delta = below;
    }
    if (entry != null) {
      entry.backward(x, delta);
    }
  }

  @Override
  public void save(SnapshotWriter out) {
    for (Layer layer : layers) {
      layer.save(out);
    }
  }

  @Override
  public void restore(SnapshotReader in) {
    for (Layer layer : layers) {
      layer.restore(in);
    }
  }
}
