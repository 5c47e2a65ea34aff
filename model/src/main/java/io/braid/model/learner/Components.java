package io.braid.model.learner;

import io.braid.model.data.Parameters;
import io.braid.model.drift.Detectors;
import io.braid.model.feature.Encoders;
import io.braid.model.feature.Slot;
import io.braid.model.kernel.KernelChoice;
import io.braid.model.kernel.Kernels;
import io.braid.model.layer.HeadContext;
import io.braid.model.layer.Heads;
import io.braid.model.layer.Precisions;
import io.braid.model.layer.TrunkContext;
import io.braid.model.layer.Trunks;
import io.braid.model.loss.Losses;
import io.braid.model.metric.Metrics;
import io.braid.model.optimizer.OptimizerContext;
import io.braid.model.optimizer.Optimizers;
import io.braid.model.optimizer.Schedules;
import io.braid.model.relatedness.Actions;
import io.braid.model.relatedness.MeasureContext;
import io.braid.model.relatedness.Measures;
import io.braid.model.spec.Catalog;
import io.braid.model.spec.Component;
import io.braid.model.spec.Params;
import io.braid.model.spec.Task;
import io.braid.model.weighting.WeightingContext;
import io.braid.model.weighting.Weightings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Everything a pipeline file can choose from, for help texts. */
public final class Components {

  /**
   * What one place of a pipeline file can name.
   *
   * @param noun what they are called, in the singular
   * @param place where the name is written; empty if nowhere
   * @param entries in the catalogue's order
   */
  public record Group(String noun, String place, List<Entry> entries) {}

  /**
   * One thing to choose.
   *
   * @param name as in pipeline files
   * @param summary one line
   * @param settings with defaults and ranges
   */
  public record Entry(String name, String summary, List<Params.Declared> settings) {}

  private Components() {}

  /** All there are. */
  public static List<Group> all() {
    Kernels kernels = KernelChoice.of("loops");
    return List.of(
        group("features[].type", Encoders.CATALOG, name -> new Slot(0, "feature")),
        group(
            "trunk.kind",
            Trunks.CATALOG,
            name -> new TrunkContext(1, 1, 1, new Parameters(), kernels)),
        group("tasks[].loss", Losses.CATALOG, Components::fitting),
        group(
            "weighting.kind",
            Weightings.CATALOG,
            name -> new WeightingContext(List.of("task"), List.of(true), 1, 0)),
        group("optimizer.kind", Optimizers.CATALOG, name -> new OptimizerContext(1, 1)),
        group("optimizer.schedule", Schedules.CATALOG, name -> null),
        group("drift.detector, tasks[].drift", Detectors.CATALOG, name -> 0L),
        reactions(),
        new Group(
            "early stopping",
            "early_stopping.kind",
            List.of(
                new Entry(
                    "patience",
                    "freezes a head that stops improving until a drift",
                    new EarlyStopping(Component.of("patience"), 1).settings()))),
        group("head.kind, tasks[].head", Heads.CATALOG, name -> head(kernels, 0)),
        familyHeads(kernels),
        group("relatedness.measures", Measures.CATALOG, name -> new MeasureContext(1, 1, "mlp")),
        group("relatedness.action", Actions.CATALOG, name -> Relations.anyAction(List.of())),
        group("metric", "", Metrics.CATALOG, name -> task(Task.Kind.BINARY)));
  }

  private static <C> Group group(String place, Catalog<C, ?> catalog, Function<String, C> context) {
    return group(catalog.noun(), place, catalog, context);
  }

  private static <C> Group group(
      String noun, String place, Catalog<C, ?> catalog, Function<String, C> context) {
    List<Entry> entries = new ArrayList<>();
    for (String name : catalog.names()) {
      entries.add(
          new Entry(name, catalog.summary(name), catalog.parameters(name, context.apply(name))));
    }
    return new Group(noun, place, List.copyOf(entries));
  }

  private static Group reactions() {
    Map<String, String> summaries = new LinkedHashMap<>();
    summaries.put(DriftReaction.NONE, "drifts are only reported");
    summaries.put(DriftReaction.RAISE_LEARNING_RATE, "learns faster for a while");
    summaries.put(DriftReaction.RESET_HEAD, "starts the task's head afresh");
    List<Entry> entries = new ArrayList<>();
    summaries.forEach(
        (name, summary) -> {
          List<Params.Declared> settings =
              new DriftReaction(Component.of("none", "reaction", name)).settings();
          entries.add(new Entry(name, summary, settings.subList(1, settings.size())));
        });
    return new Group("drift reaction", "drift.reaction", List.copyOf(entries));
  }

  /** Where a task is a family, heads have a part per member, and settings for it. */
  private static Group familyHeads(Kernels kernels) {
    List<Entry> entries = new ArrayList<>();
    for (String name : Heads.OF_FAMILIES) {
      entries.add(
          new Entry(
              name,
              Heads.CATALOG.summary(name) + "; a part per member beside the shared one",
              Heads.CATALOG.parameters(name, head(kernels, 1))));
    }
    return new Group("head of a family", "tasks[].head beside tasks[].by", List.copyOf(entries));
  }

  private static HeadContext head(Kernels kernels, int members) {
    return new HeadContext(
        "task",
        1,
        1,
        0,
        0,
        new Parameters(),
        kernels,
        new HeadContext.Aim(0, Task.Kind.REGRESSION, "squared_error", 1.0, members),
        new Precisions());
  }

  /** A task that a loss fits. */
  private static Task fitting(String loss) {
    return Stream.of(Task.Kind.values())
        .filter(kind -> Losses.fitting(kind).contains(loss))
        .map(Components::task)
        .findFirst()
        .orElseThrow();
  }

  private static Task task(Task.Kind kind) {
    List<String> classes = kind == Task.Kind.MULTICLASS ? List.of("a", "b") : List.of();
    return new Task(
        "task",
        kind,
        new Task.Label("label"),
        classes,
        Component.of("any"),
        1.0,
        false,
        List.of(),
        null);
  }
}
