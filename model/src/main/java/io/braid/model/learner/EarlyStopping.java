package io.braid.model.learner;

import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;
import io.braid.model.spec.Component;
import io.braid.model.spec.Params;
import io.braid.model.spec.SpecException;
import java.util.Arrays;
import java.util.List;

/**
 * Freezes a task's head when its loss has stopped improving, and thaws it when its drift detector
 * fires: on a stream "stopped" is never for good. A frozen task is predicted and tested as before,
 * but trains neither its head nor the trunk.
 *
 * <p>The loss is followed by an exponential average; it counts as improved when it falls below the
 * best one by the fraction {@code min_improvement}. After {@code patience} labelled examples
 * without improvement the task freezes.
 */
final class EarlyStopping implements State {
  private final boolean on;
  private final int patience;
  private final double minImprovement;
  private final double rate;
  private final List<Params.Declared> settings;

  private final double[] average;
  private final double[] best;
  private final long[] seen;
  private final long[] bestAt;
  private final boolean[] frozen;

  /**
   * @param component {@code {kind: patience, patience, min_improvement, half_life}}, or null
   */
  EarlyStopping(Component component, int tasks) {
    on = component != null;
    Params params = on ? component.params() : Component.of("patience").params();
    if (on && !component.kind().equals("patience")) {
      throw new SpecException(
          component.path(),
          "no early stopping named '" + component.kind() + "', known: [patience]");
    }
    patience = params.integer("patience", 20_000, 1, Integer.MAX_VALUE);
    minImprovement = params.real("min_improvement", 0.01, 0, 1);
    double halfLife = params.real("half_life", 1000, 1, 1e9);
    params.close();
    settings = params.declared();
    rate = 1 - StrictMath.pow(0.5, 1 / halfLife);
    average = new double[tasks];
    best = new double[tasks];
    Arrays.fill(best, Double.POSITIVE_INFINITY);
    seen = new long[tasks];
    bestAt = new long[tasks];
    frozen = new boolean[tasks];
  }

  /** What it reads, for help texts. */
  List<Params.Declared> settings() {
    return settings;
  }

  boolean frozen(int task) {
    return frozen[task];
  }

  /** Follows the losses of the tasks that were trained. */
  void observe(Objective objective) {
    for (int k = 0; k < frozen.length; k++) {
      if (objective.active[k]) {
        observe(k, objective.values[k]);
      }
    }
  }

  /** Follows the loss of a task that was trained. */
  void observe(int task, double loss) {
    if (!on) {
      return;
    }
    long n = ++seen[task];
    // The first steps average plainly, so that the start is not remembered for a half-life.
    average[task] += Math.max(rate, 1.0 / n) * (loss - average[task]);
    if (n >= patience / 10 && average[task] < best[task] * (1 - minImprovement)) {
      best[task] = average[task];
      bestAt[task] = n;
    }
    frozen[task] = n - bestAt[task] >= patience;
  }

  /** Starts afresh: the task's world has changed. */
  void thaw(int task) {
    seen[task] = 0;
    bestAt[task] = 0;
    average[task] = 0;
    best[task] = Double.POSITIVE_INFINITY;
    frozen[task] = false;
  }

  @Override
  public void save(SnapshotWriter out) {
    out.putDoubles(average).putDoubles(best).putLongs(seen).putLongs(bestAt).putBooleans(frozen);
  }

  @Override
  public void restore(SnapshotReader in) {
    in.getDoubles(average);
    in.getDoubles(best);
    in.getLongs(seen);
    in.getLongs(bestAt);
    in.getBooleans(frozen);
  }
}
