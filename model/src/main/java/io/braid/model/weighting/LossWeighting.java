package io.braid.model.weighting;

/**
 * Combines the tasks' losses into one, by their values alone: the coefficient multiplies the loss,
 * and so acts on the trunk and on the task's head. Costs next to nothing.
 */
public non-sealed interface LossWeighting extends Weighting {
  /**
   * Gives the coefficients of a step; changes no state, as the step may still be refused.
   *
   * @param active which tasks have a label in this step; at least one
   * @param losses mean loss of this step per task, finite where active, else not to be read
   * @param weights receives one non-negative coefficient per task, 0 where not active
   */
  void weigh(boolean[] active, double[] losses, float[] weights);

  /**
   * Takes the losses of a step that has been applied into the state.
   *
   * @param active as in {@link #weigh}
   * @param losses as in {@link #weigh}
   */
  void update(boolean[] active, double[] losses);
}
