package io.braid.bench.quality;

import io.braid.model.layer.Heads;
import io.braid.model.layer.Trunks;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.Task;
import io.braid.model.weighting.Weightings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Every row of the tables. Weightings, trunks and heads are those of the catalogues: a new entry
 * has its row by being registered.
 */
final class Methods {
  static final String DEFAULT = "default";
  static final String SINGLE = "single-task nets";
  static final String EQUAL = "weighting equal";
  static final String BEST = "best pipeline kept";

  /** Trunks that heads of their own kind are tried on, beside the default. */
  private static final List<String> PLAIN_TRUNKS = List.of("linear", "fourier");

  private final Path pipelines;
  private final int seeds;
  private final int fewer;
  private final List<Method> all = new ArrayList<>();

  private Methods(Path pipelines, int seeds, int fewer) {
    this.pipelines = pipelines;
    this.seeds = seeds;
    this.fewer = fewer;
  }

  /**
   * @param pipelines folder in which {@code <data set>-best.yaml} may be
   * @param seeds of the rows all others are compared with
   * @param fewer of the others
   */
  static List<Method> all(Path pipelines, int seeds, int fewer) {
    Methods methods = new Methods(pipelines, seeds, fewer);
    methods.references();
    methods.braid();
    Moa.addTo(methods.all);
    return List.copyOf(methods.all);
  }

  private void references() {
    reference("last label", References::lastLabel);
    reference("running mean, majority", References::running);
  }

  private void reference(String name, Function<List<Task>, Forecaster> forecaster) {
    all.add(
        new Method(
            name,
            1,
            false,
            false,
            (set, seed) ->
                Pass.over(set.rows(), new Judged(forecaster.apply(set.tasks()), set.pipeline()))));
  }

  private void braid() {
    Pipeline standard =
        Entries.bare(List.of("x"), List.of(Map.of("name", "y", "kind", "binary"))).pipeline();
    braid(DEFAULT, seeds, false, settings -> settings);
    all.add(new Method(SINGLE, seeds, true, false, Methods::singleTask));
    for (String name : others(Weightings.CATALOG.names(), standard.weighting().kind())) {
      String row = "weighting " + name;
      int runs = row.equals(EQUAL) ? seeds : fewer;
      braid(row, runs, true, settings -> Entries.put(settings, "weighting", name));
    }
    for (String name : others(Trunks.CATALOG.names(), standard.trunk().kind())) {
      braid("trunk " + name, fewer, false, settings -> Entries.put(settings, "trunk", name));
    }
    for (String name : others(Heads.CATALOG.names(), "dense")) {
      braid("head " + name, fewer, false, settings -> Entries.put(settings, "head", name));
      for (String trunk : PLAIN_TRUNKS) {
        braid(
            "trunk " + trunk + ", head " + name,
            fewer,
            false,
            settings -> Entries.put(Entries.put(settings, "trunk", trunk), "head", name));
      }
    }
    all.add(new Method(BEST, seeds, false, false, this::best));
  }

  private static List<String> others(Collection<String> names, String standard) {
    return names.stream().filter(name -> !name.equals(standard)).toList();
  }

  private void braid(String name, int runs, boolean balances, UnaryOperator<Settings> change) {
    all.add(
        new Method(
            name,
            runs,
            balances,
            false,
            (set, seed) -> run(set, change.apply(set.settings()), seed)));
  }

  /** One learner for all tasks. */
  static Outcome run(DataSet set, Settings settings, int seed) {
    return Pass.over(set.rows(), new Braid(settings.with("seed", seed).pipeline()));
  }

  /** One learner per task, each with the settings of the whole. */
  static Outcome singleTask(DataSet set, int seed) throws IOException {
    return singleTask(set, Map.of(), seed);
  }

  /** The same with other settings. */
  static Outcome singleTask(DataSet set, Map<String, Object> change, int seed) throws IOException {
    List<Outcome> parts = new ArrayList<>();
    for (int k = 0; k < set.tasks().size(); k++) {
      DataSet own = set.as(set.settings().with(change).only(k));
      parts.add(run(own, own.settings(), seed));
    }
    return Pass.together(parts);
  }

  private Outcome best(DataSet set, int seed) throws IOException {
    Path file = pipelines.resolve(set.name() + "-best.yaml");
    if (!Files.exists(file)) {
      return null;
    }
    DataSet own = set.as(Settings.read(file));
    return run(own, own.settings(), seed);
  }
}
