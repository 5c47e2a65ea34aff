package io.braid.model.weighting;

import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Params;

/**
 * Dynamic weight average (Liu, Johns and Davison, "End-to-end multi-task learning with attention",
 * 2019, equation 7): a task whose loss falls less gets more,
 *
 * <pre>
 *   w_k = K exp(r_k / T) / sum_j exp(r_j / T)
 * </pre>
 *
 * In the paper r is the ratio of the mean losses of two epochs. A stream has none: here r is the
 * ratio of a fast to a slow fading mean of the loss, above 1 where the task gets worse. K and the
 * sum cover the tasks seen so far. The ratio of two such means is bounded by about the ratio of
 * their decays, so the exponential cannot overflow; it is cut at {@value #MOST} all the same.
 */
final class DynamicAverage implements LossWeighting {
  private static final double MOST = 20.0;

  private final double temperature;
  private final LossAverage fast;
  private final LossAverage slow;
  private final double[] worth;

  DynamicAverage(Params params, WeightingContext context) {
    temperature = params.real("temperature", 2.0, 0.05, 1e3);
    fast = new LossAverage(context.size(), params.real("fast_decay", 0.02, 1e-6, 0.999));
    slow = new LossAverage(context.size(), params.real("slow_decay", 0.002, 1e-6, 0.999));
    worth = new double[context.size()];
  }

  @Override
  public void weigh(boolean[] active, double[] losses, float[] weights) {
    for (int k = 0; k < worth.length; k++) {
      double ratio = (fast.mean(k) + 1e-12) / (slow.mean(k) + 1e-12);
      worth[k] = Math.exp(Math.min(ratio / temperature, MOST));
    }
    Shares.weigh(active, worth, fast, weights);
  }

  @Override
  public void update(boolean[] active, double[] losses) {
    fast.addAll(active, losses);
    slow.addAll(active, losses);
  }

  @Override
  public void save(SnapshotWriter out) {
    fast.save(out);
    slow.save(out);
  }

  @Override
  public void restore(SnapshotReader in) {
    fast.restore(in);
    slow.restore(in);
  }
}
