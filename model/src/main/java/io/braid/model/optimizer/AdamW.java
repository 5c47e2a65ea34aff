package io.braid.model.optimizer;

import io.braid.model.data.Segment;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Params;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, "Decoupled weight decay regularization",
 * 2019, algorithm 2): p <- (1 - rate * decay) p, then Adam's step on the bare gradient. The decay
 * follows the scheduled rate and leaves a segment's biases alone.
 */
final class AdamW implements Optimizer {
  private final Adam adam;
  private final float decay;

  AdamW(Params params, OptimizerContext context) {
    decay = (float) params.real("weight_decay", 0.01, 0.0, 1e3);
    adam = new Adam(params, context);
  }

  @Override
  public float[][] slots() {
    return adam.slots();
  }

  @Override
  public void begin(Segment segment) {
    adam.begin(segment);
  }

  @Override
  public void step(Segment segment, int from, int to, float rate, float scale) {
    decay(
        segment.values(),
        from,
        Regularized.beforeBiases(segment, from, to),
        Math.max(0f, 1f - rate * decay));
    adam.step(segment, from, to, rate, scale);
  }

  @Override
  public boolean takesOuter() {
    return adam.takesOuter();
  }

  @Override
  public void stepOuter(Segment segment, float rate, float scale) {
    float keep = Math.max(0f, 1f - rate * decay);
    int[] index = segment.outerIndex();
    if (index == null) {
      decay(segment.values(), segment.from(), segment.to() - segment.biases(), keep);
    } else {
      int width = segment.rowWidth();
      for (int k = segment.outerBegin(); k < segment.outerEnd(); k++) {
        int at = segment.from() + index[k] * width;
        decay(segment.values(), at, at + width, keep);
      }
    }
    adam.stepOuter(segment, rate, scale);
  }

  private static void decay(float[] values, int from, int end, float keep) {
    for (int i = from; i < end; i++) {
      values[i] *= keep;
    }
  }

  @Override
  public void inherit(Segment segment, Optimizer other, Segment from) {
    adam.inherit(segment, ((AdamW) other).adam, from);
  }

  @Override
  public void save(SnapshotWriter out) {
    adam.save(out);
  }

  @Override
  public void restore(SnapshotReader in) {
    adam.restore(in);
  }
}
