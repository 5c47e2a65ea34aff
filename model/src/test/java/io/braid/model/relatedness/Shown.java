package io.braid.model.relatedness;

import io.braid.model.data.Rng;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;
import io.braid.model.spec.Component;
import io.braid.model.weighting.TaskGradients;
import java.util.Arrays;

/** Steps of single rows, and measures of them. */
final class Shown {
  static final int TASKS = 4;
  static final int WIDTH = 3;

  final boolean[] active;
  final double[] losses;
  final float[][] z;
  final double[] residuals;

  private Shown(int tasks) {
    active = new boolean[tasks];
    losses = new double[tasks];
    z = new float[tasks][WIDTH];
    residuals = new double[tasks];
    Arrays.fill(losses, Double.NaN);
    Arrays.fill(residuals, Double.NaN);
    for (float[] each : z) {
      Arrays.fill(each, Float.NaN);
    }
  }

  /** A step in which about half of the tasks have a label, and what absent ones have is NaN. */
  static Shown random(Rng rng) {
    Shown shown = new Shown(TASKS);
    double common = rng.nextGaussian();
    for (int k = 0; k < TASKS; k++) {
      if (rng.nextInt(2) == 0) {
        shown.active[k] = true;
        shown.losses[k] = -Math.log(1 - rng.nextDouble());
        shown.residuals[k] = (k == 3 ? -common : common) + rng.nextGaussian();
        for (int c = 0; c < WIDTH; c++) {
          shown.z[k][c] = (float) ((k == 3 ? -common : common) + rng.nextGaussian());
        }
      }
    }
    return shown;
  }

  /** The same step with the tasks in other places. */
  Shown permuted(int[] place) {
    Shown other = new Shown(active.length);
    for (int k = 0; k < active.length; k++) {
      other.active[place[k]] = active[k];
      other.losses[place[k]] = losses[k];
      other.residuals[place[k]] = residuals[k];
      other.z[place[k]] = z[k];
    }
    return other;
  }

  Observed observed() {
    TaskGradients gradients = new TaskGradients(active.length, WIDTH);
    gradients.begin(active, 1);
    for (int k = 0; k < active.length; k++) {
      if (active[k]) {
        System.arraycopy(z[k], 0, gradients.of(k), 0, WIDTH);
      }
    }
    gradients.complete(active);
    Observed observed = new Observed(active, losses, gradients);
    observed.rows = 1;
    observed.residuals = residuals;
    return observed;
  }

  static Measure measure(String name, Object... settings) {
    return Measures.CATALOG.create(
        Component.of(name, settings), new MeasureContext(TASKS, WIDTH, "mlp"));
  }

  static byte[] saved(State state) {
    SnapshotWriter out = new SnapshotWriter();
    state.save(out);
    return out.toByteArray();
  }
}
