package io.braid.cli.view;

import io.braid.cli.view.Style.Paint;
import io.braid.model.feature.FeatureEncoder;
import io.braid.model.feature.LabelMemory;
import io.braid.model.learner.Chosen;
import io.braid.model.learner.Prequential;
import io.braid.model.learner.SnapshotFile;
import io.braid.model.spec.Feature;
import io.braid.model.spec.Memory;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.Safeguards;
import io.braid.model.spec.Task;
import io.braid.model.spec.Transfer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a pipeline amounts to. */
public final class PipelineText {
  private static final int NAME = 26;
  private static final int WORD = 14;
  private static final int KEY = 17;
  private static final int VALUE = 20;
  private static final int HASH_SHOWN = 12;

  /** More columns of a feature are counted rather than named. */
  private static final int MANY = 12;

  private final Style style;
  private final List<Line> lines = new ArrayList<>();

  public PipelineText(Style style) {
    this.style = style;
  }

  /**
   * The lines of the description.
   *
   * @param pipeline bound: no globs among its features
   * @throws io.braid.model.spec.SpecException if a component or one of its settings is wrong
   */
  public List<String> lines(Pipeline pipeline) {
    lines.clear();
    size(pipeline);
    input(pipeline);
    features(pipeline);
    tasks(pipeline);
    components(pipeline);
    return lines.stream().map(line -> line.render(style, Integer.MAX_VALUE)).toList();
  }

  private void size(Pipeline pipeline) {
    Prequential learner = new Prequential(pipeline);
    FeatureEncoder encoder = new FeatureEncoder(LabelMemory.features(pipeline));
    add(Paint.TITLE, pipeline.name(), "");
    add("parameters", Figures.count(learner.parameterCount()));
    add("columns", encoder.denseWidth() + " dense, " + encoder.sparseWidth() + " sparse");
    int bytes = SnapshotFile.save(learner).length;
    add("snapshot", String.format(Locale.ROOT, "%,d bytes when new", bytes));
    add("structure", pipeline.structureHash().substring(0, HASH_SHOWN));
    add("seed", Long.toString(pipeline.training().seed()));
    if (pipeline.skip() != null) {
      add("skip", "linear, learning rate x " + pipeline.skip().rate());
    }
    if (pipeline.memory() != null) {
      add("label memory", remembered(pipeline.memory()));
    }
    if (pipeline.safeguards() != null) {
      add("shadows", guarded(pipeline.safeguards()));
    }
    transfer(pipeline.transfer());
    add("batch", Integer.toString(pipeline.training().batch()));
    add("kernels", pipeline.training().kernels());
    Pipeline.Evaluation evaluation = pipeline.evaluation();
    add(
        "evaluation",
        "window %d, fading %s, every %d"
            .formatted(evaluation.window(), evaluation.fading(), evaluation.every()));
  }

  private void transfer(Transfer transfer) {
    Transfer.WarmStart start = transfer.warmStart();
    if (start != null) {
      add(
          "warm start",
          start.from()
              + (start.trunk() ? ", trunk" : "")
              + (start.heads() ? ", heads of the same tasks" : ""));
    }
    for (Transfer.Frozen frozen : transfer.freeze()) {
      boolean forGood = frozen.steps() == Long.MAX_VALUE;
      add(
          "frozen",
          frozen.part() + (forGood ? "" : ", for " + Figures.count(frozen.steps()) + " steps"));
    }
    new TreeMap<>(transfer.rates()).forEach((part, rate) -> add("rate of " + part, "x " + rate));
  }

  private static String guarded(Safeguards guards) {
    String sample = guards.sample() == 1 ? "every event" : guards.sample() + " of the events";
    return "of single tasks, learn %s; %s"
        .formatted(
            sample,
            guards.hedge() != null
                ? "hedged, share %s, range %s"
                    .formatted(guards.hedge().share(), guards.hedge().range())
                : guards.gain().gates() ? "serve tasks that sharing hurts" : "measure only");
  }

  private static String remembered(Memory memory) {
    return "last "
        + memory.keep()
        + " of each task"
        + (memory.key() == null
            ? ""
            : ", by %s, of the last %,d values".formatted(memory.key(), memory.keys()));
  }

  private void input(Pipeline pipeline) {
    head("input", "");
    add("topic", pipeline.input().topic());
    add("time", otherwise(pipeline.input().time(), "the record's"));
    add("id", otherwise(pipeline.input().id(), "the record's key"));
    add("weight", otherwise(pipeline.input().weight(), "1"));
    add(
        "labels",
        pipeline.labels() == null
            ? "on the events"
            : "topic %s, waited for %,d ms"
                .formatted(pipeline.labels().topic(), pipeline.labels().waitMs()));
  }

