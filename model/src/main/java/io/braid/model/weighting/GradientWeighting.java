package io.braid.model.weighting;

/**
 * Combines the tasks' gradients where they meet: at the representation the trunk gives. The heads'
 * backward passes give z_k = dL_k/dh per task, the weighting gives w_k, and one backward pass of
 * the trunk takes sum w_k z_k (Sener and Koltun, "Multi-task learning as multi-objective
 * optimization", NeurIPS 2018, section 3.3). So a step costs one trunk pass however many tasks.
 *
 * <p>The coefficient acts on the trunk alone. A head's parameters belong to one task: nothing
 * conflicts there, and a coefficient near 0 or below it, quite usual here, would stop the head or
 * turn it round. So heads follow their own task's gradient.
 *
 * <p>Unless an entry says otherwise, coefficients are near 1 where the gradients are orthogonal and
 * of one length, so that a learning rate found with equal weights still fits.
 */
public non-sealed interface GradientWeighting extends Weighting {
  /**
   * Gives the coefficients of a step; changes no state, as the step may still be refused.
   *
   * @param active which tasks have a label in this step; at least one
   * @param losses mean loss of this step per task, finite where active, else not to be read
   * @param gradients of the active tasks, complete and finite
   * @param weights receives one finite coefficient per task, 0 where not active; may be negative
   */
  void weigh(boolean[] active, double[] losses, TaskGradients gradients, float[] weights);

  /**
   * Takes a step that has been applied into the state.
   *
   * @param active as in {@link #weigh}
   * @param losses as in {@link #weigh}
   * @param gradients as in {@link #weigh}
   */
  void update(boolean[] active, double[] losses, TaskGradients gradients);
}
