package io.braid.model.weighting;

import io.braid.model.spec.Params;

/**
 * Conflict-averse gradient descent (Liu et al., NeurIPS 2021, equation 3 and its dual): the
 * direction that does most for the task it does least for, in a ball of radius c |g0| around the
 * mean gradient g0. With g_x = sum x_k g_k,
 *
 * <pre>
 *   min over the simplex of  &lt;g_x, g0&gt; + c |g0| |g_x|
 *   d = n (g0 + c |g0| g_x / |g_x|) / (1 + c^2)
 * </pre>
 *
 * The divisor is that of the authors' code; n turns their mean of losses into a sum. With c = 0
 * equal weights; the larger c, the closer to mgda.
 */
final class CaGrad extends GramWeighting {
  /** Where the gradients cancel, g_x is rounding error: no unit vector is made of that. */
  private static final double LEAST = 1e-10;

  private final double c;
  private final SimplexDescent descent;
  private final double[] toMean;

  CaGrad(Params params, WeightingContext context) {
    super(context);
    c = params.real("c", 0.5, 0.0, 100.0);
    descent = new SimplexDescent(context.size());
    toMean = new double[context.size()];
  }

  @Override
  void solve(int n, double[] g, int[] task, double[] w) {
    double square = 0;
    for (int i = 0; i < n; i++) {
      double sum = 0;
      for (int j = 0; j < n; j++) {
        sum += g[i * n + j];
      }
      toMean[i] = sum / n;
      square += sum / n / n;
    }
    double radius = c * Math.sqrt(Math.max(0, square));
    double reach = 0;
    if (radius > 0) {
      descent.minimise(n, g, toMean, radius, w);
      double length = 0;
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          length += w[i] * g[i * n + j] * w[j];
        }
      }
      reach = radius / Math.sqrt(Math.max(length, LEAST));
    }
    for (int i = 0; i < n; i++) {
      w[i] = (1 + n * reach * w[i]) / (1 + c * c);
    }
  }
}
