package io.braid.cli.demo;

import io.braid.cli.view.DemoStatus.TaskStatus;
import io.braid.model.spec.Task;
import io.braid.schemas.TaskMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One task's latest metrics and the curve of the one that is shown. Not thread-safe. */
final class TaskBoard {
  private static final int LONGEST_CURVE = 960;

  /**
   * The figure shown of a task.
   *
   * @param metric its name in the metrics records
   * @param larger whether larger is better
   * @param baselines names of the same figure of forecasts that learn nothing from the features
   */
  private record Figure(String metric, boolean larger, List<String> baselines) {
    static Figure of(Task.Kind kind) {
      return switch (kind) {
        case BINARY, MULTICLASS, TAGGING ->
            new Figure("accuracy", true, List.of("accuracy_majority", "accuracy_persistence"));
        case BOX -> new Figure("iou", true, List.of("iou_mean"));
        case REGRESSION, COUNT ->
            new Figure("rmse", false, List.of("rmse_mean", "rmse_persistence"));
      };
    }

    double baseline(Map<String, Double> metrics) {
      double best = Double.NaN;
      for (String name : baselines) {
        double value = metrics.getOrDefault(name, Double.NaN);
        if (Double.isNaN(best) || (larger ? value > best : value < best)) {
          best = value;
        }
      }
      return best;
    }
  }

  private final Task task;
  private final Figure figure;
  private final List<Double> curve = new ArrayList<>();
  private TaskMetrics latest;
  private double before = Double.NaN;
  private int ticks;
  private int ticksPerPoint = 1;

  TaskBoard(Task task) {
    this.task = task;
    this.figure = Figure.of(task.kind());
  }

  /**
   * Takes new metrics.
   *
   * @param beforeDrifts whether the first scripted change had not begun then
   */
  void update(TaskMetrics metrics, boolean beforeDrifts) {
    latest = metrics;
    if (beforeDrifts) {
      before = windowed();
    }
  }

  /** Adds a point to the curve; a long curve gets half as dense. */
  void tick() {
    if (++ticks % ticksPerPoint != 0) {
      return;
    }
    curve.add(windowed());
    if (curve.size() > LONGEST_CURVE) {
      for (int i = 0; i < curve.size(); i++) {
        curve.remove(i);
      }
      ticksPerPoint *= 2;
    }
  }

  TaskStatus status() {
    return new TaskStatus(
        task.name(),
        task.kind().key(),
        task.auxiliary(),
        figure.metric,
        figure.larger,
        windowed(),
        latest == null ? Double.NaN : value(latest.getFading()),
        latest == null ? Double.NaN : figure.baseline(latest.getWindowed()),
        before,
        latest == null ? Double.NaN : latest.getWeight(),
        latest == null ? 0 : latest.getExamples(),
        curve);
  }

  private double windowed() {
    return latest == null ? Double.NaN : value(latest.getWindowed());
  }

  private double value(Map<String, Double> metrics) {
    return metrics.getOrDefault(figure.metric, Double.NaN);
  }
}
