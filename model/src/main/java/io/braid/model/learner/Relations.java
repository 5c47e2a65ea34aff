package io.braid.model.learner;

import io.braid.model.data.Section;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;
import io.braid.model.layer.Relatable;
import io.braid.model.relatedness.Action;
import io.braid.model.relatedness.ActionContext;
import io.braid.model.relatedness.Actions;
import io.braid.model.relatedness.Levers;
import io.braid.model.relatedness.Measure;
import io.braid.model.relatedness.MeasureContext;
import io.braid.model.relatedness.Measures;
import io.braid.model.relatedness.Relatedness;
import io.braid.model.relatedness.Relation;
import io.braid.model.spec.Component;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The tasks' relatedness as a learner measures it, and what is done about it. Measured is one step
 * in {@code every}, counted by the learner's steps, and only if it is applied. Of several models,
 * one per learning rate, the middle one of the list is measured, and what is decided by it holds
 * for all of them. Without an action no other state of the learner depends on whether there is
 * measuring.
 *
 * <p>State is a section per measure and one for the rest; none if nothing is measured. Allocates
 * nothing per step. Not thread-safe.
 */
public final class Relations {
  private static final String PATH = "relatedness";

  private final List<String> tasks;
  private final Model[] models;
  private final int middle;
  private final Map<String, Measure> measures = new LinkedHashMap<>();
  private final boolean[] stopped;
  private final Levers levers = new ModelLevers();

  // Null or 0 if nothing is measured.
  private final Probe probe;
  private final int every;
  private final Action action;
  private final Measure[] observing;

  /** What the trunk's own setting makes of every pair; 0 if it has no such thing. */
  private final float strength;

  private long measured;
  private long version;

  /**
   * @throws io.braid.model.spec.SpecException if a measure or the action, or one of their settings,
   *     is unknown or does not fit the trunk
   */
  Relations(Pipeline pipeline, Model[] models) {
    this.models = models;
    tasks = pipeline.tasks().stream().map(Task::name).toList();
    stopped = new boolean[tasks.size()];
    middle = models.length / 2;
    var settings = pipeline.relatedness();
    if (settings == null) {
      probe = null;
      every = 0;
      action = null;
      strength = 0;
    } else {
      probe = models[middle].probe();
      every = settings.every();
      MeasureContext context = new MeasureContext(tasks.size(), width(), pipeline.trunk().kind());
      for (Component each : measures(settings.measures(), context)) {
        measures.put(each.kind(), Measures.CATALOG.create(each, context));
      }
      boolean relatable = tasks.size() > 1 && trunk(0) instanceof Relatable;
      strength = relatable ? ((Relatable) trunk(0)).strength(0, 1) : 0;
      ActionContext acting =
          new ActionContext(
              pipeline.tasks().stream().map(Task::auxiliary).toList(),
              measures,
              pipeline.trunk().kind(),
              width() > 0,
              relatable);
      action = settings.action() == null ? null : Actions.CATALOG.create(settings.action(), acting);
    }
    observing = measures.values().toArray(Measure[]::new);
    for (Model model : models) {
      model.stop(stopped);
    }
  }

  private int width() {
    return models[middle].network().commonWidth();
  }

  private Object trunk(int model) {
    return models[model].network().trunk();
  }

  /** A context that suits every action, with the measures it could follow, for help texts. */
  static ActionContext anyAction(List<Component> written) {
    MeasureContext context = new MeasureContext(1, 1, "soft");
    Map<String, Measure> all = new LinkedHashMap<>();
    for (Component each : measures(written, context)) {
      all.put(each.kind(), Measures.CATALOG.create(each, context));
    }
    return new ActionContext(List.of(false), all, "soft", true, true);
  }

  /** Those written, or all that fit. */
  private static List<Component> measures(List<Component> written, MeasureContext context) {
    return !written.isEmpty()
        ? written
        : Measures.CATALOG.names().stream()
            .filter(name -> context.width() > 0 || name.equals("residual_correlation"))
            .map(name -> new Component(name, Map.of(), PATH + ".measures"))
            .toList();
  }

