package io.braid.model.weighting;

import io.braid.model.spec.Params;

/**
 * Multi-task learning as a bargaining game, Nash-MTL (Navon et al., ICML 2022, claim 3.1): the
 * direction that maximises the product of the tasks' gains is sum a_k g_k with G a = 1 / a. It does
 * not depend on the scale of any one task's loss.
 *
 * <p>Here G has a mean diagonal of 1 where the authors' code has a Frobenius norm of 1: then equal
 * orthogonal gradients have weight 1, and the step has the length that orthogonal gradients would
 * have under equal weights.
 */
final class NashMtl extends GramWeighting {
  private final FairShares shares;

  NashMtl(Params params, WeightingContext context) {
    super(context);
    shares = new FairShares(context.size(), 1);
  }

  @Override
  void solve(int n, double[] g, int[] task, double[] w) {
    shares.solve(n, g, w);
  }
}
