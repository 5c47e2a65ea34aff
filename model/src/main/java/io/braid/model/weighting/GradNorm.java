package io.braid.model.weighting;

import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Params;

/**
 * Gradient normalisation, GradNorm (Chen et al., ICML 2018, equations 1 and 2): learns weights
 * under which the tasks' weighted gradients have one length, a longer one for tasks that train
 * slowly,
 *
 * <pre>
 *   minimise sum_k | w_k N_k - mean_j(w_j N_j) r_k^alpha |,   r_k = relative inverse training rate
 * </pre>
 *
 * with the target held constant. Here N_k is a fading mean of |z_k|, and r_k, the loss relative to
 * the first loss over the mean of that ratio, is made of a fast and a slow fading mean, as a stream
 * has no start that counts. What is learned is log w_k, by steps of {@code step_size} at most, from
 * the relative distance to the target, so that the pace does not depend on the gradients' scale;
 * means are taken over the tasks with a label, so a task alone learns nothing. The mean weight of
 * the tasks seen so far is 1.
 */
final class GradNorm implements GradientWeighting {
  private static final double LIMIT = 20;
  private static final double LEAST = 1e-12;

  private final double alpha;
  private final double stepSize;
  private final LossAverage fast;
  private final LossAverage slow;
  private final LossAverage norms;
  private final double[] logs;
  private final double[] worth;

  GradNorm(Params params, WeightingContext context) {
    int count = context.size();
    alpha = params.real("alpha", 1.5, 0.0, 10.0);
    stepSize = params.real("step_size", 0.01, 1e-9, 1.0);
    fast = new LossAverage(count, params.real("fast_decay", 0.02, 1e-6, 0.999));
    slow = new LossAverage(count, params.real("slow_decay", 0.002, 1e-6, 0.999));
    norms = new LossAverage(count, params.real("norm_decay", 0.02, 1e-6, 0.999));
    logs = new double[count];
    worth = new double[count];
  }

  @Override
  public void weigh(boolean[] active, double[] losses, TaskGradients gradients, float[] weights) {
    for (int k = 0; k < worth.length; k++) {
      worth[k] = Math.exp(logs[k]);
    }
    Shares.weigh(active, worth, fast, weights);
  }

  @Override
  public void update(boolean[] active, double[] losses, TaskGradients gradients) {
    fast.addAll(active, losses);
    slow.addAll(active, losses);
    int count = 0;
    double lengths = 0;
    double rates = 0;
    for (int k = 0; k < logs.length; k++) {
      if (active[k]) {
        norms.add(k, Math.sqrt(gradients.inner(k, k)));
        lengths += Math.exp(logs[k]) * norms.mean(k);
        rates += rate(k);
        count++;
      }
    }
    for (int k = 0; k < logs.length; k++) {
      if (active[k]) {
        double target = lengths / count * Math.pow(rate(k) * count / rates, alpha);
        double slope = (Math.exp(logs[k]) * norms.mean(k) + LEAST) / (target + LEAST) - 1;
        double moved = logs[k] - stepSize * Math.max(-1, Math.min(1, slope));
        logs[k] = Math.max(-LIMIT, Math.min(LIMIT, moved));
      }
    }
  }

  private double rate(int k) {
    return (fast.mean(k) + LEAST) / (slow.mean(k) + LEAST);
  }

  @Override
  public void save(SnapshotWriter out) {
    fast.save(out);
    slow.save(out);
    norms.save(out);
    out.putDoubles(logs);
  }

  @Override
  public void restore(SnapshotReader in) {
    fast.restore(in);
    slow.restore(in);
    norms.restore(in);
    in.getDoubles(logs);
  }
}
