package io.braid.model.learner;

import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;
import io.braid.model.spec.Safeguards;

/**
 * Follows by how much one of two has the smaller loss: of late, and with a test that may be looked
 * at after every label.
 *
 * <p>"Of late" are the last one to two windows of labels: a {@link ConfidenceSequence} is begun
 * every window and read until its successor is a window long. Not an exponential average, which has
 * no interval that holds at all times; so value and interval are of the same labels. Each sequence
 * misses the truth, ever, with at most the probability stated. Not thread-safe.
 */
final class GainMeter implements State {
  private final long window;
  private Half current;
  private Half next;

  /** The labels since one moment. */
  private static final class Half {
    final ConfidenceSequence differences;
    double single;

    Half(double confidence) {
      differences = new ConfidenceSequence(confidence);
    }

    void add(double lossShared, double lossSingle) {
      differences.add(lossSingle - lossShared);
      single += lossSingle;
    }

    void clear() {
      differences.clear();
      single = 0;
    }

    void save(SnapshotWriter out) {
      differences.save(out);
      out.putDouble(single);
    }

    void restore(SnapshotReader in) {
      differences.restore(in);
      single = in.getDouble();
    }
  }

  GainMeter(Safeguards.Gain settings) {
    window = settings.window();
    current = new Half(settings.confidence());
    next = new Half(settings.confidence());
  }

  /** Adds the losses of one label, both in [0, 1]. */
  void add(double lossShared, double lossSingle) {
    current.add(lossShared, lossSingle);
    if (current.differences.count() > window) {
      next.add(lossShared, lossSingle);
    }
    if (next.differences.count() == window) {
      Half old = current;
      current = next;
      next = old;
      next.clear();
    }
  }

  /** Labels the gain is over. */
  long labels() {
    return current.differences.count();
  }

  /** Whether the shared model is surely worse. */
  boolean hurts() {
    return current.differences.mean() + current.differences.radius() < 0;
  }

  /** Whether the shared model is surely better. */
  boolean helps() {
    return current.differences.mean() - current.differences.radius() > 0;
  }

  /**
   * The gain; null before the first label.
   *
   * @param shared what the shared model counts for in what is emitted
   */
  TransferGain gain(double shared) {
    long n = labels();
    if (n == 0) {
      return null;
    }
    // An interval of the difference, in units of a loss that has been observed.
    double unit = current.single > 0 ? n / current.single : Double.NaN;
    double mean = current.differences.mean();
    double radius = current.differences.radius();
    return new TransferGain(unit * mean, unit * (mean - radius), unit * (mean + radius), n, shared);
  }

  @Override
  public void save(SnapshotWriter out) {
    current.save(out);
    next.save(out);
  }

  @Override
  public void restore(SnapshotReader in) {
    current.restore(in);
    next.restore(in);
  }
}
