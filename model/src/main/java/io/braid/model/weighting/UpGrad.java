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
 * So to first order no task's loss rises, and without conflicts the weights are equal.
 *
 * <p>Solved exactly, on G with a ridge of {@value #RIDGE}, by block principal pivoting (Júdice and
 * Pires, Computers and Operations Research 21, 1994): guess which coordinates are above their
 * bound, solve for those, exchange all that contradict the guess; where that does not lessen the
 * contradictions, the last one alone, which ends after finitely many steps.
 */
final class UpGrad extends GramWeighting {
  private static final double RIDGE = 1e-4;
  private static final double TOLERANCE = 1e-9;
  private static final int PATIENCE = 3;
  private static final int STEPS_EACH = 8;

  private final boolean[] free;
  private final int[] place;
  private final double[] system;
  private final double[] part;
  private final double[] above;
  private final double[] slope;

  UpGrad(Params params, WeightingContext context) {
    super(context);
    int count = context.size();
    free = new boolean[count];
    place = new int[count];
    system = new double[count * count];
    part = new double[count];
    above = new double[count];
    slope = new double[count];
  }

  @Override
  void solve(int n, double[] g, int[] task, double[] w) {
    Arrays.fill(w, 0, n, 1.0);
    for (int i = 0; i < n; i++) {
      g[i * n + i] += RIDGE;
    }
    for (int i = 0; i < n; i++) {
      project(n, g, i);
      for (int j = 0; j < n; j++) {
        w[j] += Math.max(0, above[j]);
      }
    }
  }

  /** Puts v - e_i into {@link #above}. */
  private void project(int n, double[] g, int i) {
    Arrays.fill(free, 0, n, false);
    Arrays.fill(above, 0, n, 0.0);
    System.arraycopy(g, i * n, slope, 0, n);
    int fewest = n + 1;
    int patience = PATIENCE;
    for (int step = 0; step < STEPS_EACH * n; step++) {
      int wrong = 0;
      int last = 0;
      for (int j = 0; j < n; j++) {
        if (contradicts(j)) {
          wrong++;
          last = j;
        }
      }
      if (wrong == 0) {
        return;
      }
      patience = wrong < fewest ? PATIENCE : patience - 1;
      fewest = Math.min(fewest, wrong);
      for (int j = patience >= 0 ? 0 : last; j < n; j++) {
        if (contradicts(j)) {
          free[j] = !free[j];
        }
      }
      solveFree(n, g, i);
    }
  }

  private boolean contradicts(int j) {
    return free[j] ? above[j] < -TOLERANCE : slope[j] < -TOLERANCE;
  }

  private void solveFree(int n, double[] g, int i) {
    int size = 0;
    for (int j = 0; j < n; j++) {
      if (free[j]) {
        place[size++] = j;
      }
    }
    for (int r = 0; r < size; r++) {
      part[r] = -g[i * n + place[r]];
      for (int c = r; c < size; c++) {
        system[r * size + c] = g[place[r] * n + place[c]];
      }
    }
    Cholesky.factor(size, system, RIDGE * RIDGE);
    Cholesky.solve(size, system, part);
    Arrays.fill(above, 0, n, 0.0);
    System.arraycopy(g, i * n, slope, 0, n);
    for (int r = 0; r < size; r++) {
      above[place[r]] = part[r];
      for (int j = 0; j < n; j++) {
        slope[j] += part[r] * g[place[r] * n + j];
      }
    }
  }
}
