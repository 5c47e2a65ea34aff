package io.braid.model.weighting;

import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Params;

/** 1 for every task with a label: the baseline. Fair where losses are on one scale. */
final class Equal implements LossWeighting {

  Equal(Params params, WeightingContext context) {}

  @Override
  public void weigh(boolean[] active, double[] losses, float[] weights) {
    for (int k = 0; k < weights.length; k++) {
      weights[k] = active[k] ? 1f : 0f;
    }
  }

  @Override
  public void update(boolean[] active, double[] losses) {}

  @Override
  public void save(SnapshotWriter out) {}

  @Override
  public void restore(SnapshotReader in) {}
}
