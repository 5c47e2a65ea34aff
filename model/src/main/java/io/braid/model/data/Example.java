package io.braid.model.data;

import java.util.Arrays;

/**
 * One encoded example: features, the labels known so far, and a weight. A label that is NaN is
 * absent: it trains nothing and moves no state. Reused; not thread-safe.
 */
public final class Example implements State {
  /** One row. */
  public final Features features;

  /** As in {@link Row#labels}. */
  public final double[] labels;

  /** Weight in every task's loss; positive. */
  public double weight = 1.0;

  /** Whose labels these are, where labels are remembered. */
  public long key;

  /** Which event this is, counted from 1, where labels are remembered; 0 if these are not to be. */
  public long number;

  /**
   * @param labels slots for labels, as in {@link Row}
   */
  public Example(int denseWidth, int sparseWidth, int labels) {
    this(denseWidth, sparseWidth, labels, false);
  }

  /**
   * @param labels slots for labels, as in {@link Row}
   * @param families whether a task is a family, of which every example names a member
   */
  public Example(int denseWidth, int sparseWidth, int labels, boolean families) {
    features = new Features(denseWidth, sparseWidth, families ? labels : 0, 1);
    this.labels = new double[labels];
    Arrays.fill(this.labels, Double.NaN);
  }

  /** Copies another example of the same shape into this one. */
  public void set(Example other) {
    features.set(other.features);
    System.arraycopy(other.labels, 0, labels, 0, labels.length);
    weight = other.weight;
    key = other.key;
    number = other.number;
  }

  @Override
  public void save(SnapshotWriter out) {
    features.save(out);
    out.putDoubles(labels).putDouble(weight).putLong(key).putLong(number);
  }

  @Override
  public void restore(SnapshotReader in) {
    features.restore(in);
    in.getDoubles(labels);
    weight = in.getDouble();
    key = in.getLong();
    number = in.getLong();
  }
}
