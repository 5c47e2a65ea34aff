package io.braid.model.metric;

import java.util.List;

/** Every metric by its definition, over a stored history; slow and plain. */
final class NaiveMetrics {

  /** A stored outcome and the factor its horizon gives it. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Past(
      double label,
      float[] prediction,
      double point,
      double previous,
      double prior,
      double weight,
      double[] box,
      double[] priorBox) {

    Past(
        double label,
        float[] prediction,
        double point,
        double previous,
        double prior,
        double weight) {
      this(label, prediction, point, previous, prior, weight, null, null);
    }

    Past times(double factor) {
      return new Past(label, prediction, point, previous, prior, weight * factor, box, priorBox);
    }

    void fill(Outcome outcome) {
      outcome.label = label;
      outcome.prediction = prediction;
      outcome.point = point;
      outcome.previous = previous;
      outcome.prior = prior;
      outcome.weight = weight;
      outcome.deviation = deviation();
      outcome.values = box;
      outcome.priorValues = priorBox;
    }

    /** One for some predictions, of a size that covers some labels. */
    double deviation() {
      return Math.sin(label) > 0.8 ? Double.NaN : 0.4 + Math.abs(Math.sin(point));
    }

    double probabilityOf(int c) {
      return prediction.length > 1 ? prediction[c] : c == 1 ? prediction[0] : 1.0 - prediction[0];
    }
  }

  private interface Value {
    double of(Past past);
  }

  private final List<Past> pasts;
  private final int classes;

  NaiveMetrics(List<Past> pasts, int classes) {
    this.pasts = pasts;
    this.classes = classes;
  }

  double value(String name) {
    Value squared = p -> square(p.label - p.point);
    Value persistence = p -> square(p.label - p.previous);
    Value runningMean = p -> square(p.label - p.prior);
    return switch (name) {
      case "accuracy" -> mean(p -> p.label == p.point ? 1 : 0);
      case "balanced_accuracy" -> balancedAccuracy();
      case "kappa" -> kappa();
      case "kappa_temporal" -> {
        double model = mean(p -> without(p.previous, p.label == p.point ? 1 : 0));
        double reference = mean(p -> without(p.previous, p.label == p.previous ? 1 : 0));
        yield reference > 1 - 1e-12 ? Double.NaN : (model - reference) / (1 - reference);
      }
      case "f1" -> f1();
      case "accuracy_persistence" -> mean(p -> without(p.previous, p.label == p.previous ? 1 : 0));
      case "accuracy_majority" -> mean(p -> without(p.prior, p.label == p.prior ? 1 : 0));
      case "log_loss" -> mean(p -> -Math.log(Math.max(1e-7, p.probabilityOf((int) p.label))));
      case "ece" -> calibrationError();
      case "auc" -> auc();
      case "mae" ->
          mean(p -> p.box == null ? Math.abs(p.label - p.point) : distance(p.box, p.prediction));
      case "iou" -> mean(p -> overlap(p.box, doubles(p.prediction)));
      case "iou_mean" -> mean(p -> without(p.priorBox[0], overlap(p.box, p.priorBox)));
      case "rmse" -> Math.sqrt(mean(squared));
      case "r2" -> {
        double center = mean(p -> p.label);
        boolean constant = pasts.stream().mapToDouble(Past::label).distinct().count() < 2;
        yield constant ? Double.NaN : 1 - mean(squared) / mean(p -> square(p.label - center));
      }
      case "rrmse" -> Math.sqrt(mean(p -> without(p.prior, squared.of(p))) / mean(runningMean));
      case "rrmse_persistence" ->
          Math.sqrt(mean(p -> without(p.previous, squared.of(p))) / mean(persistence));
      case "rmse_mean" -> Math.sqrt(mean(runningMean));
      case "rmse_persistence" -> Math.sqrt(mean(persistence));
      case "coverage" ->
          mean(
              p ->
                  without(
                      p.deviation(),
                      Math.abs(p.label - p.point) <= 1.6448536269514722 * p.deviation() ? 1 : 0));
      case "interval_width" -> mean(p -> 2 * 1.6448536269514722 * p.deviation());
      case "poisson_deviance" ->
          mean(
              p ->
                  2
                      * ((p.label == 0 ? 0 : p.label * Math.log(p.label / p.point))
                          - (p.label - p.point)));
      default -> throw new IllegalArgumentException("no naive definition of " + name);
    };
  }

  private static double[] doubles(float[] values) {
    double[] all = new double[values.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = values[i];
    }
    return all;
  }

  private static double distance(double[] box, float[] other) {
    double sum = 0;
    for (int i = 0; i < 4; i++) {
      sum += Math.abs(box[i] - other[i]);
    }
    return sum / 4;
  }

  /** Of boxes whose numbers are whole, by counting unit squares. */
  private static double overlap(double[] a, double[] b) {
    int both = 0;
    int either = 0;
    for (int x = -13; x < 23; x++) {
      for (int y = -13; y < 23; y++) {
        boolean inA = covers(a, x, y);
        boolean inB = covers(b, x, y);
        both += inA && inB ? 1 : 0;
        either += inA || inB ? 1 : 0;
      }
    }
    return either == 0 ? 0 : (double) both / either;
  }

  private static boolean covers(double[] box, int x, int y) {
    return x >= box[0] && x < box[0] + box[2] && y >= box[1] && y < box[1] + box[3];
  }

  private static double square(double x) {
    return x * x;
  }

  /** NaN, which {@link #mean} leaves out, where the reference is unknown. */
  private static double without(double reference, double value) {
    return Double.isNaN(reference) ? Double.NaN : value;
  }

  /** Weighted mean over the outcomes where the value is known. */
  private double mean(Value value) {
    double sum = 0;
    double weight = 0;
    for (Past past : pasts) {
      double v = value.of(past);
      if (!Double.isNaN(v)) {
        sum += past.weight * v;
        weight += past.weight;
      }
    }
    return sum / weight;
  }

  private double sum(Value value) {
    return pasts.stream().mapToDouble(p -> p.weight * value.of(p)).sum();
  }

  private double balancedAccuracy() {
    double recalls = 0;
    int seen = 0;
    for (int c = 0; c < classes; c++) {
      int k = c;
      double actual = sum(p -> p.label == k ? 1 : 0);
      if (actual > 0) {
        recalls += sum(p -> p.label == k && p.point == k ? 1 : 0) / actual;
        seen++;
      }
    }
    return recalls / seen;
  }

  private double kappa() {
    double chance = 0;
    for (int c = 0; c < classes; c++) {
      int k = c;
      chance += mean(p -> p.label == k ? 1 : 0) * mean(p -> p.point == k ? 1 : 0);
    }
    return chance > 1 - 1e-12 ? Double.NaN : (value("accuracy") - chance) / (1 - chance);
  }

  private double f1() {
    double total = 0;
    int seen = 0;
    for (int c = classes == 2 ? 1 : 0; c < classes; c++) {
      int k = c;
      double hit = sum(p -> p.label == k && p.point == k ? 1 : 0);
      double missed = sum(p -> p.label == k && p.point != k ? 1 : 0);
      double wrong = sum(p -> p.label != k && p.point == k ? 1 : 0);
      if (hit + missed + wrong > 0) {
        total += hit == 0 ? 0 : 2 / ((hit + missed) / hit + (hit + wrong) / hit);
        seen++;
      }
    }
    return total / seen;
  }

  private double calibrationError() {
    double total = 0;
    double weight = sum(p -> 1);
    for (int b = 0; b < 15; b++) {
      int bin = b;
      Value inBin = p -> Math.min(14, (int) (claim(p) * 15)) == bin ? 1 : 0;
      double share = sum(inBin);
      if (share > 0) {
        double claimed = sum(p -> inBin.of(p) * claim(p)) / share;
        double cameTrue = sum(p -> inBin.of(p) * (cameTrue(p) ? 1 : 0)) / share;
        total += share / weight * Math.abs(claimed - cameTrue);
      }
    }
    return total;
  }

  private static double claim(Past p) {
    return p.prediction.length == 1 ? p.prediction[0] : p.prediction[(int) p.point];
  }

  private static boolean cameTrue(Past p) {
    return p.prediction.length == 1 ? p.label == 1 : p.label == p.point;
  }

  /** Exact Mann-Whitney: all pairs, ties half. */
  private double auc() {
    return pairs((p, n) -> p > n ? 1 : p == n ? 0.5 : 0);
  }

  /** The most a histogram can be off: half the share of pairs within one bin. */
  double aucResolution() {
    return pairs((p, n) -> ScoreHistogram.bin(p) == ScoreHistogram.bin(n) ? 0.5 : 0);
  }

  private interface Pair {
    double value(float positive, float negative);
  }

  private double pairs(Pair pair) {
    double sum = 0;
    double all = 0;
    for (Past positive : pasts) {
      for (Past negative : pasts) {
        if (positive.label == 1 && negative.label == 0) {
          double weight = positive.weight * negative.weight;
          all += weight;
          sum += weight * pair.value(positive.prediction[0], negative.prediction[0]);
        }
      }
    }
    return sum / all;
  }
}
