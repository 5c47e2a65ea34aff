package io.braid.model.weighting;

import io.braid.model.spec.Params;

/**
 * Impartial multi-task learning by gradients, IMTL-G (Liu et al., "Towards impartial multi-task
 * learning", ICLR 2021, section 3.1): the combination whose projections on all tasks' directions
 * u_k = g_k / |g_k| are equal. With C the matrix of cosines, &lt;sum_j b_j u_j, u_k&gt; = const for
 * every k means C b = 1 up to scale, and w_k is proportional to b_k / |g_k|: the paper's closed
 * form, without singling out a first task.
 *
 * <p>Departures: a ridge on C, as gradients of few dimensions are dependent; lengths below {@value
 * #SHORTEST} of the mean count as that; and the coefficients' magnitudes, not the coefficients
 * themselves, sum to the number of tasks. The two are the same where all are positive; where they
 * are not, the paper's scaling can divide by 0 or turn the step uphill.
 */
final class ImtlG extends GramWeighting {
  private static final double SHORTEST = 1e-3;

  private final double ridge;
  private final double[] length;

  ImtlG(Params params, WeightingContext context) {
    super(context);
    ridge = params.real("ridge", 0.01, 1e-9, 1e3);
    length = new double[context.size()];
  }

  @Override
  void solve(int n, double[] g, int[] task, double[] w) {
    for (int i = 0; i < n; i++) {
      length[i] = Math.max(SHORTEST, Math.sqrt(g[i * n + i]));
      w[i] = 1;
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        g[i * n + j] = g[i * n + j] / (length[i] * length[j]) + (i == j ? ridge : 0);
      }
    }
    Cholesky.factor(n, g, ridge);
    Cholesky.solve(n, g, w);
    double sum = 0;
    for (int i = 0; i < n; i++) {
      w[i] /= length[i];
      sum += Math.abs(w[i]);
    }
    for (int i = 0; i < n; i++) {
      w[i] *= n / sum;
    }
  }
}
