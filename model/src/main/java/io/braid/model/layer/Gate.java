package io.braid.model.layer;

import io.braid.model.data.Features;
import io.braid.model.data.Rng;

/**
 * A mixture of experts whose shares depend on the input: {@code sum_e softmax(x W + b)_e y_e}. Its
 * logits start at zero, so all experts count alike at first. Not thread-safe.
 */
final class Gate {
  private final Stack logits;
  private final int experts;
  private final int width;
  private float[] shares = new float[0];
  private float[] mixed = new float[0];
  private float[] dShares = new float[0];
  private float[] dLogits = new float[0];

  /**
   * @param input what the shares depend on
   * @param experts how many there are
   * @param width values per row of each
   */
  Gate(Stack.Input input, int experts, int width) {
    this.logits = new Stack(input).affine(experts, new Identity());
    this.experts = experts;
    this.width = width;
  }

  void initialize(Rng rng) {
    logits.initialize(rng);
  }

  /**
   * @param h the representation the shares depend on, or null if they depend on {@code x}
   * @param outputs of the experts, {@code [rows][width]} each
   * @return {@code [rows][width]}, valid until the next call
   */
  float[] forward(Features x, float[] h, float[][] outputs) {
    float[] z = logits.forward(x, h, false);
    shares = Buffers.atLeast(x.rows * experts, shares);
    mixed = Buffers.zeroed(x.rows * width, mixed);
    for (int r = 0; r < x.rows; r++) {
      Softmax.forward(experts, z, r * experts, shares, r * experts);
      for (int e = 0; e < experts; e++) {
        Buffers.add(width, shares[r * experts + e], outputs[e], r * width, mixed, r * width);
      }
    }
    return mixed;
  }

  /** After {@link #forward}: {@code [rows][experts]}. */
  float[] shares() {
    return shares;
  }

  /**
   * Writes the gate's gradients.
   *
   * @param push added to the gradient of each expert's share in every row, or null
   * @param dOutputs where the experts' gradients are added
   * @param dh where that of {@code h} is added, or null
   */
  void backward(
      Features x, float[] dy, float[] push, float[][] outputs, float[][] dOutputs, float[] dh) {
    dShares = Buffers.atLeast(experts, dShares);
    dLogits = Buffers.zeroed(x.rows * experts, dLogits);
    for (int r = 0; r < x.rows; r++) {
      for (int e = 0; e < experts; e++) {
        dShares[e] =
            Buffers.dot(width, dy, r * width, outputs[e], r * width) + (push == null ? 0 : push[e]);
        Buffers.add(width, shares[r * experts + e], dy, r * width, dOutputs[e], r * width);
      }
      Softmax.backward(experts, shares, r * experts, dShares, 0, dLogits, r * experts);
    }
    logits.backward(x, dLogits, dh);
  }
}
