package io.braid.bench.quality;

import io.braid.model.learner.TaskQuality;
import io.braid.model.metric.Horizon;
import java.util.List;

/**
 * What a contestant showed over one pass.
 *
 * @param tasks quality of each task
 * @param rows in the pass
 * @param seconds CPU time of the thread over all rows, from raw values to metrics
 * @param parameters trainable; 0 where that means nothing
 */
record Outcome(List<TaskQuality> tasks, long rows, double seconds, long parameters) {

  /** A number by which a whole pass is judged. */
  enum Figure {
    ARRMSE(
        "aRRMSE",
        "mean over the regression tasks of the error relative to that of the running mean; lower is"
            + " better",
        false),
    ACCURACY("accuracy", "mean over the class tasks; higher is better", true),
    KAPPA(
        "kappa",
        "accuracy above that of chance, mean over the class tasks; higher is better",
        true);

    final String title;
    final String meaning;
    final boolean larger;

    Figure(String title, String meaning, boolean larger) {
      this.title = title;
      this.meaning = meaning;
      this.larger = larger;
    }

    /** Whether a value is better than another. */
    boolean better(double value, double other) {
      return larger ? value > other : value < other;
    }
  }

  /** The figure; NaN if there is no task of its kind. */
  double value(Figure figure) {
    return switch (figure) {
      case ARRMSE -> TaskQuality.arrmse(tasks, Horizon.WHOLE);
      case ACCURACY -> mean("accuracy");
      case KAPPA -> mean("kappa");
    };
  }

  private double mean(String metric) {
    return tasks.stream()
        .mapToDouble(task -> task.value(Horizon.WHOLE, metric))
        .filter(value -> !Double.isNaN(value))
        .average()
        .orElse(Double.NaN);
  }

  /** Rows per second of CPU time. */
  double rate() {
    return rows / seconds;
  }
}
