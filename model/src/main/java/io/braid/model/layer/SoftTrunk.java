package io.braid.model.layer;

import io.braid.model.spec.Params;

/**
 * A trunk per task, held close to their mean: every layer's parameters are {@code w_k = w0 + v_k},
 * and a task with a label in the step adds {@code strength / 2 |v_k|^2} to the loss (Evgeniou and
 * Pontil, "Regularized multi-task learning", KDD 2004, there for linear machines).
 *
 * <p>That is the penalty {@code strength / 2 sum_k |w_k - mean|^2}: nothing else holds w0, and of
 * all w0 the mean of the w_k makes {@code sum_k |w_k - w0|^2} smallest. With w0 explicit a step
 * costs what its own tasks cost rather than a mean over all of them, and a task whose labels are
 * rare follows the others through w0 while its own v_k rests.
 *
 * <p>The strength is relative to the loss of one labelled event, whatever the rate of events: where
 * the gradients of a task's events cancel the penalty's on average, the two balance. A strength of
 * 0 leaves w0 and v_k free; a large one is hard sharing.
 */
final class SoftTrunk extends DeviationTrunk {
  private final float strength;

  SoftTrunk(Params params, TrunkContext context) {
    super(Hidden.read(params), 0, context);
    strength = (float) params.real("strength", 0.003, 0, 1e6);
  }

  @Override
  void penalize(boolean[] active) {
    for (Deviations layer : layers) {
      for (int k = 0; strength > 0 && k < active.length; k++) {
        if (active[k]) {
          Penalty.ridge(layer.own(k), strength);
        }
      }
    }
  }
}
