package io.braid.model.learner;

import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;
import io.braid.model.loss.Loss;

/**
 * Online scaling of one task's labels, so that losses of tasks with different units are comparable
 * and one learning rate suits all. Mean and variance follow Welford (Technometrics 1962,
 * recurrences I to III).
 *
 * <p>A label is scaled with statistics that already include it, so that the second label ever seen
 * has a sensible scale; the statistics themselves move only in {@link #accept}, after the step that
 * used the label has been applied.
 */
final class TargetScaler implements State {
  /** A standardised label beyond this is cut: one absurd label must not undo what was learned. */
  private static final double MAX_SCALED = 20;

  /** The same for a label over its mean. */
  private static final double MAX_RELATIVE = 1000;

  private final Loss.Scaling scaling;
  private double count;
  private double mean;
  private double squares;

  /** Follows from those above; asked for by every prediction. */
  private double factor;

  TargetScaler(Loss.Scaling scaling) {
    this.scaling = scaling;
    factor = derive();
  }

  /** The label on the loss's scale. */
  double scale(double label) {
    return switch (scaling) {
      case NONE -> label;
      case STANDARDIZED -> {
        double n = count + 1;
        double delta = label - mean;
        double newMean = mean + delta / n;
        double variance = (squares + delta * (label - newMean)) / n;
        double scaled = variance > 0 ? (label - newMean) / Math.sqrt(variance) : 0;
        yield Math.max(-MAX_SCALED, Math.min(MAX_SCALED, scaled));
      }
      case RELATIVE -> {
        double total = mean * count + label;
        yield total > 0 ? Math.min(label * (count + 1) / total, MAX_RELATIVE) : 0;
      }
    };
  }

  /** Takes a label into the statistics. */
  void accept(double label) {
    if (scaling == Loss.Scaling.NONE) {
      return;
    }
    count++;
    double delta = label - mean;
    mean += delta / count;
    squares += delta * (label - mean);
    factor = derive();
  }

  /** What one unit of the loss's scale is on the labels' scale. */
  double factor() {
    return factor;
  }

  private double derive() {
    return switch (scaling) {
      case NONE -> 1;
      case STANDARDIZED -> count > 0 ? Math.sqrt(squares / count) : 0;
      case RELATIVE -> mean;
    };
  }

  /** Puts predictions on the loss's scale back on the labels' scale, in place. */
  void unscale(float[] prediction) {
    unscale(prediction, 0, prediction.length);
  }

  /** The same of {@code prediction[from .. to)}. */
  void unscale(float[] prediction, int from, int to) {
    if (scaling == Loss.Scaling.NONE) {
      return;
    }
    double offset = scaling == Loss.Scaling.RELATIVE ? 0 : mean;
    for (int i = from; i < to; i++) {
      prediction[i] = (float) (offset + factor * prediction[i]);
    }
  }

  @Override
  public void save(SnapshotWriter out) {
    out.putDouble(count).putDouble(mean).putDouble(squares);
  }

  @Override
  public void restore(SnapshotReader in) {
    count = in.getDouble();
    mean = in.getDouble();
    squares = in.getDouble();
    factor = derive();
  }
}
