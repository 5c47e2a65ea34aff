package io.braid.model.weighting;

import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import java.util.Arrays;

/**
 * A weighting that sees nothing but the Gram matrix of the active tasks. This class picks those
 * out, and divides the matrix by its mean diagonal, so that a solver works on numbers of order 1
 * and no solution depends on the gradients' common scale. One task alone has weight 1, and so have
 * all where every gradient is 0.
 */
abstract class GramWeighting implements GradientWeighting {
  /** A task whose gradient is shorter than the others' by more than this has no say left. */
  private static final double MOST = 1e30;

  private final int[] task;
  private final double[] gram;
  private final double[] solution;

  GramWeighting(WeightingContext context) {
    int count = context.size();
    task = new int[count];
    gram = new double[count * count];
    solution = new double[count];
  }

  /**
   * Solves one step.
   *
   * @param n active tasks, at least 2
   * @param g their Gram matrix, {@code [n][n]}, of mean diagonal 1; may be overwritten
   * @param task which tasks they are
   * @param w receives the {@code n} coefficients
   */
  abstract void solve(int n, double[] g, int[] task, double[] w);

  @Override
  public final void weigh(
      boolean[] active, double[] losses, TaskGradients gradients, float[] weights) {
    int n = 0;
    double trace = 0;
    for (int k = 0; k < active.length; k++) {
      if (active[k]) {
        task[n++] = k;
        trace += gradients.inner(k, k);
      }
    }
    Arrays.fill(weights, 0f);
    Arrays.fill(solution, 0, n, 1.0);
    if (n > 1 && trace > 0) {
      double scale = n / trace;
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          gram[i * n + j] = gradients.inner(task[i], task[j]) * scale;
        }
      }
      solve(n, gram, task, solution);
    }
    for (int i = 0; i < n; i++) {
      weights[task[i]] = (float) Math.max(-MOST, Math.min(MOST, solution[i]));
    }
  }

  @Override
  public void update(boolean[] active, double[] losses, TaskGradients gradients) {}

  @Override
  public void save(SnapshotWriter out) {}

  @Override
  public void restore(SnapshotReader in) {}
}