  /**
   * Before a step.
   *
   * @param steps taken so far
   */
  void begin(long steps) {
    if (probe != null) {
      probe.on = steps % every == 0;
      probe.complete = false;
    }
  }

  /**
   * After a step that has been applied.
   *
   * @param taken which models have taken it
   */
  void accepted(boolean[] taken) {
    if (probe == null || !(probe.on && probe.complete && taken[middle])) {
      return;
    }
    measured++;
    version++;
    for (Measure measure : observing) {
      measure.observe(probe.observed());
    }
    if (action != null) {
      action.act(measured, levers);
    }
  }

  /** As {@link Learner#relate} has it. */
  boolean relate(int i, int j, float to) {
    for (int m = 0; m < models.length; m++) {
      if (!(trunk(m) instanceof Relatable)) {
        return false;
      }
      ((Relatable) trunk(m)).relate(i, j, to);
    }
    return true;
  }

  /** Whether anything is measured. */
  public boolean measured() {
    return probe != null;
  }

  /** How a task stands to all others now; pairs that are not known are left out. Made anew. */
  public List<Relation> of(int task) {
    List<Relation> relations = new ArrayList<>();
    measures.forEach(
        (name, measure) -> {
          for (int j = 0; j < tasks.size(); j++) {
            double value = measure.value(task, j);
            if (j != task && !Double.isNaN(value)) {
              relations.add(new Relation(name, j, value, measure.standardError(task, j)));
            }
          }
        });
    return relations;
  }

  /** Whether a task's gradient is kept out of the trunk. */
  public boolean stopped(int task) {
    return stopped[task];
  }

  /** How all tasks stand to each other now; null if nothing is measured. Made anew. */
  public Relatedness now() {
    if (probe == null) {
      return null;
    }
    List<Relatedness.Matrix> matrices = new ArrayList<>();
    measures.forEach(
        (name, measure) ->
            matrices.add(
                new Relatedness.Matrix(
                    name, matrix(measure::value), matrix(measure::standardError))));
    List<List<Integer>> groups = action == null ? List.of() : action.groups();
    return new Relatedness(
        tasks,
        matrices,
        IntStream.range(0, stopped.length).filter(k -> stopped[k]).mapToObj(tasks::get).toList(),
        groups.stream().map(group -> group.stream().map(tasks::get).toList()).toList());
  }

  /** A number per pair of tasks. */
  private interface Pairs {
    double of(int i, int j);
  }

  private List<List<Double>> matrix(Pairs pairs) {
    List<List<Double>> rows = new ArrayList<>();
    for (int i = 0; i < stopped.length; i++) {
      List<Double> row = new ArrayList<>();
      for (int j = 0; j < stopped.length; j++) {
        row.add(pairs.of(i, j));
      }
      rows.add(List.copyOf(row));
    }
    return rows;
  }

  List<Section> sections() {
    List<Section> sections = new ArrayList<>();
    if (probe != null) {
      sections.add(new Section(PATH, new Rest(), () -> version));
    }
    measures.forEach(
        (name, measure) -> sections.add(new Section(PATH + "." + name, measure, () -> version)));
    return sections;
  }

  /** Moves all models alike. */
  private final class ModelLevers implements Levers {
    @Override
    public void relate(int i, int j, double times) {
      Relations.this.relate(i, j, (float) Math.min(Float.MAX_VALUE, times * strength));
    }

    @Override
    public void stop(int task, boolean stop) {
      stopped[task] = stop;
    }

    @Override
    public boolean stopped(int task) {
      return stopped[task];
    }
  }

  /** Everything but the measures. */
  private final class Rest implements State {
    @Override
    public void save(SnapshotWriter out) {
      out.tag(PATH).putLong(measured).putBooleans(stopped);
      if (action != null) {
        action.save(out);
      }
    }

    @Override
    public void restore(SnapshotReader in) {
      version++;
      measured = in.tag(PATH).getLong();
      in.getBooleans(stopped);
      if (action != null) {
        action.restore(in);
      }
    }
  }
}
