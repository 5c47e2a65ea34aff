package io.braid.bench.digits;

import io.braid.bench.Report;
import io.braid.cli.evaluate.Evaluation;
import io.braid.model.learner.TaskQuality;
import io.braid.model.metric.Horizon;
import io.braid.model.spec.Column;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Which digit, and where: one convolutional net that learns both on one loss, beside one of the
 * same trunk for each task alone, and a linear model. All have the same settings (the linear
 * model's heads are dense: least squares over 1,600 pixels would take a hundred times as long) and
 * see the same scenes, one pass, test-then-train.
 */
public final class DigitTable {
  private static final List<Long> SEEDS = List.of(1L, 2L, 3L);

  private static final String SETTINGS =
      """
      name: digits
      features: [{name: scene, type: image, height: 40, width: 40}]
      weighting: equal
      optimizer: {kind: adam, learning_rate: 1e-3}
      """;
  private static final String CONV =
      "trunk: {kind: conv, filters: [8, 16, 32], hidden: [64]}\nhead: rls\n";
  private static final String LINEAR = "trunk: linear\n";
  private static final String DIGIT = "  - {name: digit, kind: multiclass, classes: 10}\n";
  private static final String BOX = "  - {name: box, kind: box, label: [x, y, w, h]}\n";

  /** Who learns what. */
  record Contestant(String name, String trunk, String tasks) {
    String yaml(long seed) {
      return SETTINGS + trunk + "tasks:\n" + tasks + "seed: " + seed + "\n";
    }
  }

  static final List<Contestant> CONTESTANTS =
      List.of(
          new Contestant("digit and box", CONV, DIGIT + BOX),
          new Contestant("digit alone", CONV, DIGIT),
          new Contestant("box alone", CONV, BOX),
          new Contestant("linear, digit and box", LINEAR, DIGIT + BOX));

  /**
   * What one contestant reached with one seed; NaN of a task it does not have.
   *
   * @param seconds of CPU time
   */
  record Outcome(
      int parameters,
      double accuracy,
      double lateAccuracy,
      double overlap,
      double lateOverlap,
      double seconds) {}

  private final Path file;
  private final long most;
  private final Report report;
  private final Consumer<String> progress;

  /**
   * @param data folder of {@code mnist_test10k.csv.gz}
   * @param most digits at most
   */
  public DigitTable(Path data, long most, Report report, Consumer<String> progress) {
    this.file = data.resolve("mnist_test10k.csv.gz");
    this.most = most;
    this.report = report;
    this.progress = progress;
  }

  /** Measures and writes the table. */
  public void run() throws IOException {
    report.section("Digits on a canvas: which, and where");
    if (!Files.exists(file)) {
      report.paragraph("Not measured: there is no " + file + ".");
      return;
    }
    progress.accept("reading " + file.getFileName());
    Digits digits = Digits.read(file, most);
    List<List<String>> rows = new ArrayList<>();
    for (Contestant contestant : CONTESTANTS) {
      List<Outcome> outcomes = new ArrayList<>();
      for (long seed : SEEDS) {
        progress.accept(contestant.name() + ", seed " + seed);
        outcomes.add(measure(contestant, digits, seed));
      }
      rows.add(row(contestant, outcomes));
    }
    report.table(
        List.of(
            "learned", "parameters", "accuracy", "last 1,000", "IoU", "last 1,000", "CPU seconds"),
        rows);
    report.paragraph(
        String.format(
            Locale.ROOT,
            "%,d digits of mnist_test10k, each on a canvas of 40 x 40 at a random place and"
                + " stretched by 0.6 to 1.5; one pass, every scene predicted before it is learned;"
                + " mean over the seeds %s of scenes and parameters, with the range in brackets.",
            digits.count(),
            SEEDS));
  }

  static Outcome measure(Contestant contestant, Digits digits, long seed) throws IOException {
    Pipeline pipeline =
        PipelineFile.parse(contestant.yaml(seed), contestant.name())
            .bind(
                Stream.of("scene", "digit", "x", "y", "w", "h")
                    .map(name -> new Column(name, Column.Type.NUMBER))
                    .toList());
    var threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    Evaluation.Result result;
    try (Scenes scenes = new Scenes(digits, pipeline, seed)) {
      result =
          new Evaluation(pipeline, 0)
              .run(scenes, Long.MAX_VALUE, (row, prediction) -> {}, System::nanoTime);
    }
    return new Outcome(
        result.parameters(),
        figure(result, Horizon.WHOLE, "accuracy"),
        figure(result, Horizon.WINDOW, "accuracy"),
        figure(result, Horizon.WHOLE, "iou"),
        figure(result, Horizon.WINDOW, "iou"),
        (threads.getCurrentThreadCpuTime() - before) / 1e9);
  }

  private static double figure(Evaluation.Result result, Horizon horizon, String metric) {
    for (TaskQuality task : result.tasks()) {
      double value = task.value(horizon, metric);
      if (!Double.isNaN(value)) {
        return value;
      }
    }
    return Double.NaN;
  }

  private static List<String> row(Contestant contestant, List<Outcome> outcomes) {
    return List.of(
        contestant.name(),
        String.format(Locale.ROOT, "%,d", outcomes.get(0).parameters()),
        shown(outcomes.stream().map(Outcome::accuracy).toList()),
        shown(outcomes.stream().map(Outcome::lateAccuracy).toList()),
        shown(outcomes.stream().map(Outcome::overlap).toList()),
        shown(outcomes.stream().map(Outcome::lateOverlap).toList()),
        Report.figure(outcomes.stream().mapToDouble(Outcome::seconds).average().orElseThrow()));
  }

  /** The mean, and the range in brackets. */
  private static String shown(List<Double> values) {
    if (values.get(0).isNaN()) {
      return "-";
    }
    return String.format(
        Locale.ROOT,
        "%.4f (%.4f to %.4f)",
        values.stream().mapToDouble(v -> v).average().orElseThrow(),
        values.stream().mapToDouble(v -> v).min().orElseThrow(),
        values.stream().mapToDouble(v -> v).max().orElseThrow());
  }
}
