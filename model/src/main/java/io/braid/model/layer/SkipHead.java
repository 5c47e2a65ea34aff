package io.braid.model.layer;

import io.braid.model.data.Features;
import io.braid.model.data.Rng;
import io.braid.model.data.Segment;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import java.util.List;

/**
 * A head with a linear path from the features to its outputs, beside what it makes of the task's
 * representation: wide and deep learning (Cheng et al., "Wide &amp; deep learning for recommender
 * systems", DLRS 2016, section 3.3), trained jointly, here for any trunk:
 *
 * <pre>  y = head(h) + V'x + c</pre>
 *
 * V and c start at zero and have a learning rate of their own, the common one times a factor: there
 * they have Ftrl beside AdaGrad. Costs one pass over the features per task. Not thread-safe.
 */
final class SkipHead implements Head {
  private final Head head;
  private final int outputs;
  private final FeatureAffine path;
  private float[] sum = new float[0];

  /**
   * @param head that the optimizer moves, over the same parameters
   * @param rate factor on the path's learning rate
   */
  SkipHead(Head head, HeadContext context, float rate) {
    this.head = head;
    outputs = context.outputs();
    List<Segment> segments = context.parameters().segments();
    int first = segments.size();
    path =
        new FeatureAffine(
            "skip." + context.task(),
            context.denseWidth(),
            context.sparseWidth(),
            outputs,
            new Identity(),
            context.parameters(),
            context.kernels());
    for (Segment segment : segments.subList(first, segments.size())) {
      segment.rateFactor(rate);
    }
  }

  @Override
  public void initialize(Rng rng) {
    head.initialize(rng);
    path.initialize(rng);
  }

  @Override
  public float[] forward(Features x, float[] h, boolean training) {
    float[] deep = head.forward(x, h, training);
    float[] wide = path.forward(x);
    int n = x.rows * outputs;
    sum = Buffers.atLeast(n, sum);
    for (int i = 0; i < n; i++) {
      sum[i] = deep[i] + wide[i];
    }
    return sum;
  }

  @Override
  public void backward(Features x, float[] h, float[] dOutputs, float[] dh) {
    head.backward(x, h, dOutputs, dh);
    path.backward(x, dOutputs);
  }

  @Override
  public void save(SnapshotWriter out) {
    head.save(out);
  }

  @Override
  public void restore(SnapshotReader in) {
    head.restore(in);
  }
}
