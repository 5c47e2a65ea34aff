package io.braid.dashboard;

import java.util.List;
import java.util.Locale;

/** Finds the task that stands worst: the one that gains least over its best baseline of late. */
final class Worst {
  /** Before so many labels nothing is said. */
  private static final long ENOUGH = 30;

  /** An error of late so much above that of the whole stream is worth mentioning. */
  private static final double RISEN = 1.1;

  private Worst() {}

  /** Null if there is nothing to say yet. */
  static State.Worst of(List<TaskFigures> tasks) {
    TaskFigures worst = null;
    double least = Double.POSITIVE_INFINITY;
    for (TaskFigures task : tasks) {
      double skill = task.figures().skill(task.windowed());
      if (task.n() >= ENOUGH && skill < least) {
        least = skill;
        worst = task;
      }
    }
    return worst == null
        ? null
        : new State.Worst(worst.figures().task().name(), sentence(worst, least));
  }

  private static String sentence(TaskFigures task, double skill) {
    Figures figures = task.figures();
    String metric = figures.primary();
    double late = task.windowed().get(metric);
    double whole = task.whole().get(metric);
    Figures.Baseline baseline = figures.baseline(metric, task.windowed());
    boolean larger = figures.largerIsBetter(metric);
    double risen = larger ? (1 - late) / (1 - whole) : late / whole;
    String against = "the forecast '" + baseline.name() + "' gets " + shown(baseline.value());
    String dropped =
        risen > RISEN
            ? "; over the whole stream it is " + shown(whole) + ", so it has become worse"
            : "";
    String start = "its " + metric + " of late is " + shown(late);
    if (skill <= 0) {
      return start + ", no better than doing without the features: " + against + dropped + ".";
    }
    return start + " and gains least of all tasks: " + against + dropped + ".";
  }

  private static String shown(double value) {
    double size = Math.abs(value);
    String pattern = size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.3f";
    return String.format(Locale.ROOT, pattern, value);
  }
}
