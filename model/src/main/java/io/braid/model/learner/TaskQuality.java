package io.braid.model.learner;

import io.braid.model.metric.Horizon;
import io.braid.model.spec.Task;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How well one task is predicted, at one moment. Immutable.
 *
 * @param name the task
 * @param kind its kind
 * @param n labels tested
 * @param refused labels not tested because label, prediction or weight was out of its range
 * @param warnings how often the detector began to warn
 * @param drifts how often it found a drift
 * @param lastDrift the value of {@code n} at the last drift; 0 if there was none
 * @param watchedLoss fading mean of the loss in [0, 1] the detector sees; NaN before the first
 * @param whole every metric and baseline by name, over the whole stream; NaN if too little was seen
 * @param fading the same, older labels counting less
 * @param window the same, over the latest labels
 */
public record TaskQuality(
    String name,
    Task.Kind kind,
    long n,
    long refused,
    long warnings,
    long drifts,
    long lastDrift,
    double watchedLoss,
    Map<String, Double> whole,
    Map<String, Double> fading,
    Map<String, Double> window) {

  public TaskQuality {
    whole = Collections.unmodifiableMap(new LinkedHashMap<>(whole));
    fading = Collections.unmodifiableMap(new LinkedHashMap<>(fading));
    window = Collections.unmodifiableMap(new LinkedHashMap<>(window));
  }

  /** One figure; NaN if the task has no such metric. */
  public double value(Horizon horizon, String metric) {
    Map<String, Double> values =
        switch (horizon) {
          case WHOLE -> whole;
          case FADING -> fading;
          case WINDOW -> window;
        };
    return values.getOrDefault(metric, Double.NaN);
  }

  /**
   * The kind's own proper score, on the labels' scale: log loss of classes, mean squared error of
   * numbers, mean Poisson deviance of counts, mean absolute error of boxes.
   */
  public double loss(Horizon horizon) {
    return switch (kind) {
      case BINARY, MULTICLASS, TAGGING -> value(horizon, "log_loss");
      case COUNT -> value(horizon, "poisson_deviance");
      case BOX -> value(horizon, "mae");
      case REGRESSION -> {
        double rmse = value(horizon, "rmse");
        yield rmse * rmse;
      }
    };
  }

  /** Mean of {@code rrmse} over the regression tasks that have one; NaN if none has. */
  public static double arrmse(List<TaskQuality> tasks, Horizon horizon) {
    return tasks.stream()
        .filter(task -> task.kind == Task.Kind.REGRESSION)
        .mapToDouble(task -> task.value(horizon, "rrmse"))
        .filter(rrmse -> !Double.isNaN(rrmse))
        .average()
        .orElse(Double.NaN);
  }
}
