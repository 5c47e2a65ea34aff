package io.braid.model.relatedness;

import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;
import io.braid.model.spec.Params;

/**
 * The exponentially fading mean of a number per pair of tasks, and its standard error. A pair fades
 * only when it is seen, so pairs that are rare together are remembered as long as others.
 *
 * <p>With the weights {@code w_t = (1 - decay)^(T - t)} of the T numbers v_t seen of a pair,
 *
 * <pre>
 *   m = sum w v / sum w,      n = (sum w)^2 / sum w^2,
 *   se^2 = (sum w v^2 / sum w - m^2) / (n - 1)
 * </pre>
 *
 * n is the number of equally weighted numbers whose mean has the variance of m, which for T without
 * end is {@code (2 - decay) / decay}; se^2 is unbiased for independent numbers of one distribution,
 * as {@code E (sum w v^2 / sum w - m^2) = sigma^2 (1 - 1/n)}. (For the correlation of two normal
 * numbers it would be {@code (1 - r^2) / sqrt(n)}; nothing here is normal.) Neighbouring steps of a
 * stream resemble each other, and then the truth is less certain than this says.
 */
final class FadingPairs implements State {
  /** A pair is unknown before it has been worth so many numbers. */
  static final int LEAST = 30;

  /** Numbers beyond this, whose squares would be lost, are left out. */
  private static final double MOST = 1e100;

  private final int tasks;
  private final boolean symmetric;
  private final double decay;
  private final double[] sum;
  private final double[] squares;
  private final double[] mass;
  private final double[] squaredMass;

  /**
   * @param symmetric whether (i, j) and (j, i) are one pair, and (i, i) none
   */
  FadingPairs(Params params, int tasks, boolean symmetric) {
    this.tasks = tasks;
    this.symmetric = symmetric;
    decay = params.real("decay", 0.005, 1e-6, 0.05);
    int pairs = symmetric ? tasks * (tasks - 1) / 2 : tasks * tasks;
    sum = new double[pairs];
    squares = new double[pairs];
    mass = new double[pairs];
    squaredMass = new double[pairs];
  }

  /** Share of the newest number in a mean that has seen many. */
  double decay() {
    return decay;
  }

  private int cell(int i, int j) {
    if (!symmetric) {
      return i * tasks + j;
    }
    int low = Math.min(i, j);
    int high = Math.max(i, j);
    return high * (high - 1) / 2 + low;
  }

  /** Takes in a number of a pair; one that is not finite says nothing. */
  void add(int i, int j, double value) {
    if (!(Math.abs(value) <= MOST)) {
      return;
    }
    int c = cell(i, j);
    double keep = 1 - decay;
    sum[c] = keep * sum[c] + value;
    squares[c] = keep * squares[c] + value * value;
    mass[c] = keep * mass[c] + 1;
    squaredMass[c] = keep * keep * squaredMass[c] + 1;
  }

  /** How many equally weighted numbers the mean of a pair is worth. */
  double count(int i, int j) {
    int c = cell(i, j);
    return mass[c] > 0 ? mass[c] * mass[c] / squaredMass[c] : 0;
  }

  /** The mean of a pair; NaN while too little has been seen. */
  double mean(int i, int j) {
    int c = cell(i, j);
    return count(i, j) >= LEAST ? sum[c] / mass[c] : Double.NaN;
  }

  /** Its standard error; NaN while too little has been seen. */
  double standardError(int i, int j) {
    double mean = mean(i, j);
    int c = cell(i, j);
    double variance = squares[c] / mass[c] - mean * mean;
    return Double.isNaN(mean) ? mean : Math.sqrt(Math.max(0, variance) / (count(i, j) - 1));
  }

  @Override
  public void save(SnapshotWriter out) {
    out.putDoubles(sum).putDoubles(squares).putDoubles(mass).putDoubles(squaredMass);
  }

  @Override
  public void restore(SnapshotReader in) {
    in.getDoubles(sum);
    in.getDoubles(squares);
    in.getDoubles(mass);
    in.getDoubles(squaredMass);
  }
}
