package io.braid.model.weighting;

import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Params;

/**
 * Smooth Tchebycheff scalarisation, STCH (Lin et al., "Smooth Tchebycheff scalarization for
 * multi-objective optimization", ICML 2024): minimises a soft maximum of the tasks' log losses,
 *
 * <pre>  mu log sum_k exp(log(l_k / n_k) / mu),   so that   w_k ~ (l_k / n_k)^(1/mu) / l_k,</pre>
 *
 * with n_k what the task started from. The smaller mu, the more the task that has improved least
 * gets; mu 1 is 1 / n_k, a plain normalisation by the past.
 *
 * <p>On a stream n_k is a slow fading mean of the loss and l_k a fast one, as a single event's loss
 * says little. The factor common to all weights, with which a logarithm would raise the step as
 * losses fall, is replaced by a mean weight of 1 over the tasks seen so far.
 */
final class SmoothTchebycheff implements LossWeighting {
  private static final double LEAST = 1e-12;

  private final double power;
  private final LossAverage fast;
  private final LossAverage slow;
  private final double[] worth;

  SmoothTchebycheff(Params params, WeightingContext context) {
    power = 1 / params.real("mu", 1.0, 0.05, 1.0);
    fast = new LossAverage(context.size(), params.real("fast_decay", 0.02, 1e-6, 0.999));
    slow = new LossAverage(context.size(), params.real("slow_decay", 0.002, 1e-6, 0.999));
    worth = new double[context.size()];
  }

  @Override
  public void weigh(boolean[] active, double[] losses, float[] weights) {
    for (int k = 0; k < worth.length; k++) {
      double now = fast.mean(k) + LEAST;
      worth[k] = Math.pow(now / (slow.mean(k) + LEAST), power) / now;
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
