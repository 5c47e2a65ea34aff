package io.braid.cli.view;

import io.braid.cli.view.Style.Paint;
import io.braid.model.learner.Holding;
import io.braid.model.learner.Prequential;
import io.braid.model.spec.Feature;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a snapshot file holds. */
public final class SnapshotText {
  private static final int NAME = 26;
  private static final int WORD = 14;
  private static final int SHOWN = 12;
  private static final int HASH_SHOWN = 12;

  private final Style style;
  private final List<Line> lines = new ArrayList<>();

  public SnapshotText(Style style) {
    this.style = style;
  }

  /**
   * The lines of the description.
   *
   * @param file what it is called
   * @param bytes its size
   */
  public List<String> lines(Prequential learner, String file, long bytes) {
    Pipeline pipeline = learner.learner().pipeline();
    lines.clear();
    lines.add(new Line().left(Paint.TITLE, pipeline.name(), NAME, style).add(Paint.DIM, file));
    add("size", Figures.count(bytes) + " bytes");
    add("steps", Figures.count(learner.learner().steps()));
    add("structure", pipeline.structureHash().substring(0, HASH_SHOWN));
    add("trunk", pipeline.trunk().kind() + " " + pipeline.trunk().parameters());
    add("optimizer", pipeline.optimizer().kind() + " " + pipeline.optimizer().parameters());
    tasks(learner, pipeline);
    features(pipeline);
    parameters(learner);
    return lines.stream().map(line -> line.render(style, Integer.MAX_VALUE)).toList();
  }

  private void tasks(Prequential learner, Pipeline pipeline) {
    head("tasks", pipeline.tasks().size());
    for (int k = 0; k < pipeline.tasks().size(); k++) {
      Task task = pipeline.tasks().get(k);
      lines.add(
          new Line()
              .add("  ")
              .left(Paint.BOLD, task.name(), NAME - 2, style)
              .left(Paint.NONE, task.kind().key(), WORD, style)
              .add(Figures.count(learner.evaluator().tested(k)))
              .add(Paint.DIM, " labels"));
    }
  }

  private void features(Pipeline pipeline) {
    head("features", pipeline.features().size());
    Map<String, List<String>> byType = new TreeMap<>();
    for (Feature feature : pipeline.features()) {
      byType.computeIfAbsent(feature.encoder().kind(), t -> new ArrayList<>()).add(feature.name());
    }
    byType.forEach(
        (type, names) -> {
          int shown = Math.min(SHOWN, names.size());
          String more = names.size() > shown ? " and " + (names.size() - shown) + " more" : "";
          add(type, String.join(" ", names.subList(0, shown)) + more);
        });
  }

  private void parameters(Prequential learner) {
    List<Holding> all = Holding.of(learner.learner());
    int each = all.stream().mapToInt(Holding::parameters).sum();
    int models = each == 0 ? 1 : learner.learner().parameterCount() / each;
    head("parameters", learner.learner().parameterCount());
    if (models > 1) {
      add("models", models + ", one per learning rate, each of");
    }
    for (Holding segment : all) {
      lines.add(
          new Line()
              .add("  ")
              .left(Paint.BOLD, segment.name(), NAME - 2, style)
              .left(Paint.NONE, segment.shape(), WORD, style)
              .add(Paint.DIM, Figures.count(segment.parameters())));
    }
  }

  private void head(String title, int count) {
    lines.add(new Line());
    lines.add(new Line().left(Paint.TITLE, title, NAME, style).add(Figures.count(count)));
  }

  private void add(String key, String value) {
    lines.add(new Line().add("  ").left(Paint.DIM, key, NAME - 2, style).add(value));
  }
}
