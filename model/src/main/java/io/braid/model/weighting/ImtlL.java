package io.braid.model.weighting;

import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Params;

/**
 * Impartial multi-task learning by loss balance, IMTL-L (Liu et al., "Towards impartial multi-task
 * learning", 2021): with one learned s per task it minimises
 *
 * <pre>
 *   sum_k e^s_k L_k - s_k
 * </pre>
 *
 * over the tasks with a label. At rest every weighted loss is 1.
 *
 * <p>The weights are not normalised: as losses fall they rise, up to e^limit.
 */
final class ImtlL implements LossWeighting {
  private final LogWeights weights;

  ImtlL(Params params, WeightingContext context) {
    weights = new LogWeights(params, context.size(), 1.0);
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
