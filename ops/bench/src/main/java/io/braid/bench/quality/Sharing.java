package io.braid.bench.quality;

import io.braid.bench.Bar;
import io.braid.bench.Report;
import io.braid.model.metric.Horizon;
import io.braid.model.spec.Pipeline;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What sharing is worth on river flow: one network for all sites beside one per site, of the same
 * shape each, and of as many parameters in all.
 */
final class Sharing {
  static final String SET = "rf1";

  /** By how much the shared network is to be ahead of either kind, relative. */
  private static final double MARGIN = 0.02;

  private static final int WIDEST = 64;

  /** Those of the default, one by one. */
  private static final List<Double> RATES = List.of(7e-4, 2e-3, 6e-3);

  private final Report report;
  private final Consumer<String> progress;

  Sharing(Report report, Consumer<String> progress) {
    this.report = report;
    this.progress = progress;
  }

  /**
   * @param grid in which the shared and the single-task networks of the same shape have run
   */
  void run(DataSet set, Grid grid) throws IOException {
    report.section("Sharing: " + SET);
    List<Outcome> shared = grid.outcomes(Methods.DEFAULT, set.name());
    List<Outcome> same = grid.outcomes(Methods.SINGLE, set.name());
    List<Integer> hidden = matched(set);
    Map<String, Object> trunk = Map.of("trunk", Map.of("kind", "mlp", "hidden", hidden));
    List<Outcome> matched = new ArrayList<>();
    for (int seed = 1; seed <= shared.size(); seed++) {
      progress.accept(SET + ", single-task nets of " + hidden + ", seed " + seed);
      matched.add(Methods.singleTask(set, trunk, seed));
    }
    report.paragraph(
        "One network shared by all tasks beside one per task, everything else alike: the default"
            + " settings, the same rows, seeds 1 to "
            + shared.size()
            + ". 'Same shape': each task has all of mlp 64-32 for itself. 'Same size': mlp "
            + hidden.get(0)
            + "-"
            + hidden.get(1)
            + " per task, as near as possible to the parameters of the shared one in all. Relative"
            + " error (to the running mean); mean ± half the range over the seeds.");
    List<List<String>> rows = new ArrayList<>();
    for (int k = 0; k < set.tasks().size(); k++) {
      rows.add(
          List.of(set.tasks().get(k).name(), error(shared, k), error(same, k), error(matched, k)));
    }
    rows.add(List.of("mean of the tasks (aRRMSE)", figure(shared), figure(same), figure(matched)));
    rows.add(
        List.of("parameters in all", parameters(shared), parameters(same), parameters(matched)));
    rows.add(List.of("shared is ahead by", "", ahead(shared, same), ahead(shared, matched)));
    report.table(List.of(SET, "shared", "single, same shape", "single, same size"), rows);
    bar("of the same shape, the default's three learning rates", shared, same);
    bar("of the same size in all, the default's three learning rates", shared, matched);
    atOneRate(set, trunk, shared.size());
  }

