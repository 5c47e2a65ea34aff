package io.braid.model.weighting;

import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Params;

/**
 * Random loss weighting (Lin et al., "Reasonable effectiveness of random weighting", TMLR 2022): w
 * = n softmax of n standard normal numbers, drawn anew in each step; n counts the tasks with a
 * label. A control: a weighting that is not better than this has not shown anything.
 */
final class RandomWeights implements LossWeighting {
  private final TaskDraws draws;

  RandomWeights(Params params, WeightingContext context) {
    draws = new TaskDraws(context);
  }

  @Override
  public void weigh(boolean[] active, double[] losses, float[] weights) {
    int count = 0;
    double whole = 0;
    for (int k = 0; k < weights.length; k++) {
      if (active[k]) {
        count++;
        whole += StrictMath.exp(draws.of(k)); // of a normal number: below e^9
      }
    }
    for (int k = 0; k < weights.length; k++) {
      weights[k] = active[k] ? (float) (count * StrictMath.exp(draws.of(k)) / whole) : 0f;
    }
  }

  @Override
  public void update(boolean[] active, double[] losses) {
    draws.next(active);
  }

  @Override
  public void save(SnapshotWriter out) {
    draws.save(out);
  }

  @Override
  public void restore(SnapshotReader in) {
    draws.restore(in);
  }
}
