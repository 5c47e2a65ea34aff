package io.braid.bench.rates;

import io.braid.bench.Report;
import io.braid.cli.evaluate.CsvSource;
import io.braid.cli.evaluate.Evaluation;
import io.braid.cli.evaluate.RowSource;
import io.braid.cli.evaluate.ShuffledSource;
import io.braid.model.learner.TaskQuality;
import io.braid.model.metric.Horizon;
import io.braid.model.spec.PipelineFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The error of the default pipeline on every data set, beside that of the default optimizer at each
 * of a grid of single learning rates: how far the default is from the best rate picked by hand,
 * with the whole file in view.
 */
public final class RateTable {
  /** From 1e-4 to 1 by factors of about 3. */
  static final List<String> GRID =
      List.of("1e-4", "3e-4", "1e-3", "3e-3", "1e-2", "3e-2", "0.1", "0.3", "1.0");

  /** Files whose rows are grouped and have to be shuffled. */
  private static final Set<String> GROUPED = Set.of("wine_quality");

  /** The two figures a pipeline can be judged by; NaN where it has no such task. */
  record Errors(double numbers, double classes) {}

  private final Path pipelines;
  private final Path data;
  private final long rows;
  private final Report report;
  private final Consumer<String> progress;

  /**
   * @param pipelines folder of {@code <data set>.yaml}, which must not name an optimizer
   * @param data folder of {@code <data set>.csv.gz}; sets without a file are left out
   * @param rows of each file at most
   */
  public RateTable(Path pipelines, Path data, long rows, Report report, Consumer<String> progress) {
    this.pipelines = pipelines;
    this.data = data;
    this.rows = rows;
    this.report = report;
    this.progress = progress;
  }

  /** Measures and writes the table. */
  public void run() throws IOException {
    report.section("No learning rate to guess");
    List<List<String>> table = new ArrayList<>();
    double worst = 0;
    for (Path file : files()) {
      String set = name(file);
      String pipeline = Files.readString(file);
      progress.accept(set);
      Errors hedged = evaluate(set, pipeline);
      List<Errors> single = new ArrayList<>();
      for (String rate : GRID) {
        progress.accept(set + ", learning rate " + rate);
        single.add(
            evaluate(
                set, pipeline + "\noptimizer: {kind: rmsprop, learning_rate: " + rate + "}\n"));
      }
      worst =
          Math.max(
              worst,
              row(table, set, "aRRMSE", hedged.numbers, single.stream().map(e -> e.numbers)));
      worst =
          Math.max(
              worst,
              row(table, set, "1 - accuracy", hedged.classes, single.stream().map(e -> e.classes)));
    }
    report.table(
        List.of("data", "error", "default", "best rate", "its error", "ratio", "3e-3"), table);
    report.paragraph(
        "The default: the data set's pipeline, which names no optimizer, as one from 'braid init'"
            + " does not. Best rate:"
            + " of "
            + GRID
            + ", with rmsprop. The last column is one fixed rate for all. Largest ratio: "
            + String.format(Locale.ROOT, "%.3f.", worst));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(pipelines)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml") && Files.exists(csv(name(file))))
          .sorted()
          .toList();
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString().replaceAll("\\.yaml$", "");
  }

  private Path csv(String set) {
    return data.resolve(set + ".csv.gz");
  }

  /** Adds a row unless there is nothing to judge; gives the ratio. */
  private static double row(
      List<List<String>> table, String set, String figure, double error, Stream<Double> single) {
    List<Double> errors = single.toList();
    if (Double.isNaN(error)) {
      return 0;
    }
    int best = 0;
    for (int i = 1; i < errors.size(); i++) {
      best = errors.get(i) < errors.get(best) ? i : best;
    }
    double ratio = error / errors.get(best);
    table.add(
        List.of(
            set,
            figure,
            decimals(error),
            GRID.get(best),
            decimals(errors.get(best)),
            String.format(Locale.ROOT, "%.3f", ratio),
            decimals(errors.get(GRID.indexOf("3e-3")))));
    return ratio;
  }

  private static String decimals(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  Errors evaluate(String set, String pipeline) throws IOException {
    try (CsvSource file = CsvSource.open(csv(set), PipelineFile.parse(pipeline, set))) {
      RowSource source = GROUPED.contains(set) ? new ShuffledSource(file, 1L, share -> {}) : file;
      Evaluation.Result result =
          new Evaluation(file.pipeline(), 0)
              .run(source, rows, (row, prediction) -> {}, System::nanoTime);
      List<TaskQuality> tasks = result.tasks();
      double accuracy =
          tasks.stream()
              .mapToDouble(task -> task.value(Horizon.WHOLE, "accuracy"))
              .filter(value -> !Double.isNaN(value))
              .average()
              .orElse(Double.NaN);
      return new Errors(TaskQuality.arrmse(tasks, Horizon.WHOLE), 1 - accuracy);
    }
  }
}
