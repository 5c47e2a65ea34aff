package io.braid.model.weighting;

import io.braid.model.data.Categories;
import io.braid.model.data.Rng;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;

/**
 * A standard normal number per task, drawn anew after every step in which the task had a label.
 * Each task has a generator of its own, seeded by its name: so neither the tasks' order nor the
 * absence of others changes what a task draws.
 */
final class TaskDraws implements State {
  private final Rng[] rngs;
  private final double[] values;

  TaskDraws(WeightingContext context) {
    rngs = new Rng[context.size()];
    values = new double[rngs.length];
    for (int k = 0; k < rngs.length; k++) {
      rngs[k] = new Rng(Rng.mix(context.seed()) ^ Categories.hash(context.tasks().get(k)));
      values[k] = rngs[k].nextGaussian();
    }
  }

  /** The task's number for this step. */
  double of(int task) {
    return values[task];
  }

  /** Draws anew for the active tasks. */
  void next(boolean[] active) {
    for (int k = 0; k < values.length; k++) {
      if (active[k]) {
        values[k] = rngs[k].nextGaussian();
      }
    }
  }

  @Override
  public void save(SnapshotWriter out) {
    for (Rng rng : rngs) {
      rng.save(out);
    }
    out.putDoubles(values);
  }

  @Override
  public void restore(SnapshotReader in) {
    for (Rng rng : rngs) {
      rng.restore(in);
    }
    in.getDoubles(values);
  }
}
