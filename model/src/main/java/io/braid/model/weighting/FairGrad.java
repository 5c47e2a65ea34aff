package io.braid.model.weighting;

import io.braid.model.spec.Params;

/**
 * Fair resource allocation, FairGrad (Ban and Ji, "Fair resource allocation in multi-task
 * learning", ICML 2024): the direction of most alpha-fair gain, sum w_k g_k with G w =
 * w^(-1/alpha). Alpha 1 is proportional fairness, the same as nash_mtl; towards 0 the sum of gains
 * counts, and the larger alpha, the more the least gain does. G has a mean diagonal of 1, so that
 * the solution does not depend on the gradients' common scale.
 */
final class FairGrad extends GramWeighting {
  private final FairShares shares;

  FairGrad(Params params, WeightingContext context) {
    super(context);
    shares = new FairShares(context.size(), 1 / params.real("alpha", 1.0, 0.2, 20.0));
  }

  @Override
  void solve(int n, double[] g, int[] task, double[] w) {
    shares.solve(n, g, w);
  }
}
