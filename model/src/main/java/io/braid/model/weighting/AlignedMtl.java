package io.braid.model.weighting;

import io.braid.model.spec.Params;
import java.util.Arrays;

/**
 * Independent component alignment, Aligned-MTL (Senushkin et al., CVPR 2023, algorithm 1): the
 * gradients are replaced by the nearest ones that are orthogonal and of one length, that of their
 * weakest principal component. With G = VLV',
 *
 * <pre>  w = sqrt(l_min) V L^(-1/2) V' 1</pre>
 *
 * over the components whose eigenvalue is above {@code floor} times the largest; the others count
 * as rounding error, as in the paper's rank. Coefficients may be negative.
 */
final class AlignedMtl extends GramWeighting {
  private final double floor;
  private final SymmetricRoot root;

  AlignedMtl(Params params, WeightingContext context) {
    super(context);
    floor = params.real("floor", 1e-4, 1e-12, 1.0);
    root = new SymmetricRoot(context.size());
  }

  @Override
  void solve(int n, double[] g, int[] task, double[] w) {
    Arrays.fill(w, 0, n, 1.0);
    double[] values = root.forth(n, g, w);
    double most = 0;
    for (int i = 0; i < n; i++) {
      most = Math.max(most, values[i]);
    }
    double least = most;
    for (int i = 0; i < n; i++) {
      if (values[i] >= floor * most) {
        least = Math.min(least, values[i]);
      }
    }
    for (int i = 0; i < n; i++) {
      w[i] *= values[i] >= floor * most ? Math.sqrt(least / values[i]) : 0;
    }
    root.back(n, g, w);
  }
}
