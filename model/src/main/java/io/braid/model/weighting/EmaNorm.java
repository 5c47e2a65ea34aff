package io.braid.model.weighting;

import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Params;

/**
 * Weights inverse to each task's fading mean loss l, so that every task pulls about equally hard
 * whatever its scale and noise:
 *
 * <pre>
 *   w_k = K / (l_k + epsilon) / sum_j 1 / (l_j + epsilon)
 * </pre>
 *
 * K and the sum cover the tasks seen so far, so the mean weight of those is 1. The gradient of
 * log(L) with L replaced by its mean; no paper is followed to the letter. Epsilon bounds the weight
 * of a task that is as good as solved.
 */
final class EmaNorm implements LossWeighting {
  private final double epsilon;
  private final LossAverage average;
  private final double[] worth;

  EmaNorm(Params params, WeightingContext context) {
    average = new LossAverage(context.size(), params.real("decay", 0.05, 1e-6, 0.999));
    epsilon = params.real("epsilon", 0.01, 1e-9, 1e3);
    worth = new double[context.size()];
  }

  @Override
  public void weigh(boolean[] active, double[] losses, float[] weights) {
    for (int k = 0; k < worth.length; k++) {
      worth[k] = 1 / (average.mean(k) + epsilon);
    }
    Shares.weigh(active, worth, average, weights);
  }

  @Override
  public void update(boolean[] active, double[] losses) {
    average.addAll(active, losses);
  }

  @Override
  public void save(SnapshotWriter out) {
    average.save(out);
  }

  @Override
  public void restore(SnapshotReader in) {
    average.restore(in);
  }
}
