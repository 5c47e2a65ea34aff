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
 * <p>Solved on G with a ridge of {@value #RIDGE}, which makes the solution unique, by block
 * principal pivoting (Júdice and Pires, Computers and Operations Research 21, 1994): guess which
 * coordinates are above their bound, solve for those, exchange all that contradict the guess. That
 * ends with the exact solution, mostly after two or three exchanges. Where it has not after {@value
 * #EXCHANGES} (many more tasks than dimensions), {@value #SWEEPS} sweeps of coordinate descent give
 * a point that keeps the bounds and is near the least. The dearest of the weightings: n systems of
 * up to n unknowns each.
 */
final class UpGrad extends GramWeighting {
  private static final double RIDGE = 1e-4;
  private static final double TOLERANCE = 1e-9;
  private static final int EXCHANGES = 6;
  private static final int SWEEPS = 16;

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
    begin(n, g, i);
    for (int step = 0; exchange(n) > 0; step++) {
      if (step == EXCHANGES) {
        descend(n, g, i);
        return;
      }
      solveFree(n, g, i);
    }
  }

  private void begin(int n, double[] g, int i) {
    Arrays.fill(above, 0, n, 0.0);
    System.arraycopy(g, i * n, slope, 0, n);
  }

  /** Exchanges what contradicts the guess; returns how many did. */
  private int exchange(int n) {
    int count = 0;
    for (int j = 0; j < n; j++) {
      if (free[j] ? above[j] < -TOLERANCE : slope[j] < -TOLERANCE) {
        free[j] = !free[j];
        count++;
      }
    }
    return count;
  }

  /** Each coordinate to its own bounded minimum in turn. */
  private void descend(int n, double[] g, int i) {
    begin(n, g, i);
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (int j = 0; j < n; j++) {
        double by = Math.max(0, above[j] - slope[j] / g[j * n + j]) - above[j];
        if (by != 0) {
          above[j] += by;
          for (int l = 0; l < n; l++) {
            slope[l] += by * g[j * n + l];
          }
        }
      }
    }
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
    begin(n, g, i);
    for (int r = 0; r < size; r++) {
      above[place[r]] = part[r];
      for (int j = 0; j < n; j++) {
        slope[j] += part[r] * g[place[r] * n + j];
      }
    }
  }
}