  private void features(Pipeline pipeline) {
    head("features", Integer.toString(pipeline.features().size()));
    for (Feature feature : pipeline.features()) {
      FeatureEncoder encoder = new FeatureEncoder(List.of(feature));
      List<String> columns = new ArrayList<>(encoder.names().dense());
      if (encoder.sparseWidth() > 0) {
        columns.add(encoder.sparseWidth() + " sparse");
      }
      Line line =
          new Line()
              .add("  ")
              .left(Paint.BOLD, feature.name(), NAME - 2, style)
              .left(Paint.NONE, feature.encoder().kind(), WORD, style)
              .add(
                  Paint.DIM,
                  columns.size() > MANY ? columns.size() + " columns" : String.join(", ", columns));
      if (!feature.field().equals(feature.name())) {
        line.add(Paint.DIM, "  of field " + feature.field());
      }
      lines.add(line);
    }
    settings(pipeline.features().stream().map(Chosen::of).toList());
  }

  private void tasks(Pipeline pipeline) {
    head("tasks", Integer.toString(pipeline.tasks().size()));
    for (Task task : pipeline.tasks()) {
      List<String> parts = new ArrayList<>();
      parts.add(label(task.label()));
      parts.add(task.loss().kind());
      if (!task.classes().isEmpty()) {
        parts.add(task.classes().size() + " classes");
      }
      if (!task.hidden().isEmpty()) {
        parts.add("hidden " + task.hidden());
      }
      if (task.weight() != 1.0) {
        parts.add("weight " + task.weight());
      }
      if (task.by() != null) {
        parts.add("a task per %s, up to %,d".formatted(task.by().field(), task.by().max()));
      }
      if (task.auxiliary()) {
        parts.add("auxiliary");
      }
      lines.add(
          new Line()
              .add("  ")
              .left(Paint.BOLD, task.name(), NAME - 2, style)
              .left(Paint.NONE, task.kind().key(), WORD, style)
              .add(Paint.DIM, String.join(style.dot(), parts)));
    }
  }

  private static String label(Task.Label label) {
    return "label "
        + (label.measure() == null ? "" : label.measure().key() + " of ")
        + String.join(", ", label.fields())
        + (label.positive() == null ? "" : " is " + label.positive())
        + (label.above() == null ? "" : " above " + label.above());
  }

  private void components(Pipeline pipeline) {
    head("components", "");
    settings(Chosen.of(pipeline));
  }

  /** Each different one once, with the places that share it. */
  private void settings(List<Chosen> all) {
    Map<Chosen, List<String>> places = new LinkedHashMap<>();
    for (Chosen chosen : all) {
      Chosen anywhere = new Chosen("", chosen.name(), chosen.summary(), chosen.settings());
      List<String> of = places.computeIfAbsent(anywhere, c -> new ArrayList<>());
      if (!of.contains(chosen.place())) {
        of.add(chosen.place());
      }
    }
    places.forEach(
        (chosen, of) -> {
          String more = of.size() > 1 ? " and " + (of.size() - 1) + " more" : "";
          lines.add(
              new Line()
                  .add("  ")
                  .left(Paint.NONE, of.get(0) + more, NAME - 2, style)
                  .left(Paint.BOLD, chosen.name(), WORD, style)
                  .add(Paint.DIM, chosen.summary()));
          chosen.settings().forEach(this::setting);
        });
  }

  private void setting(Chosen.Setting setting) {
    lines.add(
        new Line()
            .pad(NAME)
            .left(Paint.ACCENT, setting.key(), KEY, style)
            .left(setting.written() ? Paint.BOLD : Paint.NONE, setting.value(), VALUE, style)
            .add(Paint.DIM, setting.written() ? "as written" : "default"));
  }

  private void head(String title, String count) {
    lines.add(new Line());
    add(Paint.TITLE, title, count);
  }

  private void add(String key, String value) {
    lines.add(new Line().add("  ").left(Paint.DIM, key, NAME - 2, style).add(value));
  }

  private void add(Paint paint, String title, String value) {
    lines.add(new Line().left(paint, title, NAME, style).add(value));
  }

  private static String otherwise(String field, String instead) {
    return field == null ? instead : "field " + field;
  }
}
