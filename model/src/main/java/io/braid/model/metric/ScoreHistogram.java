package io.braid.model.metric;

import io.braid.model.data.SnapshotException;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import java.util.Arrays;

/**
 * Weights of positives and negatives by predicted probability, for the area under the ROC curve:
 * the Mann-Whitney statistic, with scores of one bin counted as ties (half).
 *
 * <p>Bins are fine where probabilities are: each octave of p below 1/2, and of 1 - p above, is cut
 * into 32, down to 2^-13; the bits of the float below its first five of the fraction are dropped.
 * So tasks with rare positives keep their ranking. Two scores share a bin only if they, or their
 * complements, differ by less than 1 part in 32; what that costs is at most half the share of
 * (positive, negative) pairs that fall into one bin.
 */
final class ScoreHistogram implements Accumulator {
  private static final int DROPPED_BITS = 23 - 5;
  private static final int FLOOR = (Float.floatToRawIntBits(0x1p-13f) >> DROPPED_BITS) - 1;

  /** The bin of exactly 1/2; bins below and above mirror each other. */
  private static final int MIDDLE = (Float.floatToRawIntBits(0.5f) >> DROPPED_BITS) - FLOOR;

  static final int BINS = 2 * MIDDLE + 1;

  private final double[] positives = new double[BINS];
  private final double[] negatives = new double[BINS];

  /** Bins outside [low, high] are empty. */
  private int low = BINS;

  private int high = -1;

  @Override
  public void add(Outcome outcome) {
    int bin = bin(outcome.prediction[0]);
    low = Math.min(low, bin);
    high = Math.max(high, bin);
    if (outcome.label == 1.0) {
      positives[bin] += outcome.weight;
    } else {
      negatives[bin] += outcome.weight;
    }
  }

  static int bin(float p) {
    return p <= 0.5f ? lowerBin(p) : 2 * MIDDLE - lowerBin(1f - p);
  }

  private static int lowerBin(float p) {
    return Math.max(0, (Float.floatToRawIntBits(p) >> DROPPED_BITS) - FLOOR);
  }

  double auc() {
    double below = 0.0;
    double above = 0.0;
    double pairs = 0.0;
    for (int b = low; b <= high; b++) {
      pairs += positives[b] * (below + 0.5 * negatives[b]);
      below += negatives[b];
      above += positives[b];
    }
    return pairs / (below * above);
  }

  @Override
  public void merge(Accumulator other) {
    ScoreHistogram that = (ScoreHistogram) other;
    for (int b = that.low; b <= that.high; b++) {
      positives[b] += that.positives[b];
    }
    for (int b = that.low; b <= that.high; b++) {
      negatives[b] += that.negatives[b];
    }
    low = Math.min(low, that.low);
    high = Math.max(high, that.high);
  }

  @Override
  public void scale(double factor) {
    for (int b = low; b <= high; b++) {
      positives[b] *= factor;
    }
    for (int b = low; b <= high; b++) {
      negatives[b] *= factor;
    }
  }

  @Override
  public void clear() {
    if (low <= high) {
      Arrays.fill(positives, low, high + 1, 0.0);
      Arrays.fill(negatives, low, high + 1, 0.0);
    }
    low = BINS;
    high = -1;
  }

  /** Writes the bins in use only: a pane of 100 examples fills at most 100 of them. */
  @Override
  public void save(SnapshotWriter out) {
    int used = 0;
    for (int b = low; b <= high; b++) {
      used += positives[b] != 0.0 || negatives[b] != 0.0 ? 1 : 0;
    }
    out.putInt(used);
    for (int b = low; b <= high; b++) {
      if (positives[b] != 0.0 || negatives[b] != 0.0) {
        out.putInt(b).putDouble(positives[b]).putDouble(negatives[b]);
      }
    }
  }

  @Override
  public void restore(SnapshotReader in) {
    clear();
    int used = in.getInt();
    for (int i = 0; i < used; i++) {
      int bin = in.getInt();
      if (bin < 0 || bin >= BINS) {
        throw new SnapshotException("a score histogram has no bin " + bin);
      }
      positives[bin] = in.getDouble();
      negatives[bin] = in.getDouble();
      low = Math.min(low, bin);
      high = Math.max(high, bin);
    }
  }
}
