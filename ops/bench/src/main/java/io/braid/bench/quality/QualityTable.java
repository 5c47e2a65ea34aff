package io.braid.bench.quality;

import io.braid.bench.Bar;
import io.braid.bench.Report;
import io.braid.bench.quality.Outcome.Figure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Methods beside data sets: every method goes once through every data set, test then train, and is
 * judged by the same metrics. One table per figure.
 */
public final class QualityTable {
  /** What the pipelines kept for single data sets have to reach. */
  private static final List<Goal> GOALS =
      List.of(
          new Goal("rf1", Figure.ARRMSE, 0.17),
          new Goal("mtr_wq", Figure.ARRMSE, 0.92),
          new Goal("mtr_enb", Figure.ARRMSE, 0.36),
          new Goal("mtr_sf2", Figure.ARRMSE, 0.982),
          new Goal("electricity", Figure.ACCURACY, 0.92),
          new Goal("noaa_weather", Figure.ACCURACY, 0.80),
          new Goal("sea_stream", Figure.ACCURACY, 0.89));

  private record Goal(String set, Figure figure, double limit) {
    Bar bar(double reached) {
      String what = set + "-best.yaml, " + figure.title;
      return figure.larger
          ? Bar.atLeast(2, what, "", limit, reached)
          : Bar.atMost(2, what, "", limit, reached);
    }
  }

  private final Path pipelines;
  private final Path data;
  private final long rows;
  private final int seeds;
  private final List<Method> methods;
  private final Report report;
  private final Consumer<String> progress;

  /**
   * @param pipelines folder of {@code <data set>.yaml}
   * @param data folder of {@code <data set>.csv.gz}; sets without a file are left out
   * @param rows of each file at most
   * @param seeds of the rows all others are compared with
   * @param fewer seeds of the others
   */
  public QualityTable(
      Path pipelines,
      Path data,
      long rows,
      int seeds,
      int fewer,
      Report report,
      Consumer<String> progress) {
    this.pipelines = pipelines;
    this.data = data;
    this.rows = rows;
    this.seeds = seeds;
    this.methods = Methods.all(pipelines, seeds, fewer);
    this.report = report;
    this.progress = progress;
  }

  /** Measures and writes the tables. */
  public void run() throws IOException, InterruptedException {
    List<DataSet> sets = sets();
    report.section("Quality: methods beside data sets");
    if (sets.isEmpty()) {
      report.paragraph("Not measured: no data set of " + pipelines + " has its file in " + data);
      return;
    }
    Grid grid = Grid.of(methods, sets, progress);
    report.paragraph(protocol(sets));
    report.paragraph(Moa.notes());
    for (Figure figure : Figure.values()) {
      List<DataSet> judged =
          sets.stream()
              .filter(
                  set ->
                      !Double.isNaN(grid.mean(Methods.DEFAULT, set.name(), o -> o.value(figure))))
              .toList();
      if (!judged.isEmpty()) {
        table(grid, figure, judged);
      }
    }
    speed(grid, sets);
    problems(grid, sets);
    goals(grid, sets);
    Sharing sharing = new Sharing(report, progress);
    for (DataSet set : sets) {
      if (set.name().equals(Sharing.SET)) {
        sharing.run(set, grid);
      }
    }
    new School(pipelines, data, seeds, report, progress).run();
  }