  /** The same with nets that learn at one rate, as the default's three together do not. */
  private void atOneRate(DataSet set, Map<String, Object> trunk, int seeds) throws IOException {
    report.paragraph(
        "The default is a mixture of three nets, one per learning rate, which makes up for much of"
            + " what sharing is good for. One net at one rate (rmsprop, weighting equal), seeds 1 to "
            + seeds
            + ":");
    List<List<String>> rows = new ArrayList<>();
    double bestShared = Double.POSITIVE_INFINITY;
    double bestSize = Double.POSITIVE_INFINITY;
    for (double rate : RATES) {
      Map<String, Object> one =
          Map.of(
              "optimizer", Map.of("kind", "rmsprop", "learning_rate", rate), "weighting", "equal");
      Map<String, Object> small = new LinkedHashMap<>(one);
      small.putAll(trunk);
      List<Outcome> together = new ArrayList<>();
      List<Outcome> sameSize = new ArrayList<>();
      List<Outcome> sameShape = new ArrayList<>();
      for (int seed = 1; seed <= seeds; seed++) {
        progress.accept(SET + ", learning rate " + rate + ", seed " + seed);
        together.add(Methods.run(set, set.settings().with(one), seed));
        sameSize.add(Methods.singleTask(set, small, seed));
        sameShape.add(Methods.singleTask(set, one, seed));
      }
      rows.add(
          List.of(
              Double.toString(rate),
              figure(together),
              figure(sameSize),
              ahead(together, sameSize),
              figure(sameShape),
              ahead(together, sameShape)));
      bestShared = Math.min(bestShared, mean(together));
      bestSize = Math.min(bestSize, mean(sameSize));
    }
    report.table(
        List.of(
            "learning rate",
            "shared",
            "single, same size",
            "shared is ahead by",
            "single, same shape",
            "shared is ahead by"),
        rows);
    report.bar(
        Bar.atLeast(
            3,
            SET
                + ": shared ahead of single-task nets of the same size in all, each at the best of"
                + " three learning rates",
            "",
            MARGIN,
            1 - bestShared / bestSize));
  }

  /** Of the seeds' aRRMSE. */
  private static double mean(List<Outcome> outcomes) {
    return average(outcomes.stream().map(Sharing::arrmse).toList());
  }

  /** The widths at which single-task networks have in all about the parameters of the shared. */
  private static List<Integer> matched(DataSet set) throws IOException {
    long goal = Braid.parameters(set.settings().pipeline());
    List<Integer> best = List.of(1, 1);
    long nearest = Long.MAX_VALUE;
    for (int width = 1; width <= WIDEST; width++) {
      List<Integer> hidden = List.of(width, Math.max(1, width / 2));
      Map<String, Object> trunk = Map.of("trunk", Map.of("kind", "mlp", "hidden", hidden));
      long sum = 0;
      for (int k = 0; k < set.tasks().size(); k++) {
        Pipeline single = set.settings().with(trunk).only(k).pipeline();
        sum += Braid.parameters(single);
      }
      if (Math.abs(sum - goal) < nearest) {
        nearest = Math.abs(sum - goal);
        best = hidden;
      }
    }
    return best;
  }

  private static String error(List<Outcome> outcomes, int task) {
    return spread(
        outcomes.stream()
            .map(outcome -> outcome.tasks().get(task).value(Horizon.WHOLE, "rrmse"))
            .toList());
  }

  private static String figure(List<Outcome> outcomes) {
    return spread(outcomes.stream().map(Sharing::arrmse).toList());
  }

  private static double arrmse(Outcome outcome) {
    return outcome.value(Outcome.Figure.ARRMSE);
  }

  private static String spread(List<Double> values) {
    String text = QualityTable.decimals(average(values));
    return values.size() < 2 ? text : text + " ±" + QualityTable.decimals(half(values));
  }

  private static double average(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  private static double half(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return (sorted[sorted.length - 1] - sorted[0]) / 2;
  }

  private static String parameters(List<Outcome> outcomes) {
    return String.format(Locale.ROOT, "%,d", outcomes.get(0).parameters());
  }

  /** Relative margins, seed by seed. */
  private static List<Double> margins(List<Outcome> shared, List<Outcome> single) {
    List<Double> margins = new ArrayList<>();
    for (int s = 0; s < shared.size(); s++) {
      margins.add(1 - arrmse(shared.get(s)) / arrmse(single.get(s)));
    }
    return margins;
  }

  private static String ahead(List<Outcome> shared, List<Outcome> single) {
    List<Double> margins = margins(shared, single);
    return String.format(Locale.ROOT, "%.1f %% ±%.1f", 100 * average(margins), 100 * half(margins));
  }

  private void bar(String what, List<Outcome> shared, List<Outcome> single) {
    report.bar(
        Bar.atLeast(
            3,
            SET + ": shared ahead of single-task nets " + what + ", relative aRRMSE, mean of seeds",
            "",
            MARGIN,
            average(margins(shared, single))));
  }
}
