package io.braid.model.weighting;

import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Params;

/**
 * Weighting by homoscedastic uncertainty (Kendall, Gal and Cipolla, "Multi-task learning using
 * uncertainty to weigh losses for scene geometry and semantics", 2018). With s the learned log
 * variance of a task the model minimises
 *
 * <pre>
 *   sum_k e^-s_k L_k + s_k / 2
 * </pre>
 *
 * over the tasks with a label. That is the paper's form for both kinds of task: for numbers its
 * |error|^2 / (2 sigma^2) + log sigma, as our squared error has the half inside, and for classes L
 * / sigma^2 + log sigma. At rest a task's weight is 1 / (2 L): 1 for standardised numbers of which
 * nothing is known.
 *
 * <p>The weights are not normalised: as losses fall they rise, up to e^limit.
 */
final class Uncertainty implements LossWeighting {
  private final LogWeights weights;

  Uncertainty(Params params, WeightingContext context) {
    weights = new LogWeights(params, context.size(), 0.5);
  }

  @Override
  public void weigh(boolean[] active, double[] losses, float[] weights) {
    this.weights.weigh(active, weights);
  }

  @Override
  public void update(boolean[] active, double[] losses) {
    weights.update(active, losses);
  }

  @Override
  public void save(SnapshotWriter out) {
    weights.save(out);
  }

  @Override
  public void restore(SnapshotReader in) {
    weights.restore(in);
  }
}
