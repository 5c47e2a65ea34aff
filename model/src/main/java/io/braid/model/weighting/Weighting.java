package io.braid.model.weighting;

import io.braid.model.data.State;

/**
 * Combines the tasks' losses into one: gives each task with a label in this step a coefficient. A
 * task without a label gets 0, and its part of the state does not move. Permuting the tasks
 * permutes the coefficients.
 */
public interface Weighting extends State {
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
