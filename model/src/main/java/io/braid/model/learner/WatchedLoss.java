package io.braid.model.learner;

import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;
import io.braid.model.metric.Outcome;

/**
 * What a task's drift detector sees of one outcome: a loss in [0, 1].
 *
 * <p>Classes: 1 for a wrong class and 0 for the right one; or, watching the loss, the log loss of
 * the label's probability, clipped at ln 100 and divided by it.
 *
 * <p>Numbers: e / (e + s) of the absolute error e, which is 1/2 where e equals the scale s and
 * saturates on outliers. The scale must not follow the model's own errors: while these fall the
 * scale would lag behind them, and its later fall would look like a rise of the loss. So s is the
 * mean absolute error of the better of two forecasts that do not learn, the previous label and the
 * mean of earlier ones. It is a plain mean over everything since the last drift (at which it keeps
 * only the pull of {@value #KEPT} labels, so that it can settle anew): it moves as 1/n, far slower
 * than any detector's window. The first {@value #WARM_UP} labels of a number are not shown to the
 * detector, for want of a scale.
 */
final class WatchedLoss implements State {
  static final int WARM_UP = 30;
  static final int KEPT = 100;

  private static final double LEAST_PROBABILITY = 0.01;
  private static final double MOST_LOG_LOSS = -StrictMath.log(LEAST_PROBABILITY);

  private final boolean number;
  private final boolean logLoss;

  /** Labels the scale is made of; -1 before the first label, for which nothing was forecast. */
  private long n = -1;

  private double previousError;
  private double priorError;

  /**
   * @param number whether the task predicts a number rather than a class
   * @param logLoss whether a class task's log loss is watched rather than its error
   */
  WatchedLoss(boolean number, boolean logLoss) {
    this.number = number;
    this.logLoss = logLoss;
  }

  /** The loss in [0, 1], or NaN if there is none to show yet; updates the scale. */
  double of(Outcome outcome) {
    if (number) {
      return ofNumber(outcome);
    }
    if (!logLoss) {
      return outcome.point == outcome.label ? 0.0 : 1.0;
    }
    float[] prediction = outcome.prediction;
    int label = (int) outcome.label;
    double p =
        prediction.length > 1
            ? prediction[label]
            : label == 1 ? prediction[0] : 1.0 - prediction[0];
    return p >= 1.0 ? 0.0 : -StrictMath.log(Math.max(p, LEAST_PROBABILITY)) / MOST_LOG_LOSS;
  }

  private double ofNumber(Outcome outcome) {
    double error = Math.abs(outcome.label - outcome.point);
    double scale = Math.min(previousError, priorError);
    double value = n < WARM_UP ? Double.NaN : error == 0.0 ? 0.0 : error / (error + scale);
    if (++n > 0) {
      previousError += (Math.abs(outcome.label - outcome.previous) - previousError) / n;
      priorError += (Math.abs(outcome.label - outcome.prior) - priorError) / n;
    }
    return value;
  }

  /** After a drift: lets the scale settle anew. */
  void loosen() {
    n = Math.min(n, KEPT);
  }

  @Override
  public void save(SnapshotWriter out) {
    out.putLong(n).putDouble(previousError).putDouble(priorError);
  }

  @Override
  public void restore(SnapshotReader in) {
    n = in.getLong();
    previousError = in.getDouble();
    priorError = in.getDouble();
  }
}
