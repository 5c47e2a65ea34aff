package io.braid.cli.view;

import io.braid.cli.view.DemoStatus.DeadLetters;
import io.braid.cli.view.DemoStatus.Detection;
import io.braid.cli.view.DemoStatus.Drift;
import io.braid.cli.view.DemoStatus.TaskStatus;
import java.util.ArrayList;
import java.util.List;

/** A run of a minute, 50 seconds in. */
final class Sample {
  private Sample() {}

  static DemoStatus status() {
    return new DemoStatus(
        "marketplace",
        "built-in stream",
        50.4,
        60,
        0.84,
        100_812,
        1_996.4,
        99_500,
        List.of(
            task("late", "binary", false, "auc", true, 0.924, 0.5, 0.93),
            task("delivery_hours", "regression", false, "mae", false, 3.317, 12, 3.2),
            task("returned", "binary", true, "log_loss", false, 0.744, 0.69, 0.42)),
        List.of(
            new Drift(
                "carriers swap networks",
                true,
                24,
                true,
                List.of("delivery_hours", "late"),
                List.of(new Detection("late", 25.1, 1.1)),
                List.of(new Detection("late", 26.0, 2.0))),
            new Drift("winter", false, 55, false, List.of("late"), List.of(), List.of())),
        List.of(new Detection("returned", 41.7, Double.NaN)),
        List.of(
            new DeadLetters("truncated record", 55),
            new DeadLetters("unknown schema", 50),
            new DeadLetters("not finite", 45),
            new DeadLetters("label out of range", 40)),
        new DemoStatus.Outputs(100_812, 100_622, 190, 0, 0, 0, -1),
        "Ctrl-C ends the run");
  }

  /** The same without a script, an end, refused records or anything learned. */
  static DemoStatus bare() {
    TaskStatus task =
        new TaskStatus(
            "y",
            "count",
            false,
            "mae",
            false,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            0,
            List.of());
    return new DemoStatus(
        "p",
        "data.csv",
        0,
        Double.NaN,
        Double.NaN,
        0,
        Double.NaN,
        0,
        List.of(task),
        List.of(),
        List.of(),
        List.of(),
        null,
        "");
  }

  private static TaskStatus task(
      String name,
      String kind,
      boolean auxiliary,
      String metric,
      boolean largerIsBetter,
      double windowed,
      double baseline,
      double before) {
    List<Double> history = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      history.add(i < 5 ? Double.NaN : i < 10 ? baseline : i >= 24 && i < 28 ? windowed : before);
    }
    return new TaskStatus(
        name,
        kind,
        auxiliary,
        metric,
        largerIsBetter,
        windowed,
        windowed * 1.01,
        baseline,
        before,
        1.25,
        71_000,
        history);
  }
}
