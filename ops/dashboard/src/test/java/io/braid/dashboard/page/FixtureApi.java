package io.braid.dashboard.page;

import io.braid.dashboard.page.Scenario.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The answers of the API for a scenario, as maps and lists in the order of its description. */
final class FixtureApi {
  private static final long EPOCH = 1_795_370_400_000L;
  private static final long LEAD = 420;

  private final Scenario scenario;
  private long second;

  FixtureApi(Scenario scenario) {
    this.scenario = scenario;
    this.second = scenario.begun ? LEAD : 0;
  }

  /** A second passes. */
  synchronized void tick() {
    second++;
  }

  static Map<String, Object> map(Object... entries) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < entries.length; i += 2) {
      map.put((String) entries[i], entries[i + 1]);
    }
    return map;
  }

  synchronized Map<String, Object> pipeline() {
    List<Object> tasks = new ArrayList<>();
    for (Shape s : scenario.shapes) {
      tasks.add(
          map(
              "name",
              s.name(),
              "kind",
              s.kind(),
              "loss",
              s.loss(),
              "weight",
              1.0,
              "auxiliary",
              s.auxiliary(),
              "primary",
              s.primary(),
              "higherIsBetter",
              s.higherIsBetter()));
    }
    return map(
        "name",
        scenario.name,
        "id",
        scenario.name + "-braid",
        "yaml",
        "name: "
            + scenario.name
            + "\ninput: {topic: orders, time: time, id: id}\nfeatures:\n  - {name: distance_km, type: numeric}\n  - {name: carrier, type: categorical, buckets: 32}\n",
        "trunk",
        component("mlp", "64-32, relu", "hidden", "[64, 32]", true, "dropout", "0", false),
        "weighting",
        component("ema_norm", "each task by the running mean of its loss", "decay", "0.99", false),
        "optimizer",
        component(
            "adam",
            "learning rate 0.001",
            "learning_rate",
            "0.001",
            true,
            "beta1",
            "0.9",
            false,
            "beta2",
            "0.999",
            false),
        "drift",
        component(
            "adwin",
            "delta 1e-5, raises the learning rate",
            "delta",
            "1e-5",
            true,
            "reaction",
            "raise_learning_rate",
            true),
        "features",
        List.of(
            map("name", "distance_km", "type", "numeric"),
            map("name", "carrier", "type", "categorical"),
            map("name", "express", "type", "boolean"),
            map("name", "ordered_at", "type", "time")),
        "tasks",
        tasks,
        "parameters",
        14_922,
        "guarantee",
        "exactly_once_v2",
        "partitions",
        1);
  }

  private static Map<String, Object> component(String kind, String summary, Object... settings) {
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < settings.length; i += 3) {
      list.add(map("key", settings[i], "value", settings[i + 1], "written", settings[i + 2]));
    }
    return map("kind", kind, "summary", summary, "settings", list);
  }

  synchronized Map<String, Object> state() {
    boolean begun = scenario.begun;
    long events = begun ? second * 2000 : 0;
    List<Object> tasks = new ArrayList<>();
    for (int t = 0; t < scenario.shapes.size(); t++) {
      tasks.add(task(t));
    }
    Map<String, Object> byReason = deadLettersByReason();
    long dead = byReason.values().stream().mapToLong(v -> (long) v).sum();
    return map(
        "time",
        now(),
        "uptimeMs",
        second * 1000,
        "status",
        "RUNNING",
        "ready",
        true,
        "notReadyBecause",
        List.of(),
        "step",
        events - dead,
        "events",
        events,
        "predictions",
        events - dead,
        "learned",
        events - dead,
        "deadLetters",
        dead,
        "refusedSteps",
        begun ? 3 : 0,
        "eventsPerSecond",
        begun ? rate(second) : 0,
        "lag",
        begun ? lag(second) : 0,
        "lagLimit",
        10_000,
        "secondsSinceLearned",
        begun ? 0.1 : null,
        "latencyMs",
        latency(begun),
        "processingMs",
        begun ? map("p50", 0.012, "p99", 0.9, "p999", 11.0) : null,
        "snapshot",
        begun
            ? map(
                "bytes",
                412_000,
                "changedBytes",
                187_000,
                "sections",
                14,
                "durationMs",
                2.4,
                "at",
                now() - 80)
            : null,
        "deadLettersByReason",
        byReason,
        "labels",
        labels(events),
        "labelDelayMs",
        scenario.lateLabels ? map("p50", 42_000, "p90", 310_000, "p99", 1_900_000) : null,
        "tasks",
        tasks,
        "relatedness",
        scenario.sharing ? relatedness() : null,
        "worst",
        worst());
  }

  private static Map<String, Object> latency(boolean begun) {
    return begun
        ? map("p50", 52.1, "p99", 108.4, "p999", 161.0)
        : map("p50", null, "p99", null, "p999", null);
  }

  private Map<String, Object> worst() {
    if (!scenario.begun) {
      return null;
    }
    if (scenario.shapes.size() < 4) {
      return map("task", scenario.shapes.get(0).name(), "because", "it is the only task");
    }
    return map(
        "task",
        scenario.shapes.get(3).name(),
        "because",
        "its rmse of late is 1.6, no better than doing without the features: the"
            + " forecast 'running mean' gets 1.42.");
  }

  private Map<String, Object> labels(long events) {
    long late = scenario.lateLabels ? events * 3 / 5 : 0;
    return map(
        "on_time",
        events - late,
        "late",
        late,
        "early",
        late / 900,
        "duplicate",
        late / 400,
        "corrected",
        late / 2000,
        "unmatched",
        late / 5000,
        "expired",
        late / 300,
        "waiting",
        late / 50);
  }

  private Map<String, Object> task(int t) {
    Shape s = scenario.shapes.get(t);
    int order = scenario.driftTasks.indexOf(t);
    boolean drifted = scenario.begun && order >= 0 && second >= Scenario.driftAt(order);
    List<Object> figures = new ArrayList<>();
    figures.add(figure(t, s.primary()));
    for (String other : s.others()) {
      figures.add(figure(t, other));
    }
    return map(
        "name", s.name(),
        "n", scenario.begun ? second * 2000 * (5 - t % 4) / 5 : 0,
        "loss", scenario.begun ? scenario.error(t, second) * 1.3 : null,
        "weight", scenario.begun ? weight(t, second) : null,
        "frozen", t == 4,
        "drifts", drifted ? 1 : 0,
        "lastDrift", drifted ? at(Scenario.driftAt(order)) : null,
        "labelledShare", scenario.begun ? (5 - t % 4) / 5.0 : null,
        "figures", figures,
        "calibration", s.primary().equals("accuracy") && scenario.begun ? calibration(t) : null,
        "transferGain",
            scenario.sharing
                ? map("value", .12 - .05 * t, "low", .06 - .05 * t, "high", .18 - .05 * t)
                : null);
  }

  private Map<String, Object> figure(int t, String metric) {
    if (!scenario.begun) {
      return map(
          "metric", metric, "whole", null, "fading", null, "windowed", null, "baseline", null);
    }
    Shape s = scenario.shapes.get(t);
    Map<String, Object> baseline =
        metric.equals(s.primary())
            ? map("name", s.baselineName(), "value", value(s, metric, s.baseline()))
            : null;
    return map(
        "metric", metric,
        "whole", value(s, metric, mean(t, second, second)),
        "fading", value(s, metric, mean(t, second, 12)),
        "windowed", value(s, metric, mean(t, second, 4)),
        "baseline", baseline);
  }

  private double mean(int t, long until, long seconds) {
    long n = Math.max(1, Math.min(Math.min(seconds, until), 60));
    double sum = 0;
    for (long i = 0; i < n; i++) {
      sum += scenario.error(t, until - i * Math.max(1, Math.min(seconds, until) / n));
    }
    return sum / n;
  }

  private static double value(Shape s, String metric, double error) {
    return switch (metric) {
      case "accuracy" -> 1 - error;
      case "auc" -> 1 - error * .8;
      case "kappa" -> 1 - error * 1.5;
      case "r2" -> 1 - error * error / (s.start() * s.start());
      case "ece" -> error * .1;
      case "log_loss" -> error * 2.2;
      case "mae" -> error * .7;
      default -> error;
    };
  }

  private double weight(int t, long at) {
    double own = .3 + (t * 37 % 11) / 5.0;
    return own * (1 + .4 * Math.exp(-at / 60.0) + .05 * scenario.noise(50 + t, at / 5));
  }

  private static List<Object> calibration(int t) {
    List<Object> bins = new ArrayList<>();
    for (int b = 0; b < 15; b++) {
      double mean = (b + .5) / 15;
      double observed = Math.min(1, Math.max(0, mean + .05 * Math.sin(b + t)));
      bins.add(
          map(
              "from",
              b / 15.0,
              "to",
              (b + 1) / 15.0,
              "mean",
              mean,
              "observed",
              observed,
              "n",
              4000 - 250 * b));
    }
    return bins;
  }

  private Map<String, Object> relatedness() {
    int n = scenario.shapes.size();
    List<Object> values = new ArrayList<>();
    List<Object> errors = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      List<Object> row = new ArrayList<>();
      List<Object> errorRow = new ArrayList<>();
      for (int j = 0; j < n; j++) {
        row.add(i == j ? 1.0 : Math.sin(1 + Math.min(i, j) * 5 + Math.max(i, j) * 3) * .6);
        errorRow.add(i == j ? 0.0 : .04);
      }
      values.add(row);
      errors.add(errorRow);
    }
    return map(
        "kind",
        "gradient_cosine",
        "tasks",
        scenario.shapes.stream().map(Shape::name).toList(),
        "values",
        values,
        "standardErrors",
        errors);
  }

  private Map<String, Object> deadLettersByReason() {
    return scenario.begun && scenario.shapes.size() > 1
        ? map(
            "NULL_VALUE",
            second / 6,
            "NOT_A_NUMBER",
            second / 8,
            "TRUNCATED",
            second / 9,
            "UNKNOWN_SCHEMA",
            second / 11)
        : map();
  }

  synchronized Map<String, Object> history(String task, String metric) {
    List<Object> points = new ArrayList<>();
    int t = scenario.shapes.stream().map(Shape::name).toList().indexOf(task);
    Shape s = scenario.shapes.get(t);
    for (long at = 2; scenario.begun && at <= second; at++) {
      points.add(
          map(
              "time",
              at(at),
              "step",
              at * 2000,
              "whole",
              value(s, metric, mean(t, at, at)),
              "fading",
              value(s, metric, mean(t, at, 12)),
              "windowed",
              value(s, metric, mean(t, at, 4)),
              "baseline",
              metric.equals(s.primary())
                  ? value(s, metric, s.baseline() * (1 + .01 * scenario.noise(t + 90, at)))
                  : null,
              "weight",
              weight(t, at)));
    }
    return map("task", task, "metric", metric, "points", points);
  }

  synchronized Map<String, Object> throughput() {
    List<Object> points = new ArrayList<>();
    for (long at = 1; scenario.begun && at <= second; at++) {
      points.add(
          map(
              "time",
              at(at),
              "eventsPerSecond",
              rate(at),
              "lag",
              lag(at),
              "p50",
              52 + 3 * scenario.noise(72, at),
              "p99",
              108 + 9 * scenario.noise(73, at)));
    }
    return map("points", points);
  }

  synchronized Map<String, Object> drifts() {
    List<Object> drifts = new ArrayList<>();
    for (int order = scenario.driftTasks.size() - 1; scenario.begun && order >= 0; order--) {
      if (second >= Scenario.driftAt(order)) {
        drifts.add(drift(order));
      }
    }
    return map("drifts", drifts);
  }

  private Map<String, Object> drift(int order) {
    long at = Scenario.driftAt(order);
    return map(
        "time",
        at(at),
        "step",
        at * 2000,
        "task",
        scenario.shapes.get(scenario.driftTasks.get(order)).name(),
        "detector",
        "adwin",
        "what",
        order == 2 ? "loss" : "error",
        "before",
        .114,
        "after",
        .297,
        "reaction",
        order == 2 ? null : "raise_learning_rate");
  }

  /** A drift that happens now. */
  synchronized Map<String, Object> driftNow() {
    return map(
        "time",
        now(),
        "step",
        second * 2000,
        "task",
        scenario.shapes.get(0).name(),
        "detector",
        "adwin",
        "what",
        "error",
        "before",
        .1,
        "after",
        .4,
        "reaction",
        "reset_head");
  }

  synchronized Map<String, Object> deadLetters() {
    Map<String, Object> byReason = deadLettersByReason();
    List<Object> samples = new ArrayList<>();
    List<String> messages =
        List.of(
            "basket_value: 'NaN' is not a number",
            "the record has no value",
            "the record ends after 37 of 61 bytes",
            "<script>document.title='broken'</script> schema id 918273 is unknown");
    List<String> reasons = List.of("NOT_A_NUMBER", "NULL_VALUE", "TRUNCATED", "UNKNOWN_SCHEMA");
    for (int i = 0; !byReason.isEmpty() && i < 24; i++) {
      samples.add(
          map(
              "time",
              at(second - 4L * i),
              "reason",
              reasons.get(i % 4),
              "message",
              messages.get(i % 4),
              "topic",
              "marketplace.orders",
              "partition",
              0,
              "offset",
              second * 2000 - i * 8123L));
    }
    long total = byReason.values().stream().mapToLong(v -> (long) v).sum();
    return map("total", total, "byReason", byReason, "samples", samples);
  }

  private double rate(long at) {
    return 2000 + 45 * scenario.noise(70, at);
  }

  private double lag(long at) {
    return Math.round(Math.abs(90 + 70 * scenario.noise(71, at)));
  }

  private long now() {
    return at(second);
  }

  private static long at(long second) {
    return EPOCH + second * 1000;
  }
}
