package io.braid.model.drift;

import io.braid.model.data.Rng;
import io.braid.model.data.SnapshotException;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Params;
import io.braid.model.spec.SpecException;
import java.util.Arrays;

/**
 * KSWIN: a two-sample Kolmogorov-Smirnov test of the latest r values against r values drawn at
 * random from the rest of a sliding window.
 *
 * <p>Source: Raab, Heusinger and Schleif, "Reactive Soft Prototype Computing for Concept Drift
 * Streams", Neurocomputing 416, 2020. The test's asymptotic threshold, derived: P(sqrt(r/2) D &gt;
 * x) is at most about 2 exp(-2 x^2), so D &gt; sqrt(ln(2/alpha) / r) at level alpha. The draw is
 * without replacement.
 *
 * <p>The test is repeated on every value, so alpha is not a rate of false alarms. On continuous
 * losses the published alpha of 0.005 gives one in some 1,500 values; on 0/1 losses, which are all
 * ties, 30 values hardly ever differ enough: there another detector serves better. A shift upwards
 * is a drift; a shift downwards drops the old values in silence, or with {@code direction: both} is
 * a drift too. No warnings. Not thread-safe.
 */
final class Kswin implements DriftDetector {
  private final double threshold;
  private final boolean both;
  private final Rng random;

  /** The window as a ring; {@code at} is where the next value goes. */
  private final double[] window;

  private final double[] recent;
  private final double[] drawn;
  private int at;
  private int filled;

  Kswin(Params params, long seed) {
    double alpha = params.real("alpha", 0.005, 1e-12, 0.5);
    int stat = params.integer("stat_size", 30, 5, 10_000);
    int size = params.integer("window", 100, 10, 100_000);
    both = params.choice("direction", "up", Detectors.DIRECTIONS).equals("both");
    if (size < 2 * stat) {
      throw new SpecException(
          params.path("window"),
          "'" + size + "' is not allowed, must be at least twice the stat_size of " + stat);
    }
    threshold = Math.sqrt(StrictMath.log(2.0 / alpha) / stat);
    window = new double[size];
    recent = new double[stat];
    drawn = new double[stat];
    random = new Rng(seed);
  }

  @Override
  public Signal add(double value) {
    window[at] = value;
    at = at + 1 == window.length ? 0 : at + 1;
    if (filled < window.length) {
      filled++;
    }
    if (filled < window.length) {
      return Signal.NONE;
    }
    double shift = draw();
    Arrays.sort(recent);
    Arrays.sort(drawn);
    if (distance() <= threshold) {
      return Signal.NONE;
    }
    keepRecent();
    return both || shift > 0.0 ? Signal.DRIFT : Signal.NONE;
  }

  /**
   * Fills both samples; returns sum of the recent minus sum of the drawn. The draw is selection
   * sampling: each old value is taken with probability (still needed) / (still to come).
   */
  private double draw() {
    int old = window.length - recent.length;
    int needed = drawn.length;
    double shift = 0.0;
    int k = at;
    for (int i = 0; i < old; i++) {
      if (needed > 0 && random.nextInt(old - i) < needed) {
        drawn[--needed] = window[k];
        shift -= window[k];
      }
      k = k + 1 == window.length ? 0 : k + 1;
    }
    for (int i = 0; i < recent.length; i++) {
      recent[i] = window[k];
      shift += window[k];
      k = k + 1 == window.length ? 0 : k + 1;
    }
    return shift;
  }

  /** Greatest distance between the two empirical distribution functions. */
  private double distance() {
    int size = recent.length;
    int greatest = 0;
    int i = 0;
    int j = 0;
    while (i < size && j < size) {
      double x = Math.min(recent[i], drawn[j]);
      while (i < size && recent[i] == x) {
        i++;
      }
      while (j < size && drawn[j] == x) {
        j++;
      }
      greatest = Math.max(greatest, Math.abs(i - j));
    }
    return (double) greatest / size;
  }

  /** Keeps the latest values, in order, as the start of a new window. */
  private void keepRecent() {
    int k = (at + window.length - recent.length) % window.length;
    for (int i = 0; i < recent.length; i++) {
      recent[i] = window[k];
      k = k + 1 == window.length ? 0 : k + 1;
    }
    System.arraycopy(recent, 0, window, 0, recent.length);
    at = recent.length;
    filled = recent.length;
  }

  @Override
  public void save(SnapshotWriter out) {
    random.save(out);
    out.putInt(at).putInt(filled).putDoubles(window);
  }

  @Override
  public void restore(SnapshotReader in) {
    random.restore(in);
    at = in.getInt();
    filled = in.getInt();
    in.getDoubles(window);
    if (at < 0 || at >= window.length || filled < 0 || filled > window.length) {
      throw new SnapshotException("a KSWIN window of " + filled + " values does not fit");
    }
  }
}
