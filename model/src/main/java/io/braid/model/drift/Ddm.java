package io.braid.model.drift;

import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Params;

/**
 * DDM: the error rate p is a binomial proportion of deviation s = sqrt(p (1 - p) / n); a rise of p
 * + s over its least value by 2 deviations warns, by 3 is a drift.
 *
 * <p>Source: Gama, Medas, Castillo and Rodrigues, "Learning with Drift Detection", SBIA 2004,
 * section 3: warning at p_i + s_i &gt;= p_min + 2 s_min, drift at p_min + 3 s_min, after 30 values.
 * Differences: p is (errors + 1) / (n + 2), because with the plain rate a stream that began without
 * an error has s_min = 0 and its first error ever would be a drift; and the comparison is strict.
 * Values between 0 and 1 are taken as they are: s then is an upper bound of their deviation. Not
 * thread-safe.
 */
final class Ddm implements DriftDetector {
  private final double warningLevel;
  private final double driftLevel;
  private final int least;

  private long n;
  private double errors;
  private double leastRate;
  private double leastDeviation;

  Ddm(Params params, long seed) {
    warningLevel = params.real("warning_level", 2.0, 0.0, 100.0);
    driftLevel = params.real("drift_level", 3.0, 0.0, 100.0);
    least = params.integer("min_values", 30, 1, Integer.MAX_VALUE);
    forget();
  }

  private void forget() {
    n = 0;
    errors = 0.0;
    leastRate = 1.0;
    leastDeviation = 1.0;
  }

  @Override
  public Signal add(double value) {
    n++;
    errors += value;
    if (n < least) {
      return Signal.NONE;
    }
    double rate = (errors + 1.0) / (n + 2.0);
    double deviation = Math.sqrt(rate * (1.0 - rate) / n);
    double level = rate + deviation;
    if (level <= leastRate + leastDeviation) {
      leastRate = rate;
      leastDeviation = deviation;
    }
    if (level > leastRate + driftLevel * leastDeviation) {
      forget();
      return Signal.DRIFT;
    }
    return level > leastRate + warningLevel * leastDeviation ? Signal.WARNING : Signal.NONE;
  }

  @Override
  public void save(SnapshotWriter out) {
    out.putLong(n).putDouble(errors).putDouble(leastRate).putDouble(leastDeviation);
  }

  @Override
  public void restore(SnapshotReader in) {
    n = in.getLong();
    errors = in.getDouble();
    leastRate = in.getDouble();
    leastDeviation = in.getDouble();
  }
}
