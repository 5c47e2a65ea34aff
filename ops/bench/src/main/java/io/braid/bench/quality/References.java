package io.braid.bench.quality;

import io.braid.model.data.Row;
import io.braid.model.spec.Task;
import java.util.Arrays;
import java.util.List;

/** What any learner has to beat: forecasts from a task's own labels alone. */
final class References implements Forecaster {
  private final boolean latest;
  private final boolean[] classes;
  private final double[][] sums;
  private final double[] seen;
  private final double[] forecast;

  private References(List<Task> tasks, boolean latest) {
    this.latest = latest;
    classes = new boolean[tasks.size()];
    sums = new double[tasks.size()][];
    for (int k = 0; k < classes.length; k++) {
      Task.Kind kind = tasks.get(k).kind();
      classes[k] = kind == Task.Kind.BINARY || kind == Task.Kind.MULTICLASS;
      sums[k] = new double[Math.max(2, tasks.get(k).classes().size())];
    }
    seen = new double[tasks.size()];
    forecast = new double[tasks.size()];
  }

  /** Persistence: the label before. */
  static References lastLabel(List<Task> tasks) {
    return new References(tasks, true);
  }

  /** The mean of the labels so far, or the class most frequent so far. */
  static References running(List<Task> tasks) {
    return new References(tasks, false);
  }

  @Override
  public void predict(Row row, float[][] into) {
    for (int k = 0; k < into.length; k++) {
      if (into[k].length == 1) {
        into[k][0] = (float) forecast[k];
      } else {
        Arrays.fill(into[k], 0f);
        into[k][(int) forecast[k]] = 1f;
      }
    }
  }

  @Override
  public void learn(Row row) {
    for (int k = 0; k < forecast.length; k++) {
      double label = row.labels[k];
      if (!Double.isNaN(label)) {
        forecast[k] = latest ? label : classes[k] ? majority(k, (int) label) : mean(k, label);
      }
    }
  }

  /** The class seen most often; on a tie the one that was so first. */
  private double majority(int k, int label) {
    sums[k][label]++;
    return sums[k][label] > sums[k][(int) forecast[k]] ? label : forecast[k];
  }

  private double mean(int k, double label) {
    return forecast[k] + (label - forecast[k]) / ++seen[k];
  }
}
