package io.braid.dashboard;

import java.util.ArrayDeque;
import java.util.function.DoubleUnaryOperator;
import org.HdrHistogram.Histogram;

/** Quantiles of what was timed over the last so many intervals. Of one thread. */
final class Quantiles {
  private static final int DIGITS = 2;

  private final int intervals;
  private final double unit;
  private final ArrayDeque<Histogram> kept = new ArrayDeque<>();

  /**
   * @param unit what a recorded 1 is, in the unit of the answers
   */
  Quantiles(int intervals, double unit) {
    this.intervals = intervals;
    this.unit = unit;
  }

  /** The histogram of a new interval, empty; the oldest one goes. */
  Histogram next() {
    Histogram next = kept.size() == intervals ? kept.removeFirst() : new Histogram(DIGITS);
    next.reset();
    next.setAutoResize(true);
    kept.addLast(next);
    return next;
  }

  /** From a quantile in [0, 1] to its value; NaN if nothing was timed. */
  DoubleUnaryOperator now() {
    Histogram all = new Histogram(DIGITS);
    all.setAutoResize(true);
    kept.forEach(all::add);
    return q -> all.getTotalCount() == 0 ? Double.NaN : all.getValueAtPercentile(100 * q) * unit;
  }
}
