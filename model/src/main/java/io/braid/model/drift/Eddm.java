package io.braid.model.drift;

import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Params;

/**
 * EDDM: watches the distance between errors, which shrinks when errors become more frequent, slowly
 * or not.
 *
 * <p>Source: Baena-García, del Campo-Ávila, Fidalgo, Bifet, Gavaldà and Morales-Bueno, "Early Drift
 * Detection Method", 4th International Workshop on Knowledge Discovery from Data Streams, 2006:
 * with p' and s' the mean and deviation of the distance between two errors, (p' + 2s') over its
 * greatest value below alpha = 0.95 warns, below beta = 0.90 is a drift, after 30 errors.
 *
 * <p>A value above 0.5 is an error. With distances that are geometric (a stationary stream) s' is
 * about p', so the statistic's relative error after k errors is near 1/sqrt(k) while beta allows
 * 0.1: hundreds of errors must pass before it is steady. False alarms early on a stationary stream
 * are a known property of the method, not of this code. Not thread-safe.
 */
final class Eddm implements DriftDetector {
  private static final double ERROR_ABOVE = 0.5;

  private final double warningLevel;
  private final double driftLevel;
  private final int least;

  /** Values since the last error; negative before the first, which ends no distance. */
  private long sinceError = -1;

  /** Distances seen. */
  private long errors;

  private double mean;
  private double squares;
  private double greatest;

  Eddm(Params params, long seed) {
    warningLevel = params.real("alpha", 0.95, 0.0, 1.0);
    driftLevel = params.real("beta", 0.90, 0.0, 1.0);
    least = params.integer("min_errors", 30, 1, Integer.MAX_VALUE);
  }

  @Override
  public Signal add(double value) {
    if (sinceError >= 0) {
      sinceError++;
    }
    if (value <= ERROR_ABOVE) {
      return Signal.NONE;
    }
    if (sinceError < 0) {
      sinceError = 0;
      return Signal.NONE;
    }
    errors++;
    double away = sinceError - mean;
    mean += away / errors;
    squares += away * (sinceError - mean);
    sinceError = 0;
    if (errors < least) {
      return Signal.NONE;
    }
    double level = mean + 2.0 * Math.sqrt(squares / errors);
    greatest = Math.max(greatest, level);
    if (level < driftLevel * greatest) {
      errors = 0;
      mean = 0.0;
      squares = 0.0;
      greatest = 0.0;
      return Signal.DRIFT;
    }
    return level < warningLevel * greatest ? Signal.WARNING : Signal.NONE;
  }

  @Override
  public void save(SnapshotWriter out) {
    out.putLong(sinceError).putLong(errors).putDouble(mean).putDouble(squares).putDouble(greatest);
  }

  @Override
  public void restore(SnapshotReader in) {
    sinceError = in.getLong();
    errors = in.getLong();
    mean = in.getDouble();
    squares = in.getDouble();
    greatest = in.getDouble();
  }
}
