package io.braid.model.layer;

import io.braid.model.data.Features;
import io.braid.model.data.Rng;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;
import java.util.function.IntFunction;

/** Stacks side by side over the same input, with their outputs and gradients. Not thread-safe. */
final class Experts implements State {
  private final Stack[] stacks;

  /** What the last forward pass gave, {@code [rows][width]} each. */
  final float[][] outputs;

  /** Where their gradients are added. */
  final float[][] gradients;

  Experts(int count, IntFunction<Stack> make) {
    stacks = new Stack[count];
    for (int e = 0; e < count; e++) {
      stacks[e] = make.apply(e);
    }
    outputs = new float[count][];
    gradients = new float[count][0];
  }

  void initialize(Rng rng) {
    for (Stack stack : stacks) {
      stack.initialize(rng);
    }
  }

  int count() {
    return stacks.length;
  }

  void forward(Features x, float[] h, boolean training) {
    for (int e = 0; e < stacks.length; e++) {
      outputs[e] = stacks[e].forward(x, h, training);
    }
  }

  void clearGradients(int rows) {
    for (int e = 0; e < stacks.length; e++) {
      gradients[e] = Buffers.zeroed(rows * stacks[e].outputWidth(), gradients[e]);
    }
  }

  void backward(Features x, float[] dh) {
    for (int e = 0; e < stacks.length; e++) {
      stacks[e].backward(x, gradients[e], dh);
    }
  }

  @Override
  public void save(SnapshotWriter out) {
    for (Stack stack : stacks) {
      stack.save(out);
    }
  }

  @Override
  public void restore(SnapshotReader in) {
    for (Stack stack : stacks) {
      stack.restore(in);
    }
  }
}
