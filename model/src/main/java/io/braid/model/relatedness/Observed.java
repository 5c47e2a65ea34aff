package io.braid.model.relatedness;

import io.braid.model.weighting.TaskGradients;

/**
 * What one measured step has shown of its tasks. Reused step by step; a measure reads it and keeps
 * nothing of it. Not thread-safe.
 */
public final class Observed {
  /** Which tasks had a label. */
  public final boolean[] active;

  /** Mean loss of the step per task, finite where active. */
  public final double[] losses;

  /**
   * Gradients of the active tasks' losses by the representation, without any coefficient, complete
   * and finite; null if the trunk gives no representation to compare them in.
   */
  public final TaskGradients gradients;

  /** Rows in the step. */
  public int rows;

  /**
   * {@code [rows][tasks]}: minus the derivative of the row's loss by the task's output, which for a
   * squared error and for a log loss is label minus prediction; NaN where there is no label, and of
   * tasks with several outputs.
   */
  public double[] residuals;

  /**
   * @param active kept, not copied
   * @param losses kept, not copied
   * @param gradients kept; may be null
   */
  public Observed(boolean[] active, double[] losses, TaskGradients gradients) {
    this.active = active;
    this.losses = losses;
    this.gradients = gradients;
    residuals = new double[active.length];
  }

  /** How many tasks there are. */
  public int tasks() {
    return active.length;
  }
}
