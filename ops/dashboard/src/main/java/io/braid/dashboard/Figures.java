package io.braid.dashboard;

import io.braid.model.metric.Metric;
import io.braid.model.metric.Metrics;
import io.braid.model.spec.Component;
import io.braid.model.spec.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What figures a task has, which one is shown first, and what forecasts it is compared with that
 * know earlier labels only. Immutable.
 */
final class Figures {
  /** What a baseline's name in the catalogue ends with, and how it is called. */
  private static final Map<String, String> BASELINES =
      Map.of("_persistence", "last label", "_majority", "majority", "_mean", "running mean");

  /** A baseline's figure. */
  record Baseline(String name, double value) {}

  private final Task task;
  private final List<String> names = new ArrayList<>();
  private final Map<String, Boolean> larger = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> baselines = new LinkedHashMap<>();

  Figures(Task task) {
    this.task = task;
    List<String> known = Metrics.of(task).stream().map(Metric::name).toList();
    for (String name : known) {
      if (isBaseline(name)) {
        continue;
      }
      names.add(name);
      larger.put(name, Metrics.CATALOG.create(Component.of(name), task).largerIsBetter());
      Map<String, String> own = new LinkedHashMap<>();
      BASELINES.forEach(
          (suffix, called) -> {
            if (known.contains(name + suffix) && isBaseline(name + suffix)) {
              own.put(name + suffix, called);
            }
          });
      baselines.put(name, own);
    }
  }

  private static boolean isBaseline(String name) {
    return Metrics.CATALOG.summary(name).startsWith("baseline");
  }

  Task task() {
    return task;
  }

  /** Names of the figures, without those of baselines. */
  List<String> names() {
    return names;
  }

  /** The figure shown first. */
  String primary() {
    return switch (task.kind()) {
      case BINARY, MULTICLASS, TAGGING -> "accuracy";
      case REGRESSION, COUNT -> "rmse";
      case BOX -> "iou";
    };
  }

  boolean largerIsBetter(String metric) {
    return larger.get(metric);
  }

  /** The best baseline of a figure; null if it has none or nothing is known of it yet. */
  Baseline baseline(String metric, Map<String, Double> values) {
    Baseline best = null;
    for (Map.Entry<String, String> each : baselines.get(metric).entrySet()) {
      double value = values.getOrDefault(each.getKey(), Double.NaN);
      boolean better =
          best == null || (larger.get(metric) ? value > best.value : value < best.value);
      if (!Double.isNaN(value) && better) {
        best = new Baseline(each.getValue(), value);
      }
    }
    return best;
  }

  /**
   * Share of the baseline's error that the first figure avoids: 1 is perfect, 0 no better, below 0
   * worse; NaN if it cannot be said.
   */
  double skill(Map<String, Double> values) {
    Baseline baseline = baseline(primary(), values);
    double value = values.getOrDefault(primary(), Double.NaN);
    if (baseline == null) {
      return Double.NaN;
    }
    double error = largerIsBetter(primary()) ? 1 - value : value;
    double reference = largerIsBetter(primary()) ? 1 - baseline.value : baseline.value;
    return reference > 0 ? 1 - error / reference : error > 0 ? Double.NaN : 0;
  }
}
