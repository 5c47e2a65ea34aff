package io.braid.model.learner;

import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;

/**
 * An interval for the mean of numbers in [-1, 1] that may be looked at after every one of them, and
 * acted on: with the stated confidence it holds at all times at once. Howard, Ramdas, McAuliffe and
 * Sekhon, "Time-uniform, nonparametric, nonasymptotic confidence sequences", Annals of Statistics
 * 49(2), 2021: the empirical-Bernstein sequence (theorem 4)
 *
 * <pre>
 *   | mean of x_1..x_t - mean of E[x_s | past] |  &lt;  u(V_t) / t,   V_t = sum (x_s - m_(s-1))^2
 * </pre>
 *
 * with m the mean so far as the guess of the next, and u the polynomial stitched boundary for the
 * scale c = 2, the length of [-1, 1]:
 *
 * <pre>
 *   u(v) = sqrt(k1^2 v l + k2^2 c^2 l^2) + k2 c l     l = s ln ln(2 v) + ln(zeta(s) / (p (ln 2)^s))
 *   k1 = (2^(1/4) + 2^(-1/4)) / sqrt 2    k2 = (sqrt 2 + 1) / 2    s = 1.4    v at least 1
 * </pre>
 *
 * and p = (1 - confidence) / 2 for each side (their equations for eta = 2 and m = 1, from memory; a
 * simulation tests the coverage). The numbers need be neither independent nor alike: it is the mean
 * of what each was expected to be, given all before it. Not thread-safe.
 */
final class ConfidenceSequence implements State {
  private static final double SCALE = 2.0;
  private static final double EXPONENT = 1.4;
  private static final double ZETA = 3.105547277977552;
  private static final double K1 = (Math.pow(2, 0.25) + Math.pow(2, -0.25)) / Math.sqrt(2);
  private static final double K2 = (Math.sqrt(2) + 1) / 2;

  private final double constant;
  private long count;
  private double sum;
  private double variation;

  /**
   * @param confidence in (0, 1)
   */
  ConfidenceSequence(double confidence) {
    double side = (1 - confidence) / 2;
    constant = Math.log(ZETA / (side * Math.pow(Math.log(2), EXPONENT)));
  }

  /** Adds a number in [-1, 1]. */
  void add(double x) {
    double surprise = x - mean();
    variation += surprise * surprise;
    sum += x;
    count++;
  }

  long count() {
    return count;
  }

  /** Mean of the numbers; 0 before the first. */
  double mean() {
    return count == 0 ? 0 : sum / count;
  }

  /** How far from their mean the interval reaches to either side; infinite before the first. */
  double radius() {
    if (count == 0) {
      return Double.POSITIVE_INFINITY;
    }
    double v = Math.max(1, variation);
    double l = EXPONENT * Math.log(Math.log(2 * v)) + constant;
    double linear = K2 * SCALE * l;
    return (Math.sqrt(K1 * K1 * v * l + linear * linear) + linear) / count;
  }

  void clear() {
    count = 0;
    sum = 0;
    variation = 0;
  }

  @Override
  public void save(SnapshotWriter out) {
    out.putLong(count).putDouble(sum).putDouble(variation);
  }

  @Override
  public void restore(SnapshotReader in) {
    count = in.getLong();
    sum = in.getDouble();
    variation = in.getDouble();
  }
}