  /**
   * Every pipeline whose file is there and that leaves open what is compared: one that names a
   * trunk or a head of its own is about that one, and one task by a column is no table.
   */
  private List<DataSet> sets() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(pipelines)) {
      files = all.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
    List<DataSet> sets = new ArrayList<>();
    for (Path file : files) {
      String name = file.getFileName().toString().replaceAll("\\.yaml$", "");
      Path csv = data.resolve(name + ".csv.gz");
      if (Files.exists(csv)) {
        Settings settings = Settings.read(file);
        if (settings.open()) {
          progress.accept("reading " + name);
          sets.add(DataSet.load(name, csv, rows, settings));
        }
      }
    }
    return sets;
  }

  private String protocol(List<DataSet> sets) {
    String counts =
        sets.stream()
            .map(
                set ->
                    String.format(
                        Locale.ROOT,
                        "%s (%,d rows, %d %s)",
                        set.name(),
                        set.rows().size(),
                        set.tasks().size(),
                        set.tasks().size() == 1 ? "task" : "tasks"))
            .collect(Collectors.joining(", "));
    Map<Integer, List<String>> bySeeds = new LinkedHashMap<>();
    for (Method method : methods) {
      bySeeds.computeIfAbsent(method.seeds(), any -> new ArrayList<>()).add(method.name());
    }
    int most = methods.stream().mapToInt(Method::seeds).max().orElse(1);
    return "One pass over each file, in its order (wine_quality, whose rows are grouped by colour,"
        + " shuffled with seed 1): each row is predicted, judged, then learned, its labels known at"
        + " once. All methods see the same rows in the same order and are judged by the same code."
        + " The pipelines are those of ops/bench/pipelines, with the row's setting put in; all else"
        + " is at its default (weighting ema_norm, trunk mlp 64-32, dense heads, rmsprop hedged over"
        + " three learning rates), so that one rate is not tuned for one method. A figure behind ±"
        + " is half the range over the seeds 1 to "
        + most
        + " (the pipeline's `seed`), the figure before it their mean; rows without one ran with"
        + " seed 1 alone"
        + ", as did MOA's learners. **Bold** is the best of its column. '=': with one task there is nothing to"
        + " balance or share, so it is the default. '"
        + Methods.BEST
        + "' is ops/bench/pipelines/<data>-best.yaml, chosen with the file in view; the others were"
        + " not chosen per file. Data: "
        + counts
        + ".";
  }

  private void table(Grid grid, Figure figure, List<DataSet> sets) {
    List<String> head = new ArrayList<>(List.of(figure.title));
    sets.forEach(set -> head.add(set.name()));
    List<List<String>> table = new ArrayList<>();
    for (Method method : methods) {
      List<String> row = new ArrayList<>(List.of(method.name()));
      for (DataSet set : sets) {
        row.add(cell(grid, method, set, figure));
      }
      if (row.stream().skip(1).anyMatch(cell -> !cell.equals("-"))) {
        table.add(row);
      }
    }
    report.paragraph("**" + figure.title + "**: " + figure.meaning + ".");
    report.table(head, table);
    report.paragraph(ahead(grid, figure, sets));
  }

  private String cell(Grid grid, Method method, DataSet set, Figure figure) {
    if (!method.plays(set)) {
      return "=";
    }
    ToDoubleFunction<Outcome> value = outcome -> outcome.value(figure);
    double mean = grid.mean(method.name(), set.name(), value);
    if (Double.isNaN(mean)) {
      return "-";
    }
    String text = decimals(mean);
    double spread = grid.spread(method.name(), set.name(), value);
    if (!Double.isNaN(spread)) {
      text += " ±" + decimals(spread);
    }
    boolean best =
        methods.stream()
            .mapToDouble(other -> grid.mean(other.name(), set.name(), value))
            .noneMatch(other -> figure.better(other, mean));
    return best ? "**" + text + "**" : text;
  }

  static String decimals(double value) {
    return String.format(Locale.ROOT, Math.abs(value) < 100 ? "%.4f" : "%.3g", value);
  }

  /** Says which peers, and which of Braid's own methods, are ahead of the default and where. */
  private String ahead(Grid grid, Figure figure, List<DataSet> sets) {
    List<String> lost = new ArrayList<>();
    for (DataSet set : sets) {
      ToDoubleFunction<Outcome> value = outcome -> outcome.value(figure);
      double own = grid.mean(Methods.DEFAULT, set.name(), value);
      String peers =
          methods.stream()
              .filter(Method::peer)
              .filter(peer -> figure.better(grid.mean(peer.name(), set.name(), value), own))
              .map(peer -> peer.name() + " " + decimals(grid.mean(peer.name(), set.name(), value)))
              .collect(Collectors.joining(", "));
      if (!peers.isEmpty()) {
        lost.add(set.name() + " (" + decimals(own) + "): " + peers);
      }
    }
    return lost.isEmpty()
        ? "No peer is ahead of the default on any of them."
        : "Ahead of the default: " + String.join("; ", lost) + ".";
  }

  private void speed(Grid grid, List<DataSet> sets) {
    List<String> head = new ArrayList<>(List.of("rows/s"));
    sets.forEach(set -> head.add(set.name()));
    List<List<String>> table = new ArrayList<>();
    for (Method method : methods) {
      List<String> row = new ArrayList<>(List.of(method.name()));
      for (DataSet set : sets) {
        row.add(method.plays(set) ? Report.figure(grid.rate(method.name(), set.name())) : "=");
      }
      table.add(row);
    }
    report.paragraph(
        "**Speed**: rows per second of CPU time of the thread, from raw values to metrics and drift"
            + " detection, which all have alike. The passes run two at a time in one process, so"
            + " these are rough; METHODS and PEERS measure time.");
    report.table(head, table);
  }

  private void problems(Grid grid, List<DataSet> sets) {
    Map<String, List<String>> byReason = new LinkedHashMap<>();
    for (Method method : methods) {
      for (DataSet set : sets) {
        String problem = grid.problem(method.name(), set.name());
        if (problem != null) {
          byReason
              .computeIfAbsent(method.name() + ": " + problem, any -> new ArrayList<>())
              .add(set.name());
        }
      }
    }
    if (!byReason.isEmpty()) {
      report.paragraph("Where there is a dash although there is such a task:");
      report.table(
          List.of("method and reason", "data"),
          byReason.entrySet().stream()
              .map(
                  entry ->
                      List.of(
                          entry.getKey().replace("|", "/").replace("\n", " "),
                          String.join(", ", entry.getValue())))
              .toList());
    }
  }

  private void goals(Grid grid, List<DataSet> sets) {
    for (Goal goal : GOALS) {
      if (sets.stream().anyMatch(set -> set.name().equals(goal.set()))) {
        report.bar(
            goal.bar(grid.mean(Methods.BEST, goal.set(), outcome -> outcome.value(goal.figure()))));
      }
    }
  }
}
