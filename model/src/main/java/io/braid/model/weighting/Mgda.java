package io.braid.model.weighting;

import io.braid.model.spec.Params;

/**
 * Multiple gradient descent: the shortest vector in the convex hull of the gradients (Désidéri,
 * "Multiple-gradient descent algorithm", 2012; Sener and Koltun, NeurIPS 2018, equation 3),
 *
 * <pre>  min a'Ga   over a >= 0, sum a = 1;   w = n a</pre>
 *
 * A direction along which no loss rises; 0 where there is none. The task with the shortest gradient
 * has the most say, so one task that is as good as solved slows all others down.
 */
final class Mgda extends GramWeighting {
  private final SimplexDescent descent;

  Mgda(Params params, WeightingContext context) {
    super(context);
    descent = new SimplexDescent(context.size());
  }

  @Override
  void solve(int n, double[] g, int[] task, double[] w) {
    descent.square(n, g, w);
    for (int i = 0; i < n; i++) {
      w[i] *= n;
    }
  }
}
