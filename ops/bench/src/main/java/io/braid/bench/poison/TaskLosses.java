package io.braid.bench.poison;

import io.braid.model.data.Moments;
import io.braid.model.spec.Task;

/**
 * What of one task was lost by learning it together with others, alone, and with protection, as the
 * bound has it: of classes the log loss in nats, of numbers half the squared error in units of the
 * variance of the labels so far, where a label that together or alone is off by more than the range
 * counts as if the worse were off by the range. Not thread-safe.
 */
final class TaskLosses {
  private static final double LEAST = 1e-6;

  private final Task task;
  private final double range;
  private final Moments labels = new Moments();
  private long count;

  /** Sums over all labels. */
  double together;

  double alone;
  double mixed;

  TaskLosses(Task task, double range) {
    this.task = task;
    this.range = range;
  }

  Task task() {
    return task;
  }

  /** Labels seen. */
  long count() {
    return count;
  }

  /** Adds a label (NaN is absent) and what was said before it was known. */
  void add(double label, float[] saidTogether, float[] saidAlone, float[] saidMixed) {
    if (Double.isNaN(label)) {
      return;
    }
    count++;
    if (task.kind() == Task.Kind.BINARY || task.kind() == Task.Kind.MULTICLASS) {
      together += logLoss(saidTogether, label);
      alone += logLoss(saidAlone, label);
      mixed += logLoss(saidMixed, label);
      return;
    }
    labels.add(label);
    double scale = labels.deviation();
    if (scale > 0) {
      double worse = Math.max(error(saidTogether, label), error(saidAlone, label)) / scale;
      double unit = scale * Math.max(1, worse / range);
      together += half(error(saidTogether, label) / unit);
      alone += half(error(saidAlone, label) / unit);
      mixed += half(error(saidMixed, label) / unit);
    }
  }

  private static double logLoss(float[] p, double label) {
    double probability = p.length > 1 ? p[(int) label] : label > 0.5 ? p[0] : 1.0 - p[0];
    return -Math.log(Math.max(LEAST, probability));
  }

  private static double error(float[] said, double label) {
    return Math.abs(said[said.length / 2] - label);
  }

  private static double half(double error) {
    return 0.5 * error * error;
  }
}
