package io.braid.model.weighting;

import io.braid.model.data.Rng;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import java.util.Arrays;

/**
 * Gradient surgery: each task's gradient meets the others' one by one, in random order, and has a
 * multiple of them added where they disagree; the results are summed. Carried out on coefficients:
 * row i of C, at first the unit matrix, says what the i-th gradient is made of, so that all that is
 * needed of it is C_i G. The order is drawn for each i anew.
 */
abstract class Surgery extends GramWeighting {
  private final TaskDraws draws;
  private final int[] order;
  private final long[] key;
  private final double[] made;
  private final double[] inner;

  Surgery(WeightingContext context) {
    super(context);
    int count = context.size();
    draws = new TaskDraws(context);
    order = new int[count];
    key = new long[count];
    made = new double[count];
    inner = new double[count];
  }

  /**
   * What is added of gradient j to gradient i as it is by now.
   *
   * @param taskI the task of gradient i
   * @param taskJ the task of gradient j
   * @param inner their inner product
   * @param squareI squared norm of i, may be 0
   * @param squareJ squared norm of j, positive
   */
  abstract double correction(int taskI, int taskJ, double inner, double squareI, double squareJ);

  @Override
  final void solve(int n, double[] g, int[] task, double[] w) {
    Arrays.fill(w, 0, n, 0.0);
    for (int i = 0; i < n; i++) {
      Arrays.fill(made, 0, n, 0.0);
      made[i] = 1;
      System.arraycopy(g, i * n, inner, 0, n);
      double square = g[i * n + i];
      int others = order(n, i, task);
      for (int o = 0; o < others; o++) {
        int j = order[o];
        double squareJ = g[j * n + j];
        if (!(squareJ > 0)) {
          continue;
        }
        double c = correction(task[i], task[j], inner[j], square, squareJ);
        if (c != 0) {
          made[j] += c;
          square = Math.max(0, square + c * (2 * inner[j] + c * squareJ));
          for (int l = 0; l < n; l++) {
            inner[l] += c * g[j * n + l];
          }
        }
      }
      for (int j = 0; j < n; j++) {
        w[j] += made[j];
      }
    }
  }

  /** Puts all but i in the order of keys drawn from the numbers of both tasks. */
  private int order(int n, int i, int[] task) {
    long own = Double.doubleToRawLongBits(draws.of(task[i]));
    int count = 0;
    for (int j = 0; j < n; j++) {
      if (j == i) {
        continue;
      }
      long drawn = Rng.mix(own + 31 * Double.doubleToRawLongBits(draws.of(task[j])));
      int at = count++;
      for (; at > 0 && key[at - 1] > drawn; at--) {
        key[at] = key[at - 1];
        order[at] = order[at - 1];
      }
      key[at] = drawn;
      order[at] = j;
    }
    return count;
  }

  @Override
  public void update(boolean[] active, double[] losses, TaskGradients gradients) {
    draws.next(active);
  }

  @Override
  public void save(SnapshotWriter out) {
    draws.save(out);
  }

  @Override
  public void restore(SnapshotReader in) {
    draws.restore(in);
  }
}
