package io.braid.model.layer;

import io.braid.model.data.Features;
import io.braid.model.data.Rng;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Params;
import java.util.List;

/** Hidden layers of its own, or none, then linear outputs that start at zero. */
final class DenseHead implements Head {
  private final Stack stack;

  DenseHead(Params params, HeadContext context) {
    List<Integer> hidden = params.integers("hidden", List.of(), 1, 65_536);
    Activation activation = Activations.read(params);
    stack =
        new Stack(
            new Stack.Input(
                "head." + context.task(),
                context.width(),
                context.denseWidth(),
                context.sparseWidth(),
                context.parameters(),
                context.kernels()));
    for (int width : hidden) {
      stack.affine(width, activation);
    }
    stack.affine(context.outputs(), new Identity());
  }

  @Override
  public void initialize(Rng rng) {
    stack.initialize(rng);
  }

  @Override
  public float[] forward(Features x, float[] h, boolean training) {
    return stack.forward(x, h, training);
  }

  @Override
  public void backward(Features x, float[] h, float[] dOutputs, float[] dh) {
    stack.backward(x, dOutputs, dh);
  }

  @Override
  public void save(SnapshotWriter out) {
    stack.save(out);
  }

  @Override
  public void restore(SnapshotReader in) {
    stack.restore(in);
  }
}
