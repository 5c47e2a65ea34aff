package io.braid.cli.view;

import java.util.List;

/**
 * A task's quality over time as a row of blocks; higher is always better. The lowest block stands
 * for the baseline or worse, the highest for the best value of the run.
 */
final class Sparkline {
  private Sparkline() {}

  /**
   * @param history values at equal distances; NaN where there was none
   * @param baseline what the lowest block stands for; NaN takes the worst value
   * @param cells characters to fill
   * @param blocks characters from lowest to highest
   * @return at most {@code cells} characters; a cell without value is blank
   */
  static String of(
      List<Double> history, double baseline, boolean largerIsBetter, int cells, String blocks) {
    if (cells <= 0) {
      return "";
    }
    double best = Double.NEGATIVE_INFINITY;
    double worst = Double.POSITIVE_INFINITY;
    double[] means = means(history, cells, largerIsBetter ? 1 : -1);
    for (double mean : means) {
      if (!Double.isNaN(mean)) {
        best = Math.max(best, mean);
        worst = Math.min(worst, mean);
      }
    }
    double floor = largerIsBetter ? baseline : -baseline;
    if (!(floor < best)) {
      floor = worst;
    }
    StringBuilder line = new StringBuilder();
    for (double mean : means) {
      line.append(Double.isNaN(mean) ? ' ' : block((mean - floor) / (best - floor), blocks));
    }
    return line.toString();
  }

  private static char block(double height, String blocks) {
    // A flat line has no height: it is drawn in the middle.
    double inRange = Double.isNaN(height) ? 0.5 : Math.max(0.0, Math.min(1.0, height));
    return blocks.charAt((int) Math.min(blocks.length() - 1, inRange * blocks.length()));
  }

  /** Means of the values that fall on each cell, signed so that larger is better. */
  private static double[] means(List<Double> history, int cells, int sign) {
    int n = Math.min(cells, history.size());
    double[] means = new double[n];
    for (int i = 0; i < n; i++) {
      double sum = 0;
      int count = 0;
      int to = (i + 1) * history.size() / n;
      for (int j = i * history.size() / n; j < to; j++) {
        double value = history.get(j);
        if (!Double.isNaN(value)) {
          sum += value;
          count++;
        }
      }
      means[i] = count == 0 ? Double.NaN : sign * sum / count;
    }
    return means;
  }
}
