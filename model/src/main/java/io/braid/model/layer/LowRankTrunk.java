package io.braid.model.layer;

import io.braid.model.spec.Params;

/**
 * A trunk per task whose layers differ from a common one by matrices of low rank together: {@code
 * W_k = W0 + A B_k}, with A common to all tasks and r columns wide. The loss gains {@code strength
 * / 2 (|A|^2 + |B_k|^2)} of the tasks with a label in the step (Frobenius norms; the tasks' own
 * biases count with B_k, and A counts once per step).
 *
 * <p>With the deviations side by side, {@code [V_1 ... V_K] = A [B_1 ... B_K]}, the smallest
 * possible {@code 1/2 (|A|^2 + sum_k |B_k|^2)} over all factors of the same product is its trace
 * norm, the sum of its singular values: Srebro, Rennie and Jaakkola, "Maximum-margin matrix
 * factorization", NIPS 2004, lemma 1. So it favours deviations that lie in few directions which the
 * tasks share, as trace norm regularisation of multi-task networks does (Yang and Hospedales,
 * "Trace norm regularised deep multi-task learning", 2016, arXiv 1606.04038), but without a
 * decomposition per step. As that norm is over all tasks at once while steps have some of them, the
 * balance between A and the B_k is that of the labels' rates.
 *
 * <p>A task costs r (in + out) numbers per layer, so hundreds of tasks fit.
 */
final class LowRankTrunk extends DeviationTrunk {
  private final float strength;

  LowRankTrunk(Params params, TrunkContext context) {
    this(Hidden.read(params), params, context);
  }

  private LowRankTrunk(Hidden hidden, Params params, TrunkContext context) {
    super(hidden, params.integer("rank", 4, 1, 65_536), context);
    strength = (float) params.real("strength", 1e-3, 0, 1e6);
  }

  @Override
  void penalize(boolean[] active) {
    for (Deviations layer : layers) {
      if (strength > 0) {
        Penalty.ridge(layer.projection(), strength);
      }
      for (int k = 0; strength > 0 && k < active.length; k++) {
        if (active[k]) {
          Penalty.ridge(layer.own(k), strength);
        }
      }
    }
  }
}
