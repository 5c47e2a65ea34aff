package io.braid.model.drift;

import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Params;

/**
 * HDDM_A: compares the mean of all values with the mean up to the best earlier cut by Hoeffding's
 * bound.
 *
 * <p>Source: Frías-Blanco, del Campo-Ávila, Ramos-Jiménez, Morales-Bueno, Ortiz-Díaz and
 * Caballero-Mota, "Online and Non-Parametric Drift Detection Methods Based on Hoeffding's Bounds",
 * IEEE TKDE 27(3), 2015, the A-test. The bound, derived: with N values, the first c of them before
 * the cut, mean_N - mean_c = (N - c)/N (mean_new - mean_c), and for values in [0, 1] Hoeffding
 * bounds mean_new - mean_c by sqrt((1/c + 1/(N - c)) ln(1/d) / 2). The product is
 *
 * <pre>
 * mean_N - mean_c &lt;= sqrt((N - c) / (N c) * ln(1/d) / 2)   with probability 1 - d.
 * </pre>
 *
 * The cut is where mean + sqrt(ln(1/d) / 2n) was least. A significant fall (the mirrored test)
 * starts the statistics afresh in silence, or with {@code direction: both} as a drift. Not
 * thread-safe.
 */
final class HddmA implements DriftDetector {
  private final double driftLog;
  private final double warningLog;
  private final boolean both;

  private long n;
  private double sum;
  private long lowN;
  private double lowSum;
  private long highN;
  private double highSum;

  HddmA(Params params, long seed) {
    driftLog = -StrictMath.log(params.real("drift_confidence", 0.001, 1e-12, 0.5)) / 2.0;
    warningLog = -StrictMath.log(params.real("warning_confidence", 0.005, 1e-12, 0.5)) / 2.0;
    both = params.choice("direction", "up", Detectors.DIRECTIONS).equals("both");
  }

  @Override
  public Signal add(double value) {
    n++;
    sum += value;
    double mean = sum / n;
    double bound = Math.sqrt(driftLog / n);
    if (lowN == 0 || mean + bound <= lowSum / lowN + Math.sqrt(driftLog / lowN)) {
      lowN = n;
      lowSum = sum;
    }
    if (highN == 0 || mean - bound >= highSum / highN - Math.sqrt(driftLog / highN)) {
      highN = n;
      highSum = sum;
    }
    double rise = mean - lowSum / lowN;
    double room = (double) (n - lowN) / ((double) n * lowN);
    if (lowN < n && rise > Math.sqrt(room * driftLog)) {
      forget();
      return Signal.DRIFT;
    }
    double highRoom = (double) (n - highN) / ((double) n * highN);
    if (highN < n && highSum / highN - mean > Math.sqrt(highRoom * driftLog)) {
      forget();
      return both ? Signal.DRIFT : Signal.NONE;
    }
    return lowN < n && rise > Math.sqrt(room * warningLog) ? Signal.WARNING : Signal.NONE;
  }

  private void forget() {
    n = 0;
    sum = 0.0;
    lowN = 0;
    lowSum = 0.0;
    highN = 0;
    highSum = 0.0;
  }

  @Override
  public void save(SnapshotWriter out) {
    out.putLong(n).putDouble(sum);
    out.putLong(lowN).putDouble(lowSum).putLong(highN).putDouble(highSum);
  }

  @Override
  public void restore(SnapshotReader in) {
    n = in.getLong();
    sum = in.getDouble();
    lowN = in.getLong();
    lowSum = in.getDouble();
    highN = in.getLong();
    highSum = in.getDouble();
  }
}
