package io.braid.bench.quality;

import io.braid.bench.Bar;
import io.braid.bench.Report;
import io.braid.bench.Steps;
import io.braid.cli.evaluate.CsvSource;
import io.braid.cli.evaluate.HoldOut;
import io.braid.cli.evaluate.ShuffledSource;
import io.braid.model.data.RejectedException;
import io.braid.model.data.Row;
import io.braid.model.learner.Evaluator;
import io.braid.model.learner.Prequential;
import io.braid.model.metric.Horizon;
import io.braid.model.spec.Pipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Many tasks by a column: exam scores, a task per school. The last quarter of each school's rows is
 * kept back and predicted at the end; the figure is the share of these labels' variance that is
 * explained, all schools pooled.
 */
final class School {
  static final String SET = "school";

  private static final double SHARE = 0.25;

  /** The widest of the networks tried as one per school, which are to be small. */
  private static final int WIDEST = 12;

  /** How far one that shares is to be ahead of one that does not, in explained variance. */
  private static final double MARGIN = 0.02;

  /** Rows to learn, then rows to predict. */
  private record Split(Pipeline pipeline, List<Row> learned, List<Row> kept) {}

  /** Explained variance with the order of a seed. */
  @FunctionalInterface
  private interface Player {
    double play(int seed) throws IOException;
  }

  private final Path pipelines;
  private final Path file;
  private final int seeds;
  private final Report report;
  private final Consumer<String> progress;

  /**
   * @param pipelines folder of the pipelines
   * @param data folder of the data
   * @param seeds orders of the rows
   */
  School(Path pipelines, Path data, int seeds, Report report, Consumer<String> progress) {
    this.pipelines = pipelines;
    this.file = data.resolve(SET + ".csv.gz");
    this.seeds = seeds;
    this.report = report;
    this.progress = progress;
  }

  /** Measures, if the data are there. */
  void run() throws IOException {
    if (!Files.exists(file) || !Files.exists(yaml("school"))) {
      return;
    }
    int width = matched();
    Map<String, Player> players = new LinkedHashMap<>();
    String best = "school-best.yaml: least squares, common and per school";
    String alone = "school-alone.yaml: least squares per school alone";
    String shared = "school.yaml: one network, a part per school";
    String nets = "single-task networks of " + width + " units, of the same size in all";
    players.put(best, seed -> family("school-best", seed));
    players.put(alone, seed -> family("school-alone", seed));
    players.put(shared, seed -> family("school", seed));
    players.put(nets, seed -> networks(width, seed));
    Moa.makers().forEach((name, maker) -> players.put(name, seed -> peer(maker, seed)));
    report.section("Many tasks by a column: " + SET);
    Map<String, List<Double>> explained = measure(players);
    report.table(
        List.of("share of variance explained", "mean", "± half the range"),
        explained.entrySet().stream()
            .filter(entry -> !Double.isNaN(mean(entry.getValue())))
            .map(
                entry ->
                    List.of(
                        entry.getKey(),
                        figure(mean(entry.getValue())),
                        figure(half(entry.getValue()))))
            .toList());
    report.paragraph(
        "Rows shuffled with the seeds 1 to "
            + seeds
            + "; the last quarter of each school's is kept back and predicted when the rest has been"
            + " learned in one pass; all schools pooled. All get the same rows. MOA's learners, which"
            + " know no such column, see the school as one more attribute, its SGD as one-hot"
            + " columns. The pulls of the two pipelines of least squares were chosen with the file in"
            + " view.");
    report.bar(
        Bar.atLeast(2, "school-best.yaml, explained variance", "", 0.37, of(explained, best)));
    ahead("least squares", of(explained, best), of(explained, alone));
    ahead("networks", of(explained, shared), of(explained, nets));
  }

  private void ahead(String what, double shared, double alone) {
    report.bar(
        Bar.atLeast(
            3,
            "school: shared ahead of single-task " + what + ", explained variance",
            "",
            MARGIN,
            shared - alone));
  }

  private Map<String, List<Double>> measure(Map<String, Player> players) throws IOException {
    Steps steps = new Steps(progress, players.size() * seeds);
    Map<String, List<Double>> explained = new LinkedHashMap<>();
    for (Map.Entry<String, Player> player : players.entrySet()) {
      List<Double> values = new ArrayList<>();
      for (int seed = 1; seed <= seeds; seed++) {
        steps.next(SET + ", " + player.getKey() + ", seed " + seed);
        values.add(player.getValue().play(seed));
      }
      explained.put(player.getKey(), values);
    }
    return explained;
  }

