package io.braid.model.weighting;

import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;

/**
 * Exponentially fading mean loss per task. A task's mean moves only when it has a loss.
 *
 * <p>The mean is corrected for its start: it is the fading sum over the fading count, so it does
 * not lean on an arbitrary first value for 1/decay steps. Each task starts as if it had seen one
 * loss of {@value #PRIOR}: without that, a first loss that happens to be 0 (the first label of a
 * regression task always is its own mean) would make the task infinitely important for a moment.
 */
final class LossAverage implements State {
  /** About the loss of a model that knows nothing, for standardised numbers and for two classes. */
  private static final double PRIOR = 0.5;

  private final double decay;
  private final double[] sum;
  private final double[] mass;
  private final boolean[] seen;

  /**
   * @param tasks number of tasks
   * @param decay share of the newest loss, in (0, 1)
   */
  LossAverage(int tasks, double decay) {
    this.decay = decay;
    sum = new double[tasks];
    mass = new double[tasks];
    seen = new boolean[tasks];
    for (int k = 0; k < tasks; k++) {
      sum[k] = decay * PRIOR;
      mass[k] = decay;
    }
  }

  /** Adds the losses of the active tasks. */
  void addAll(boolean[] active, double[] losses) {
    for (int k = 0; k < sum.length; k++) {
      if (active[k]) {
        add(k, losses[k]);
      }
    }
  }

  /** Adds the loss of one task. */
  void add(int task, double loss) {
    sum[task] += decay * (loss - sum[task]);
    mass[task] += decay * (1 - mass[task]);
    seen[task] = true;
  }

  /** Whether the task has ever had a loss. */
  boolean seen(int task) {
    return seen[task];
  }

  double mean(int task) {
    return sum[task] / mass[task];
  }

  @Override
  public void save(SnapshotWriter out) {
    out.putDoubles(sum).putDoubles(mass).putBooleans(seen);
  }

  @Override
  public void restore(SnapshotReader in) {
    in.getDoubles(sum);
    in.getDoubles(mass);
    in.getBooleans(seen);
  }
}
