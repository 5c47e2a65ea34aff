package io.braid.model.weighting;

import static org.assertj.core.api.Assertions.assertThat;

import io.braid.model.data.Rng;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Component;
import java.util.Arrays;
import java.util.List;

/** Weightings of four tasks and steps of theirs, for tests. */
final class Steps {
  static final List<String> TASKS = List.of("a", "b", "c", "d");
  static final int K = TASKS.size();
  static final int WIDTH = 5;
  static final boolean[] ALL = {true, true, true, true};

  private Steps() {}

  static Weighting make(String name, Object... parameters) {
    return make(name, TASKS, parameters);
  }

  /** Task d is auxiliary. */
  static Weighting make(String name, List<String> tasks, Object... parameters) {
    return Weightings.CATALOG.create(
        Component.of(name, parameters),
        new WeightingContext(tasks, tasks.stream().map("d"::equals).toList(), WIDTH, 3));
  }

  /** A step in which gradients, where they count, are orthogonal and of length 1. */
  static void weighAndUpdate(
      Weighting weighting, boolean[] active, double[] losses, float[] weights) {
    float[][] unit = new float[active.length][WIDTH];
    for (int k = 0; k < active.length; k++) {
      unit[k][k] = 1;
    }
    weighAndUpdate(weighting, active, losses, unit, weights);
  }

  static void weighAndUpdate(
      Weighting weighting, boolean[] active, double[] losses, float[][] z, float[] weights) {
    byte[] before = saved(weighting);
    if (weighting instanceof LossWeighting byLosses) {
      byLosses.weigh(active, losses, weights);
      assertThat(saved(weighting)).as("weighing alone changes nothing").isEqualTo(before);
      byLosses.update(active, losses);
    } else if (weighting instanceof GradientWeighting byGradients) {
      TaskGradients gradients = gradients(active, z);
      byGradients.weigh(active, losses, gradients, weights);
      assertThat(saved(weighting)).as("weighing alone changes nothing").isEqualTo(before);
      byGradients.update(active, losses, gradients);
    }
  }

  /** Gradients of absent tasks are left as a step before has made them: NaN. */
  static TaskGradients gradients(boolean[] active, float[][] z) {
    TaskGradients gradients = new TaskGradients(active.length, WIDTH);
    boolean[] all = new boolean[active.length];
    Arrays.fill(all, true);
    gradients.begin(all, 1);
    for (int k = 0; k < active.length; k++) {
      for (int c = 0; c < WIDTH; c++) {
        gradients.of(k)[c] = active[k] ? z[k][c] : Float.NaN;
      }
    }
    gradients.complete(all);
    gradients.complete(active);
    return gradients;
  }

  static float[][] randomGradients(Rng rng, int tasks) {
    float[][] z = new float[tasks][WIDTH];
    for (float[] each : z) {
      for (int c = 0; c < WIDTH; c++) {
        each[c] = (float) rng.nextGaussian();
      }
    }
    return z;
  }

  static byte[] saved(Weighting weighting) {
    SnapshotWriter out = new SnapshotWriter();
    weighting.save(out);
    return out.toByteArray();
  }
}
