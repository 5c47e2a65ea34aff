package io.braid.model.metric;

import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import java.util.Arrays;

/**
 * Weights by class: how often it was the label, was predicted, was predicted rightly. The confusion
 * matrix's diagonal and margins, which is all that accuracy, kappa and F1 need, so memory is linear
 * in the number of classes.
 *
 * <p>Sources: kappa, Cohen 1960; kappa-temporal, Žliobaitė, Bifet, Read, Pfahringer and Holmes,
 * "Evaluation methods and decision theory for classification of streaming data with temporal
 * dependence", Machine Learning 98, 2015: (p0 - p_per) / (1 - p_per). An example without a previous
 * label (the first) counts on neither side of it.
 */
final class ClassCounts implements Accumulator {
  /** Share of all weight below which a faded class counts as not seen. */
  private static final double NEGLIGIBLE = 1e-12;

  private final int classes;
  private final double[] right;
  private final double[] actual;
  private final double[] predicted;
  private double weight;

  private double previousWeight;
  private double previousRight;
  private double rightBesidePrevious;
  private double priorWeight;
  private double priorRight;

  ClassCounts(int classes) {
    this.classes = classes;
    right = new double[classes];
    actual = new double[classes];
    predicted = new double[classes];
  }

  @Override
  public void add(Outcome outcome) {
    double w = outcome.weight;
    int label = (int) outcome.label;
    int point = (int) outcome.point;
    boolean isRight = label == point;
    weight += w;
    actual[label] += w;
    predicted[point] += w;
    if (isRight) {
      right[label] += w;
    }
    if (!Double.isNaN(outcome.previous)) {
      previousWeight += w;
      rightBesidePrevious += isRight ? w : 0.0;
      previousRight += outcome.previous == outcome.label ? w : 0.0;
    }
    if (!Double.isNaN(outcome.prior)) {
      priorWeight += w;
      priorRight += outcome.prior == outcome.label ? w : 0.0;
    }
  }

  double accuracy() {
    double sum = 0.0;
    for (int c = 0; c < classes; c++) {
      sum += right[c];
    }
    return sum / weight;
  }

  double balancedAccuracy() {
    double sum = 0.0;
    int seen = 0;
    for (int c = 0; c < classes; c++) {
      if (actual[c] > NEGLIGIBLE * weight) {
        sum += right[c] / actual[c];
        seen++;
      }
    }
    return sum / seen;
  }

  double kappa() {
    double chance = 0.0;
    for (int c = 0; c < classes; c++) {
      chance += actual[c] / weight * (predicted[c] / weight);
    }
    return above(accuracy(), chance);
  }

  double kappaTemporal() {
    return above(rightBesidePrevious / previousWeight, persistenceAccuracy());
  }

  /** NaN where the reference is perfect and leaves no room above it. */
  private static double above(double share, double reference) {
    return 1.0 - reference > NEGLIGIBLE ? (share - reference) / (1.0 - reference) : Double.NaN;
  }

  double f1() {
    double sum = 0.0;
    int seen = 0;
    for (int c = classes == 2 ? 1 : 0; c < classes; c++) {
      double either = actual[c] + predicted[c];
      if (either > NEGLIGIBLE * weight) {
        sum += 2.0 * right[c] / either;
        seen++;
      }
    }
    return sum / seen;
  }

  double persistenceAccuracy() {
    return previousRight / previousWeight;
  }

  double majorityAccuracy() {
    return priorRight / priorWeight;
  }

  @Override
  public void merge(Accumulator other) {
    ClassCounts that = (ClassCounts) other;
    for (int c = 0; c < classes; c++) {
      right[c] += that.right[c];
      actual[c] += that.actual[c];
      predicted[c] += that.predicted[c];
    }
    weight += that.weight;
    previousWeight += that.previousWeight;
    previousRight += that.previousRight;
    rightBesidePrevious += that.rightBesidePrevious;
    priorWeight += that.priorWeight;
    priorRight += that.priorRight;
  }

  @Override
  public void scale(double factor) {
    for (int c = 0; c < classes; c++) {
      right[c] *= factor;
      actual[c] *= factor;
      predicted[c] *= factor;
    }
    weight *= factor;
    previousWeight *= factor;
    previousRight *= factor;
    rightBesidePrevious *= factor;
    priorWeight *= factor;
    priorRight *= factor;
  }

  @Override
  public void clear() {
    Arrays.fill(right, 0.0);
    Arrays.fill(actual, 0.0);
    Arrays.fill(predicted, 0.0);
    weight = 0.0;
    previousWeight = 0.0;
    previousRight = 0.0;
    rightBesidePrevious = 0.0;
    priorWeight = 0.0;
    priorRight = 0.0;
  }

  @Override
  public void save(SnapshotWriter out) {
    out.putDoubles(right).putDoubles(actual).putDoubles(predicted).putDouble(weight);
    out.putDouble(previousWeight).putDouble(previousRight).putDouble(rightBesidePrevious);
    out.putDouble(priorWeight).putDouble(priorRight);
  }

  @Override
  public void restore(SnapshotReader in) {
    in.getDoubles(right);
    in.getDoubles(actual);
    in.getDoubles(predicted);
    weight = in.getDouble();
    previousWeight = in.getDouble();
    previousRight = in.getDouble();
    rightBesidePrevious = in.getDouble();
    priorWeight = in.getDouble();
    priorRight = in.getDouble();
  }
}
