package io.braid.model.relatedness;

import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Params;

/**
 * Whether two tasks are wrong in the same direction at the same event: the correlation of their
 * residuals, shrunk to 0 while little has been seen,
 *
 * <pre>  r_ij = n / (n + shrinkage)  mean(s_i s_j),     s_k = (e_k - mean e_k) / sd e_k</pre>
 *
 * with all means fading and n what the mean of the pair is worth. (Shrinking a correlation to 0 by
 * a factor, there of a sample covariance: Ledoit and Wolf, 2004; this factor is the posterior mean
 * under as many prior observations.) An s_k counts as at most {@value #MOST} in size, so that no
 * single event decides. What is left to predict after the model has had its say is in the
 * residuals, so two tasks may have a strong signal in common and none in these. Needs no trunk that
 * shares anything; tasks with several outputs (classes, quantiles) have no one residual and stay
 * unknown.
 */
final class ResidualCorrelation implements Measure {
  private static final double MOST = 4;

  private final double shrinkage;
  private final FadingPairs pairs;

  // Fading sums per task.
  private final double[] sum;
  private final double[] squares;
  private final double[] mass;
  private final long[] seen;

  /** Of the row at hand; NaN where unknown. */
  private final double[] standardized;

  ResidualCorrelation(Params params, MeasureContext context) {
    pairs = new FadingPairs(params, context.tasks(), true);
    shrinkage = params.real("shrinkage", 50, 0, 1e6);
    sum = new double[context.tasks()];
    squares = new double[context.tasks()];
    mass = new double[context.tasks()];
    seen = new long[context.tasks()];
    standardized = new double[context.tasks()];
  }

  @Override
  public void observe(Observed step) {
    for (int r = 0; r < step.rows; r++) {
      int at = r * step.tasks();
      for (int k = 0; k < standardized.length; k++) {
        standardized[k] = standardize(k, step.residuals[at + k]);
      }
      for (int i = 1; i < standardized.length; i++) {
        for (int j = 0; j < i && !Double.isNaN(standardized[i]); j++) {
          // NaN says nothing.
          pairs.add(i, j, standardized[i] * standardized[j]);
        }
      }
    }
  }

  /** By what the task's residuals were before this one, which then joins them. */
  private double standardize(int k, double residual) {
    if (Double.isNaN(residual)) {
      return Double.NaN;
    }
    double mean = sum[k] / mass[k];
    double deviation = Math.sqrt(Math.max(0, squares[k] / mass[k] - mean * mean));
    boolean known = seen[k] >= FadingPairs.LEAST && deviation > 0;
    double keep = 1 - pairs.decay();
    sum[k] = keep * sum[k] + residual;
    squares[k] = keep * squares[k] + residual * residual;
    mass[k] = keep * mass[k] + 1;
    seen[k]++;
    return known ? Math.max(-MOST, Math.min(MOST, (residual - mean) / deviation)) : Double.NaN;
  }

  private double shrink(int i, int j) {
    double n = pairs.count(i, j);
    return n / (n + shrinkage);
  }

  @Override
  public double value(int i, int j) {
    return i == j ? 1 : Math.max(-1, Math.min(1, shrink(i, j) * pairs.mean(i, j)));
  }

  @Override
  public double standardError(int i, int j) {
    return i == j ? 0 : shrink(i, j) * pairs.standardError(i, j);
  }

  @Override
  public void save(SnapshotWriter out) {
    pairs.save(out);
    out.putDoubles(sum).putDoubles(squares).putDoubles(mass).putLongs(seen);
  }

  @Override
  public void restore(SnapshotReader in) {
    pairs.restore(in);
    in.getDoubles(sum);
    in.getDoubles(squares);
    in.getDoubles(mass);
    in.getLongs(seen);
  }
}
