package io.braid.cli.demo;

import java.util.List;

/**
 * The simplest learner there is, for one task of the demonstration: a linear model on one-hot
 * features, normalised gradient steps, squared error. Keeps every event's error and that of the
 * running mean.
 */
final class LinearTask {
  private static final int WIDTH = 4096;
  private static final double RATE = 0.05;
  private static final List<String> CATEGORIES =
      List.of("carrier", "region", "category", "segment", "merchant", "express", "gift");

  private final String name;
  private final double[] weights = new double[WIDTH + 8];
  private final double[] errors;
  private final double[] meanErrors;
  private double mean;
  private long n;

  LinearTask(String name, int events) {
    this.name = name;
    this.errors = new double[events];
    this.meanErrors = new double[events];
  }

  /** Seven positions of ones, then the dense values. */
  static double[] encode(DemoEvent event) {
    double[] x = new double[CATEGORIES.size() + 8];
    for (int i = 0; i < CATEGORIES.size(); i++) {
      String value = CATEGORIES.get(i) + event.features().get(CATEGORIES.get(i));
      x[i] = Math.floorMod(value.hashCode() * 0x9E3779B1, WIDTH);
    }
    int at = CATEGORIES.size();
    double hour = event.timeMs() % 86_400_000L / 86_400_000.0;
    x[at] = 1;
    x[at + 1] = number(event, "distance_km") / 300 - 1;
    x[at + 2] = Math.log(number(event, "weight_kg")) / 2;
    x[at + 3] = number(event, "promised_hours") / 24 - 1;
    x[at + 4] = number(event, "wind_mps") / 7 - 1;
    x[at + 5] = hour > 15.0 / 24 ? 1 : 0;
    x[at + 6] = Math.sin(2 * Math.PI * hour);
    x[at + 7] = Math.cos(2 * Math.PI * hour);
    return x;
  }

  void testThenTrain(int i, DemoEvent event, double[] x) {
    Object label = event.labels().get(name);
    errors[i] = Double.NaN;
    meanErrors[i] = Double.NaN;
    if (label == null || event.defect() != DemoEvent.Defect.NONE) {
      return;
    }
    double y = target(label);
    int ones = CATEGORIES.size();
    double z = 0;
    double norm = ones;
    for (int j = 0; j < ones; j++) {
      z += weights[(int) x[j]];
    }
    for (int j = 0; j < 8; j++) {
      z += weights[WIDTH + j] * x[ones + j];
      norm += x[ones + j] * x[ones + j];
    }
    errors[i] = (y - z) * (y - z);
    meanErrors[i] = (y - mean) * (y - mean);
    mean += (y - mean) / ++n;
    double step = RATE * (y - z) / norm;
    for (int j = 0; j < ones; j++) {
      weights[(int) x[j]] += step;
    }
    for (int j = 0; j < 8; j++) {
      weights[WIDTH + j] += step * x[ones + j];
    }
  }

  /** Mean squared error over events [from, to). */
  double error(int from, int to) {
    return mean(errors, from, to);
  }

  /** The same over that of the running mean. */
  double relativeError(int from, int to) {
    return mean(errors, from, to) / mean(meanErrors, from, to);
  }

  @Override
  public String toString() {
    return name;
  }

  private double target(Object label) {
    if (label instanceof Boolean flag) {
      return flag ? 1 : 0;
    }
    if (label instanceof Number number) {
      return number.doubleValue();
    }
    // Of the contact reasons: whether something is damaged.
    return label.equals("damaged") ? 1 : 0;
  }

  private static double number(DemoEvent event, String feature) {
    return event.features().get(feature) instanceof Double value && Double.isFinite(value)
        ? value
        : 1.0;
  }

  private static double mean(double[] values, int from, int to) {
    double sum = 0;
    int n = 0;
    for (int i = from; i < to; i++) {
      if (!Double.isNaN(values[i])) {
        sum += values[i];
        n++;
      }
    }
    return sum / n;
  }
}
