package io.braid.model.drift;

import io.braid.model.data.SnapshotException;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Params;

/**
 * ADWIN2: a window of adaptive length over the latest values, kept as an exponential histogram.
 *
 * <p>Source: Bifet and Gavaldà, "Learning from Time-Changing Data with Adaptive Windowing", SDM
 * 2007. The window W is cut into an old part of n0 and a new part of n1 values wherever their means
 * differ by more than (section 3.1, the variance form)
 *
 * <pre>
 * eps_cut = sqrt(2/m * var(W) * ln(2/d')) + 2/(3m) * ln(2/d'),   1/m = 1/n0 + 1/n1,  d' = delta / ln |W|
 * </pre>
 *
 * and then its oldest bucket is dropped. Row r of the histogram holds at most M = 5 buckets of 2^r
 * values, so the memory is O(M log W) and every bucket boundary is a candidate cut. As in the
 * authors' implementation cuts are sought once in 32 values and only between parts of at least 5.
 *
 * <p>A window shrinks whichever way the mean moves; {@code DRIFT} is signalled when it rose, or
 * with {@code direction: both} always. What remains after a drift are the values since the change,
 * which is how this detector starts afresh. There is no warning. Not thread-safe.
 */
final class Adwin implements DriftDetector {
  private static final int PER_ROW = 5;
  private static final int ROWS = 40;
  private static final int STRIDE = PER_ROW + 1;
  private static final int LEAST_WINDOW = 10;
  private static final int LEAST_PART = 5;

  private final double delta;
  private final int every;
  private final boolean both;

  /** Buckets in each row; within a row the oldest comes first. */
  private final int[] count = new int[ROWS];

  private final double[] sums = new double[ROWS * STRIDE];

  /** Per bucket: sum of squared deviations from the bucket's mean. */
  private final double[] squares = new double[ROWS * STRIDE];

  private int rows = 1;
  private long width;
  private double total;

  /** Sum of squared deviations from the window's mean. */
  private double deviation;

  private int sinceCheck;

  Adwin(Params params, long seed) {
    delta = params.real("delta", 0.002, 1e-12, 0.5);
    every = params.integer("check_every", 32, 1, 1 << 20);
    both = params.choice("direction", "up", Detectors.DIRECTIONS).equals("both");
  }

  @Override
  public Signal add(double value) {
    insert(value);
    if (++sinceCheck < every) {
      return Signal.NONE;
    }
    sinceCheck = 0;
    return shrink() ? Signal.DRIFT : Signal.NONE;
  }

  private void insert(double value) {
    if (width > 0) {
      // (value - total/width)^2 width / (width + 1), with one division.
      double away = value * width - total;
      deviation += away * away / (width * (width + 1.0));
    }
    width++;
    total += value;
    append(0, value, 0.0);
    for (int r = 0; count[r] > PER_ROW; r++) {
      mergeOldestPair(r);
    }
  }

  private void append(int r, double sum, double square) {
    int at = r * STRIDE + count[r]++;
    sums[at] = sum;
    squares[at] = square;
  }

  private void mergeOldestPair(int r) {
    if (r + 1 == ROWS) {
      dropOldest();
      return;
    }
    int at = r * STRIDE;
    double size = 1L << r;
    double apart = (sums[at] - sums[at + 1]) / size;
    double sum = sums[at] + sums[at + 1];
    double square = squares[at] + squares[at + 1] + apart * apart * size / 2.0;
    removeFirst(r, 2);
    rows = Math.max(rows, r + 2);
    append(r + 1, sum, square);
  }

  private void removeFirst(int r, int buckets) {
    int at = r * STRIDE;
    count[r] -= buckets;
    System.arraycopy(sums, at + buckets, sums, at, count[r]);
    System.arraycopy(squares, at + buckets, squares, at, count[r]);
  }

  private void dropOldest() {
    int r = rows - 1;
    double size = 1L << r;
    double sum = sums[r * STRIDE];
    double square = squares[r * STRIDE];
    width -= 1L << r;
    total -= sum;
    if (width > 0) {
      double apart = sum / size - total / width;
      deviation -= square + apart * apart * size * width / (size + width);
    }
    if (width == 0 || deviation < 0.0) {
      deviation = 0.0;
    }
    removeFirst(r, 1);
    while (rows > 1 && count[rows - 1] == 0) {
      rows--;
    }
  }

  /** Drops oldest buckets while some cut shows a change; tells whether one is to be signalled. */
  private boolean shrink() {
    boolean signal = false;
    int found = cut();
    while (found != 0) {
      signal |= both || found > 0;
      dropOldest();
      found = cut();
    }
    return signal;
  }

  /**
   * 0 if no cut shows a change, 1 if the mean rose at the oldest that does, -1 if it fell.
   *
   * <p>Both sides of |mean1 - mean0| &gt; eps_cut are multiplied by n0 n1, so that no cut costs a
   * division: with R = n0 sum1 - n1 sum0 = n0 total - W sum0 and L = ln(2/d'), it reads (|R| - 2/3
   * L W)^2 &gt; 2 var(W) W L n0 n1.
   */
  private int cut() {
    if (width <= LEAST_WINDOW) {
      return 0;
    }
    double log = StrictMath.log(2.0 * StrictMath.log((double) width) / delta);
    double spread = 2.0 * deviation * log;
    double linear = 2.0 / 3.0 * log * width;
    double n0 = 0.0;
    double sum0 = 0.0;
    for (int r = rows - 1; r >= 0; r--) {
      double size = 1L << r;
      int end = r * STRIDE + count[r];
      for (int at = r * STRIDE; at < end; at++) {
        n0 += size;
        sum0 += sums[at];
        double n1 = width - n0;
        if (n1 < LEAST_PART) {
          return 0;
        }
        if (n0 >= LEAST_PART) {
          double rise = total * n0 - sum0 * width;
          double beyond = Math.abs(rise) - linear;
          if (beyond > 0.0 && beyond * beyond > spread * n0 * n1) {
            return rise > 0.0 ? 1 : -1;
          }
        }
      }
    }
    return 0;
  }

  @Override
  public void save(SnapshotWriter out) {
    out.putLong(width).putDouble(total).putDouble(deviation).putInt(sinceCheck).putInt(rows);
    for (int r = 0; r < rows; r++) {
      out.putInt(count[r]);
      for (int at = r * STRIDE; at < r * STRIDE + count[r]; at++) {
        out.putDouble(sums[at]).putDouble(squares[at]);
      }
    }
  }

  @Override
  public void restore(SnapshotReader in) {
    width = in.getLong();
    total = in.getDouble();
    deviation = in.getDouble();
    sinceCheck = in.getInt();
    rows = in.getInt();
    if (rows < 1 || rows > ROWS) {
      throw new SnapshotException("an ADWIN window of " + rows + " rows does not fit");
    }
    for (int r = 0; r < rows; r++) {
      int buckets = in.getInt();
      if (buckets < 0 || buckets > PER_ROW) {
        throw new SnapshotException("an ADWIN row of " + buckets + " buckets does not fit");
      }
      count[r] = 0;
      for (int i = 0; i < buckets; i++) {
        append(r, in.getDouble(), in.getDouble());
      }
    }
  }
}
