package io.braid.model.layer;

import io.braid.model.data.Features;
import io.braid.model.data.Rng;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;

/** Layers of {@link Deviations}, and a penalty that subclasses put on them. */
abstract class DeviationTrunk extends TaskTrunk {
  final Deviations[] layers;
  private final Hidden hidden;
  private float[][] gradients;

  /**
   * @param rank of the deviations, or 0 for full ones
   */
  DeviationTrunk(Hidden hidden, int rank, TrunkContext context) {
    super(context.tasks(), hidden.outputWidth(), hidden.dropout() > 0);
    this.hidden = hidden;
    layers = new Deviations[hidden.depth()];
    for (int l = 0; l < layers.length; l++) {
      layers[l] = new Deviations(l, hidden, rank, context);
    }
    gradients = new float[layers.length][0];
  }

  /** Adds the penalty's gradients, once those of the losses stand. */
  abstract void penalize(boolean[] active);

  @Override
  public final void initialize(Rng rng) {
    for (Deviations layer : layers) {
      layer.initialize(rng);
    }
  }

  @Override
  final void share(Features x, boolean training) {
    for (Deviations layer : layers) {
      layer.begin(x);
    }
  }

  @Override
  final float[] represent(int task, Features x, boolean training) {
    float[] h = null;
    for (Deviations layer : layers) {
      h = layer.forward(task, x, h, training);
    }
    return h;
  }

  @Override
  final void backward(Features x, boolean[] active, float[][] fromHeads) {
    for (Deviations layer : layers) {
      layer.clear();
    }
    for (int k = 0; k < active.length; k++) {
      if (active[k]) {
        backward(k, x, fromHeads[k]);
      }
    }
    for (Deviations layer : layers) {
      layer.backward(x);
    }
    penalize(active);
  }

  private void backward(int task, Features x, float[] fromHead) {
    float[] dy = fromHead;
    for (int l = layers.length - 1; l >= 0; l--) {
      float[] dh = null;
      if (l > 0) {
        gradients[l] = Buffers.zeroed(x.rows * hidden.inputWidth(l), gradients[l]);
        dh = gradients[l];
      }
      layers[l].backward(task, x, dy, dh);
      dy = dh;
    }
  }

  @Override
  public void save(SnapshotWriter out) {
    for (Deviations layer : layers) {
      layer.save(out);
    }
  }

  @Override
  public void restore(SnapshotReader in) {
    for (Deviations layer : layers) {
      layer.restore(in);
    }
  }
}
