package io.braid.model.drift;

import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Params;

/**
 * The Page-Hinkley test for a rise of the mean.
 *
 * <p>Source: Page, "Continuous Inspection Schemes", Biometrika 41, 1954; the form with a running
 * mean is that of Gama, Sebastião and Rodrigues, "On evaluating stream learning algorithms",
 * Machine Learning 90, 2013: m_t = sum of (x_i - mean_i - delta), M_t = min m_i, alarm when m_t -
 * M_t &gt; lambda. The difference g_t = m_t - M_t obeys g_t = max(0, g_{t-1} + x_t - mean_t -
 * delta), which is what is kept, so nothing grows with the stream.
 *
 * <p>Expected on a stationary stream of variance v, with the mean known (g is then close to a
 * reflected Brownian motion with drift -delta): one false alarm every v/(2 delta^2) (e^a - 1 - a)
 * values, a = 2 delta lambda / v. After a rise by D: a delay near lambda / (D - delta). No
 * warnings. Not thread-safe.
 */
final class PageHinkley implements DriftDetector {
  private final double delta;
  private final double lambda;
  private final int least;

  private long n;
  private double mean;
  private double excess;

  PageHinkley(Params params, long seed) {
    delta = params.real("delta", 0.005, 0.0, 1.0);
    lambda = params.real("lambda", 50.0, 0.1, 1e9);
    least = params.integer("min_values", 30, 1, Integer.MAX_VALUE);
  }

  @Override
  public Signal add(double value) {
    n++;
    mean += (value - mean) / n;
    excess = Math.max(0.0, excess + value - mean - delta);
    if (n < least || excess <= lambda) {
      return Signal.NONE;
    }
    n = 0;
    mean = 0.0;
    excess = 0.0;
    return Signal.DRIFT;
  }

  @Override
  public void save(SnapshotWriter out) {
    out.putLong(n).putDouble(mean).putDouble(excess);
  }

  @Override
  public void restore(SnapshotReader in) {
    n = in.getLong();
    mean = in.getDouble();
    excess = in.getDouble();
  }
}
