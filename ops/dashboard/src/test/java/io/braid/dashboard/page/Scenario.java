package io.braid.dashboard.page;

import java.util.List;
import java.util.Random;
import java.util.function.LongUnaryOperator;

/**
 * An invented pipeline for the page to show, drawn from a seed: same seed, same figures. A second
 * of its time is one step of every curve.
 */
final class Scenario {
  /** What a task is, and how its error moves: from {@code start} to {@code floor}, in seconds. */
  record Shape(
      String name,
      String kind,
      String loss,
      String primary,
      boolean higherIsBetter,
      boolean auxiliary,
      double start,
      double floor,
      double baseline,
      String baselineName,
      List<String> others) {}

  private static final List<Shape> MARKETPLACE =
      List.of(
          classes("late", "binary", "log_loss", false, .45, .12, .49, "last label"),
          errors("delivery_hours", "regression", "huber", 21, 4.3, 23.1, "running mean"),
          classes("contact", "multiclass", "softmax_cross_entropy", false, .6, .3, .51, "majority"),
          errors("tickets", "count", "poisson", 1.9, 1.33, 1.42, "running mean"),
          classes("returned", "binary", "log_loss", true, .48, .27, .46, "last label"));

  final String name;
  final List<Shape> shapes;
  final boolean begun;
  final boolean sharing;
  final boolean lateLabels;
  final List<Integer> driftTasks;
  private final long seed;

  private Scenario(
      String name, List<Shape> shapes, boolean begun, boolean sharing, boolean late, long seed) {
    this.name = name;
    this.shapes = shapes;
    this.begun = begun;
    this.sharing = sharing;
    this.lateLabels = late;
    this.seed = seed;
    this.driftTasks = shapes.size() > 3 ? List.of(1, 0, 3) : List.of();
  }

  /** Everything there is to show: five tasks, drifts, relatedness, labels that come later. */
  static Scenario busy() {
    return new Scenario("marketplace", MARKETPLACE, true, true, true, 42);
  }

  /** Running, but no event has come yet. */
  static Scenario fresh() {
    return new Scenario("marketplace", MARKETPLACE, false, false, false, 42);
  }

  /** One task, labels with the event, no drift, nothing rejected: most panels have nothing. */
  static Scenario plain() {
    return new Scenario("river-flow", MARKETPLACE.subList(1, 2), true, false, false, 7);
  }

  /** Many tasks with names as long and as strange as they come. */
  static Scenario crowded() {
    LongUnaryOperator mix = i -> i * 2654435761L % 97;
    List<Shape> many =
        java.util.stream.IntStream.range(0, 26)
            .mapToObj(
                i -> {
                  String suffix = "_of_a_rather_long_name_that_does_not_end_" + i;
                  double floor = .1 + mix.applyAsLong(i) / 400.0;
                  return i % 2 == 0
                      ? classes(
                          "<b>task</b>" + suffix,
                          "binary",
                          "log_loss",
                          i > 20,
                          .5,
                          floor,
                          .4,
                          "majority")
                      : errors(
                          "measure" + suffix,
                          "regression",
                          "huber",
                          2.5e6,
                          1e6 * floor,
                          8e5,
                          "last label");
                })
            .toList();
    return new Scenario(
        "a_pipeline_whose_name_is_long_enough_to_be_cut", many, true, true, true, 3);
  }

  private static Shape classes(
      String name,
      String kind,
      String loss,
      boolean auxiliary,
      double start,
      double floor,
      double baseline,
      String baselineName) {
    List<String> others =
        kind.equals("binary") ? List.of("log_loss", "ece", "auc") : List.of("log_loss", "kappa");
    return new Shape(
        name,
        kind,
        loss,
        "accuracy",
        true,
        auxiliary,
        start,
        floor,
        baseline,
        baselineName,
        others);
  }

  private static Shape errors(
      String name,
      String kind,
      String loss,
      double start,
      double floor,
      double baseline,
      String baselineName) {
    return new Shape(
        name,
        kind,
        loss,
        "rmse",
        false,
        false,
        start,
        floor,
        baseline,
        baselineName,
        List.of("mae", "r2"));
  }

  /** When the drifts of a task happen, in seconds of the scenario. */
  static long driftAt(int order) {
    return 170L + 110L * order;
  }

  /** The error of a task in a second, before it is turned into its figure. */
  double error(int task, long second) {
    Shape shape = shapes.get(task);
    double error = shape.floor + (shape.start - shape.floor) * Math.exp(-second / 25.0);
    int order = driftTasks.indexOf(task);
    if (order >= 0 && second >= driftAt(order)) {
      double since = second - driftAt(order);
      double rise = shape.floor * (order == 2 ? .22 : .8);
      error += rise * (order == 2 ? 1 - Math.exp(-since / 20) : Math.exp(-since / 40) * .8 + .2);
    }
    return error * (1 + .03 * noise(task, second));
  }

  /** Smooth noise, about standard normal. */
  double noise(int stream, long second) {
    double sum = 0;
    for (int back = 0; back < 6; back++) {
      sum +=
          new Random(seed * 31 + stream * 1_000_003L + (second - back) * 7919).nextGaussian()
              / (1 + back);
    }
    return sum / 1.2;
  }
}
