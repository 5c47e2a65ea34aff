package io.braid.model.feature;

import io.braid.model.data.Moments;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;

/**
 * The running statistics of several numeric encoders side by side, an array per quantity, so that
 * one loop can move all of them. The arithmetic is that of {@link Moments}, bit for bit.
 */
class NumericLanes {
  /** Squares and sums of squares of values up to here stay finite. */
  static final double LARGEST = 1e30;

  /** From so many lanes on, vectors are quicker than scalar code. */
  private static final int VECTORS_FROM = 5;

  private static final Source VECTORS = Source.find();

  final long[] count;
  final double[] mean;
  final double[] squares;
  final int[] beyondInARow;
  final double[] clip;

  // These follow from those above.
  final double[] deviation;
  final double[] bound;

  /** {@code mean -+ clip * deviation}, no further out than a value can be. */
  final double[] low;

  final double[] high;

  /**
   * @param lanes how many there are
   */
  NumericLanes(int lanes) {
    count = new long[lanes];
    mean = new double[lanes];
    squares = new double[lanes];
    beyondInARow = new int[lanes];
    clip = new double[lanes];
    deviation = new double[lanes];
    bound = new double[lanes];
    low = new double[lanes];
    high = new double[lanes];
  }

  /**
   * At least so many lanes; more where they are taken several at a time. Those not asked for take
   * part in nothing but the arithmetic of all.
   */
  static NumericLanes atLeast(int lanes) {
    return lanes >= VECTORS_FROM && VECTORS != null
        ? VECTORS.lanes(lanes)
        : new NumericLanes(lanes);
  }

  int width() {
    return mean.length;
  }

  /** Adds a value to one lane. */
  void add(int lane, double x, double clip) {
    double rate = 1.0 / ++count[lane];
    double before = x - mean[lane];
    mean[lane] += before * rate;
    squares[lane] += before * (x - mean[lane]);
    derive(lane, clip);
  }

  private void derive(int lane, double clip) {
    double n = count[lane];
    deviation[lane] = Math.sqrt(n < 2 ? 0.0 : squares[lane] * (1.0 / n));
    double reach = clip * deviation[lane];
    low[lane] = Math.max(-LARGEST, mean[lane] - reach);
    high[lane] = Math.min(LARGEST, mean[lane] + reach);
    if (bound[lane] < clip) {
      // Samuelson's bound; see NumericEncoder.
      bound[lane] = Math.min(clip, n / Math.sqrt(n + 1));
    }
  }

  /** Whether every value is there and within its lane's limits, so that none is cut. */
  boolean within(double[] x) {
    for (int i = 0; i < x.length; i++) {
      if (!(x[i] >= low[i] && x[i] <= high[i])) {
        return false;
      }
    }
    return true;
  }

  /**
   * Adds a value to every lane; all have seen the same number of values and are settled. Short
   * loops over few arrays, since the JIT of Java 17 vectorises only such.
   */
  final void addAll(double[] x) {
    move(x, 1.0 / (count[0] + 1));
    long[] counts = count;
    for (int i = 0; i < counts.length; i++) {
      counts[i]++;
    }
  }

  /**
   * Moves everything but the counts.
   *
   * @param rate one over the number of values, the new one included
   */
  void move(double[] x, double rate) {
    follow(x, rate);
    spread(rate);
    limits();
  }

  /** The columns of settled lanes. */
  void standardise(double[] x, double[] into) {
    double[] means = mean;
    double[] deviations = deviation;
    double[] clips = clip;
    for (int i = 0; i < x.length; i++) {
      into[i] = Math.max(-clips[i], Math.min(clips[i], (x[i] - means[i]) / deviations[i]));
    }
  }

  private void follow(double[] x, double rate) {
    double[] means = mean;
    double[] sums = squares;
    for (int i = 0; i < x.length; i++) {
      double before = x[i] - means[i];
      double now = means[i] + before * rate;
      sums[i] += before * (x[i] - now);
      means[i] = now;
    }
  }

  private void spread(double rate) {
    double[] sums = squares;
    double[] deviations = deviation;
    for (int i = 0; i < sums.length; i++) {
      deviations[i] = Math.sqrt(sums[i] * rate);
    }
  }

  private void limits() {
    double[] means = mean;
    double[] deviations = deviation;
    double[] clips = clip;
    double[] lows = low;
    double[] highs = high;
    for (int i = 0; i < means.length; i++) {
      double reach = clips[i] * deviations[i];
      lows[i] = Math.max(-LARGEST, means[i] - reach);
      highs[i] = Math.min(LARGEST, means[i] + reach);
    }
  }

  void save(int lane, SnapshotWriter out) {
    out.putLong(count[lane]).putDouble(mean[lane]).putDouble(squares[lane]);
    out.putInt(beyondInARow[lane]);
  }

  void restore(int lane, double clip, SnapshotReader in) {
    Moments moments = new Moments();
    moments.restore(in);
    count[lane] = moments.count();
    mean[lane] = moments.mean();
    squares[lane] = moments.squares();
    beyondInARow[lane] = in.getInt();
    bound[lane] = 0;
    derive(lane, clip);
  }

  /** Makes lanes that are moved with the Vector API, which not every virtual machine has. */
  interface Source {
    /** Lanes, at least so many. */
    NumericLanes lanes(int lanes);

    /** The vector sources are found by name: nothing may refer to an absent module. */
    private static Source find() {
      if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
        return null;
      }
      try {
        return Class.forName("io.braid.model.feature.VectorLanes$Maker")
            .asSubclass(Source.class)
            .getDeclaredConstructor()
            .newInstance();
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("the vector sources are missing from this build", e);
      }
    }
  }
}
