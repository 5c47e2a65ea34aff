package io.braid.model.metric;

import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;

/**
 * Sums of errors of the predictions and of two references, and the labels' spread.
 *
 * <p>The relative root mean squared error is sqrt(SSE / SSE of the reference), both over the same
 * examples: the first of a stream has no earlier label, so it counts on neither side. The spread is
 * kept as mean and sum of squared deviations from it (Welford 1962, merged after Chan, Golub and
 * LeVeque 1979), so that a large mean costs no digits.
 */
final class ErrorSums implements Accumulator {
  private double weight;
  private double absolute;
  private double squared;
  private double labelMean;
  private double labelSpread;

  private double previousWeight;
  private double previousSquared;
  private double squaredBesidePrevious;
  private double priorWeight;
  private double priorSquared;
  private double squaredBesidePrior;

  @Override
  public void add(Outcome outcome) {
    double w = outcome.weight;
    double label = outcome.label;
    double error = label - outcome.point;
    double square = w * error * error;
    absolute += w * Math.abs(error);
    squared += square;
    weight += w;
    double away = label - labelMean;
    labelMean += w / weight * away;
    labelSpread += w * away * (label - labelMean);
    if (!Double.isNaN(outcome.previous)) {
      double step = label - outcome.previous;
      previousWeight += w;
      previousSquared += w * step * step;
      squaredBesidePrevious += square;
    }
    if (!Double.isNaN(outcome.prior)) {
      double step = label - outcome.prior;
      priorWeight += w;
      priorSquared += w * step * step;
      squaredBesidePrior += square;
    }
  }

  double mae() {
    return absolute / weight;
  }

  double rmse() {
    return Math.sqrt(squared / weight);
  }

  double r2() {
    return labelSpread > 0.0 ? 1.0 - squared / labelSpread : Double.NaN;
  }

  double rrmse() {
    return relative(squaredBesidePrior, priorSquared);
  }

  double rrmsePersistence() {
    return relative(squaredBesidePrevious, previousSquared);
  }

  double rmseMean() {
    return Math.sqrt(priorSquared / priorWeight);
  }

  double rmsePersistence() {
    return Math.sqrt(previousSquared / previousWeight);
  }

  /** NaN where the reference made no error at all. */
  private static double relative(double sum, double reference) {
    return reference > 0.0 ? Math.sqrt(sum / reference) : Double.NaN;
  }

  @Override
  public void merge(Accumulator other) {
    ErrorSums that = (ErrorSums) other;
    if (that.weight > 0.0) {
      double all = weight + that.weight;
      double away = that.labelMean - labelMean;
      labelSpread += that.labelSpread + away * away * (weight * (that.weight / all));
      labelMean += away * (that.weight / all);
      weight = all;
    }
    absolute += that.absolute;
    squared += that.squared;
    previousWeight += that.previousWeight;
    previousSquared += that.previousSquared;
    squaredBesidePrevious += that.squaredBesidePrevious;
    priorWeight += that.priorWeight;
    priorSquared += that.priorSquared;
    squaredBesidePrior += that.squaredBesidePrior;
  }

  @Override
  public void scale(double factor) {
    weight *= factor;
    absolute *= factor;
    squared *= factor;
    labelSpread *= factor;
    previousWeight *= factor;
    previousSquared *= factor;
    squaredBesidePrevious *= factor;
    priorWeight *= factor;
    priorSquared *= factor;
    squaredBesidePrior *= factor;
  }

  @Override
  public void clear() {
    labelMean = 0.0;
    weight = 0.0;
    absolute = 0.0;
    squared = 0.0;
    labelSpread = 0.0;
    previousWeight = 0.0;
    previousSquared = 0.0;
    squaredBesidePrevious = 0.0;
    priorWeight = 0.0;
    priorSquared = 0.0;
    squaredBesidePrior = 0.0;
  }

  @Override
  public void save(SnapshotWriter out) {
    out.putDouble(weight).putDouble(absolute).putDouble(squared);
    out.putDouble(labelMean).putDouble(labelSpread);
    out.putDouble(previousWeight).putDouble(previousSquared).putDouble(squaredBesidePrevious);
    out.putDouble(priorWeight).putDouble(priorSquared).putDouble(squaredBesidePrior);
  }

  @Override
  public void restore(SnapshotReader in) {
    weight = in.getDouble();
    absolute = in.getDouble();
    squared = in.getDouble();
    labelMean = in.getDouble();
    labelSpread = in.getDouble();
    previousWeight = in.getDouble();
    previousSquared = in.getDouble();
    squaredBesidePrevious = in.getDouble();
    priorWeight = in.getDouble();
    priorSquared = in.getDouble();
    squaredBesidePrior = in.getDouble();
  }
}
