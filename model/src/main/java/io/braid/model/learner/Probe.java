package io.braid.model.learner;

import io.braid.model.relatedness.Observed;
import io.braid.model.weighting.TaskGradients;

/** What a model's step shows of its tasks, in the steps in which it is asked for. No state. */
final class Probe {
  /** Whether the step at hand is measured. */
  boolean on;

  /** Whether all there is to see of it has been seen, and is finite. */
  boolean complete;

  private final Objective objective;
  private Observed observed;

  Probe(Objective objective) {
    this.objective = objective;
  }

  /**
   * @param gradients where the tasks' gradients will be found; may be null
   */
  void watch(TaskGradients gradients) {
    observed = new Observed(objective.active, objective.values, gradients);
  }

  /** What has been seen, once a step is complete. */
  Observed observed() {
    return observed;
  }

  /** Takes the residuals of the rows just evaluated, before their gradients are weighed. */
  void take(int rows, double[] labels, double[] rowWeights) {
    int tasks = objective.tasks();
    observed.rows = rows;
    if (observed.residuals.length < rows * tasks) {
      observed.residuals = new double[rows * tasks];
    }
    for (int k = 0; k < tasks; k++) {
      int labelled = 0;
      for (int r = 0; r < rows; r++) {
        labelled += Double.isNaN(labels[r * tasks + k]) ? 0 : 1;
      }
      boolean scalar = objective.active[k] && objective.loss(k).outputs() == 1;
      float[] gradient = objective.gradient(k);
      for (int r = 0; r < rows; r++) {
        boolean known = scalar && !Double.isNaN(labels[r * tasks + k]);
        // The gradient is that of the mean over the labelled rows, each with its weight.
        observed.residuals[r * tasks + k] =
            known ? -gradient[r] * (double) labelled / rowWeights[r] : Double.NaN;
      }
    }
  }
}
