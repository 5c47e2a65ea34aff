package io.braid.model.data;

/**
 * Running mean and variance in one pass: Welford, "Note on a method for calculating corrected sums
 * of squares and products", Technometrics 4(3), 1962. Two halves of a stream merge exactly (up to
 * rounding): Chan, Golub and LeVeque, "Updating formulae and a pairwise algorithm for computing
 * sample variances", 1979. Not thread-safe.
 */
public final class Moments implements State {
  private long count;
  private double mean;
  private double squares;

  /** 1 / count, kept because a division costs as much as all the rest of an update. */
  private double rate;

  /** Adds a value; finite, |x| at most 1e30, so that squares stay finite. */
  public void add(double x) {
    rate = 1.0 / ++count;
    double before = x - mean;
    mean += before * rate;
    squares += before * (x - mean);
  }

  /** Adds all that another instance has seen. */
  public void merge(Moments other) {
    if (other.count == 0) {
      return;
    }
    double total = (double) count + other.count;
    double between = other.mean - mean;
    mean += between * (other.count / total);
    squares += other.squares + between * between * (count * (other.count / total));
    count += other.count;
    rate = 1.0 / count;
  }

  /** Values seen. */
  public long count() {
    return count;
  }

  /** Mean of the values seen; 0 before the first. */
  public double mean() {
    return mean;
  }

  /** Mean squared distance to the mean; 0 before the second value. */
  public double variance() {
    return count < 2 ? 0.0 : squares * rate;
  }

  /** Sum of the squared distances to the mean. */
  public double squares() {
    return squares;
  }

  /** Square root of the variance. */
  public double deviation() {
    return Math.sqrt(variance());
  }

  @Override
  public void save(SnapshotWriter out) {
    out.putLong(count).putDouble(mean).putDouble(squares);
  }

  @Override
  public void restore(SnapshotReader in) {
    count = in.getLong();
    mean = in.getDouble();
    squares = in.getDouble();
    rate = 1.0 / count;
    if (count < 0 || !(squares >= 0) || !Double.isFinite(mean)) {
      throw new SnapshotException("not moments: " + count + ", " + mean + ", " + squares);
    }
  }
}
