package io.braid.model.weighting;

import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Params;
import java.util.Arrays;

/**
 * Fast adaptive multitask optimization, FAMO (Liu et al., NeurIPS 2023, algorithm 1): moves the
 * tasks' log losses at one pace, and learns from the losses alone which task lags behind. With z =
 * softmax(xi) and D the losses,
 *
 * <pre>
 *   w_k = c z_k / D_k,   d_k = log D_k before - log D_k after the step,
 *   xi &lt;- xi - rate Adam(J d + pull xi),   (J d)_k = z_k (d_k - sum_j z_j d_j)
 * </pre>
 *
 * <p>On a stream D is a fading mean: the loss of one event, before and after a step, says nothing
 * of its task. The softmax of an update covers the tasks with a label, so a task alone moves
 * nothing; c makes the mean weight of the tasks seen so far 1. Each xi has Adam's moments (Kingma
 * and Ba, 2015) and a step count of its own.
 */
final class Famo implements LossWeighting {
  private static final double LEAST = 1e-8;
  private static final double LIMIT = 20;
  private static final double FIRST = 0.9;
  private static final double SECOND = 0.999;

  private final double rate;
  private final double pull;
  private final LossAverage average;
  private final double[] xi;
  private final double[] first;
  private final double[] second;
  private final double[] firstLeft;
  private final double[] secondLeft;
  private final double[] gain;
  private final double[] worth;

  Famo(Params params, WeightingContext context) {
    int count = context.size();
    rate = params.real("step_size", 0.025, 1e-9, 1.0);
    pull = params.real("pull", 0.01, 0.0, 10.0);
    average = new LossAverage(count, params.real("decay", 0.05, 1e-6, 0.999));
    xi = new double[count];
    first = new double[count];
    second = new double[count];
    firstLeft = new double[count];
    secondLeft = new double[count];
    gain = new double[count];
    worth = new double[count];
    Arrays.fill(firstLeft, 1);
    Arrays.fill(secondLeft, 1);
  }

  @Override
  public void weigh(boolean[] active, double[] losses, float[] weights) {
    for (int k = 0; k < worth.length; k++) {
      worth[k] = Math.exp(xi[k]) / (average.mean(k) + LEAST);
    }
    Shares.weigh(active, worth, average, weights);
  }

  @Override
  public void update(boolean[] active, double[] losses) {
    double whole = 0;
    double mean = 0;
    for (int k = 0; k < xi.length; k++) {
      gain[k] = Math.log(average.mean(k) + LEAST);
    }
    average.addAll(active, losses);
    for (int k = 0; k < xi.length; k++) {
      if (active[k]) {
        gain[k] -= Math.log(average.mean(k) + LEAST);
        whole += Math.exp(xi[k]);
        mean += Math.exp(xi[k]) * gain[k];
      }
    }
    mean /= whole;
    for (int k = 0; k < xi.length; k++) {
      if (active[k]) {
        adam(k, Math.exp(xi[k]) / whole * (gain[k] - mean) + pull * xi[k]);
      }
    }
  }

  private void adam(int k, double slope) {
    first[k] += (1 - FIRST) * (slope - first[k]);
    second[k] += (1 - SECOND) * (slope * slope - second[k]);
    firstLeft[k] *= FIRST;
    secondLeft[k] *= SECOND;
    double size = Math.sqrt(second[k] / (1 - secondLeft[k])) + 1e-8;
    double moved = xi[k] - rate * first[k] / (1 - firstLeft[k]) / size;
    xi[k] = Math.max(-LIMIT, Math.min(LIMIT, moved));
  }

  @Override
  public void save(SnapshotWriter out) {
    average.save(out);
    out.putDoubles(xi).putDoubles(first).putDoubles(second);
    out.putDoubles(firstLeft).putDoubles(secondLeft);
  }

  @Override
  public void restore(SnapshotReader in) {
    average.restore(in);
    in.getDoubles(xi);
    in.getDoubles(first);
    in.getDoubles(second);
    in.getDoubles(firstLeft);
    in.getDoubles(secondLeft);
  }
}
