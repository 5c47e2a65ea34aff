package io.braid.model.weighting;

import io.braid.model.spec.Params;
import java.util.Arrays;

/**
 * Unconflicting projection of gradients, UPGrad (Quinton and Rey, "Jacobian descent for
 * multi-objective optimization", 2024, section 3): each task's gradient is projected on the cone of
 * directions that conflict with no task, and the projections are summed. In coefficients, for each
 * i,
 *
 * <pre>  min v'Gv / 2   over v >= e_i;   w = sum of the v</pre>
 *
 * So to first order no task's loss rises, and without conflicts the weights are equal. Solved by
 * coordinate descent, each coordinate to its own bounded minimum in turn, on G with a ridge of
 * {@value #RIDGE}; {@code sweeps} bounds its work where gradients nearly cancel.
 */
final class UpGrad extends GramWeighting {
  private static final double RIDGE = 1e-4;
  private static final double TOLERANCE = 1e-10;

  private final int sweeps;
  private final double[] v;
  private final double[] slope;

  UpGrad(Params params, WeightingContext context) {
    super(context);
    sweeps = params.integer("sweeps", 32, 1, 100_000);
    v = new double[context.size()];
    slope = new double[context.size()];
  }

  @Override
  void solve(int n, double[] g, int[] task, double[] w) {
    Arrays.fill(w, 0, n, 0.0);
    for (int i = 0; i < n; i++) {
      g[i * n + i] += RIDGE;
    }
    for (int i = 0; i < n; i++) {
      project(n, g, i);
      for (int j = 0; j < n; j++) {
        w[j] += v[j];
      }
    }
  }

  private void project(int n, double[] g, int i) {
    Arrays.fill(v, 0, n, 0.0);
    v[i] = 1;
    System.arraycopy(g, i * n, slope, 0, n);
    double moved = 1;
    for (int s = 0; s < sweeps && moved > TOLERANCE; s++) {
      moved = 0;
      for (int j = 0; j < n; j++) {
        double own = g[j * n + j];
        double to = Math.max(i == j ? 1 : 0, v[j] - slope[j] / own);
        double by = to - v[j];
        if (by != 0) {
          v[j] = to;
          moved = Math.max(moved, by * by * own);
          for (int l = 0; l < n; l++) {
            slope[l] += by * g[j * n + l];
          }
        }
      }
    }
  }
}