  private Path yaml(String name) {
    return pipelines.resolve(name + ".yaml");
  }

  private Split split(Settings settings, int seed) throws IOException {
    try (CsvSource csv = CsvSource.open(file, settings.pipeline())) {
      HoldOut source =
          new HoldOut(new ShuffledSource(csv, seed, share -> {}), csv.pipeline(), SHARE);
      List<Row> learned = new ArrayList<>();
      for (Row row = source.next(); row != null; row = source.next()) {
        learned.add(row);
      }
      return new Split(csv.pipeline(), learned, source.kept());
    } catch (RejectedException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  /** A pipeline that knows schools. */
  private double family(String name, int seed) throws IOException {
    Split split = split(Settings.read(yaml(name)), seed);
    Prequential learner = new Prequential(split.pipeline);
    for (Row row : split.learned) {
      learner.predict(row);
      learner.learn(row);
    }
    Pooled pooled = new Pooled(split.pipeline);
    split.kept.forEach(row -> pooled.add(learner.peek(row).outputs[0], row));
    return pooled.explained();
  }

  /** A network of its own for each school. */
  private double networks(int width, int seed) throws IOException {
    Split split = split(Settings.read(yaml("school")), seed);
    Pipeline own = network(width, split.pipeline);
    Map<Long, Prequential> learners = new LinkedHashMap<>();
    for (Row row : split.learned) {
      Prequential learner = learners.computeIfAbsent(row.members[0], any -> new Prequential(own));
      learner.predict(row);
      learner.learn(row);
    }
    Pooled pooled = new Pooled(own);
    split.kept.forEach(row -> pooled.add(learners.get(row.members[0]).peek(row).outputs[0], row));
    return pooled.explained();
  }

  private Pipeline network(int width, Pipeline bound) throws IOException {
    Settings settings = Settings.read(yaml("school")).bound(bound);
    Map<String, Object> task = new LinkedHashMap<>(settings.tasks().get(0));
    task.remove("by");
    return settings
        .with("tasks", List.of(task))
        .with("trunk", Map.of("kind", "mlp", "hidden", List.of(width)))
        .pipeline();
  }

  /** The width at which the schools' own networks have about as many parameters as the shared. */
  private int matched() throws IOException {
    Split split = split(Settings.read(yaml("school")), 1);
    long schools =
        Stream.concat(split.learned.stream(), split.kept.stream())
            .map(row -> row.members[0])
            .distinct()
            .count();
    long goal = Braid.parameters(split.pipeline);
    int best = 1;
    long nearest = Long.MAX_VALUE;
    for (int width = 1; width <= WIDEST; width++) {
      long away = Math.abs(schools * Braid.parameters(network(width, split.pipeline)) - goal);
      if (away < nearest) {
        nearest = away;
        best = width;
      }
    }
    return best;
  }

  /** A peer, to which the school is a feature. */
  private double peer(Moa.Maker maker, int seed) throws IOException {
    Settings school = Settings.read(yaml("school"));
    Split split = split(school, seed);
    Settings wider = school.bound(split.pipeline).andCategory(SET, 256);
    Split own = split(wider, seed);
    List<Row> all = Stream.concat(own.learned.stream(), own.kept.stream()).toList();
    DataSet set = new DataSet(SET, file, all.size(), wider, own.pipeline, all);
    Forecaster peer = maker.make(set, seed);
    if (peer == null) {
      return Double.NaN;
    }
    float[][] said = Judged.outputs(set.tasks());
    for (Row row : own.learned) {
      peer.predict(row, said);
      peer.learn(row);
    }
    Pooled pooled = new Pooled(own.pipeline);
    for (Row row : own.kept) {
      peer.predict(row, said);
      pooled.add(said[0], row);
    }
    return pooled.explained();
  }

  /** Judges the rows kept back, all schools alike. */
  private static final class Pooled {
    private final Evaluator evaluator;

    Pooled(Pipeline pipeline) {
      evaluator = new Evaluator(pipeline.tasks(), pipeline.evaluation(), null, 0);
    }

    void add(float[] said, Row row) {
      evaluator.test(0, said, row.labels[0], row.weight);
    }

    double explained() {
      return evaluator.quality(0).value(Horizon.WHOLE, "r2");
    }
  }

  private static double of(Map<String, List<Double>> explained, String name) {
    return mean(explained.get(name));
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  private static double half(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return (sorted[sorted.length - 1] - sorted[0]) / 2;
  }

  private static String figure(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
