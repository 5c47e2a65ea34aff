package io.braid.cli.view;

import io.braid.cli.view.DemoStatus.Detection;
import io.braid.cli.view.DemoStatus.Drift;
import io.braid.cli.view.DemoStatus.TaskStatus;
import io.braid.cli.view.Style.Paint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The table a run ends with. */
public final class SummaryTable {
  private static final int WIDTH = 79;
  private static final int NAME = 17;
  private static final int KIND = 17;
  private static final int METRIC = 10;
  private static final int NUMBER = 8;
  private static final int LONG_NUMBER = 9;

  private final Style style;

  public SummaryTable(Style style) {
    this.style = style;
  }

  /** The lines of the table. */
  public List<String> lines(DemoStatus status) {
    List<Line> lines = new ArrayList<>();
    lines.add(new Line().add(Paint.TITLE, status.title()).add(Paint.DIM, "  " + status.source()));
    lines.add(rule());
    boolean scripted = !status.drifts().isEmpty();
    lines.add(taskHead(scripted));
    for (TaskStatus task : status.tasks()) {
      lines.add(task(task, scripted));
    }
    if (scripted) {
      lines.add(rule());
      lines.add(
          new Line()
              .left(Paint.DIM, "at", 7, style)
              .left(Paint.DIM, "drift scripted", 30, style)
              .left(Paint.DIM, "kind", 9, style)
              .add(Paint.DIM, "detected"));
      status.drifts().forEach(drift -> lines.addAll(drift(drift)));
    }
    lines.addAll(unscripted(status, scripted));
    lines.add(rule());
    lines.addAll(totals(status));
    return lines.stream().map(line -> line.render(style, Integer.MAX_VALUE)).toList();
  }

  private Line taskHead(boolean scripted) {
    Line line =
        new Line()
            .left(Paint.DIM, "task", NAME, style)
            .left(Paint.DIM, "kind", KIND, style)
            .left(Paint.DIM, "metric", METRIC, style);
    if (scripted) {
      line.right(Paint.DIM, "before", NUMBER);
    }
    return line.right(Paint.DIM, "now", NUMBER)
        .right(Paint.DIM, "baseline", LONG_NUMBER)
        .right(Paint.DIM, "labels", LONG_NUMBER + 1);
  }

  private Line task(TaskStatus task, boolean scripted) {
    Line line =
        new Line()
            .left(Paint.BOLD, task.name(), NAME, style)
            .left(Paint.DIM, task.kind() + (task.auxiliary() ? " (aux)" : ""), KIND, style)
            .left(Paint.DIM, task.metric(), METRIC, style);
    if (scripted) {
      line.right(Paint.NONE, Figures.quality(task.beforeDrifts()), NUMBER);
    }
    return line.right(LiveView.verdict(task), Figures.quality(task.windowed()), NUMBER)
        .right(Paint.NONE, Figures.quality(task.baseline()), LONG_NUMBER)
        .right(Paint.DIM, Figures.count(task.labels()), LONG_NUMBER + 1);
  }

  /** A scripted change: one line per task it touches. */
  private List<Line> drift(Drift drift) {
    List<Line> lines = new ArrayList<>();
    for (String task : drift.tasks()) {
      boolean first = lines.isEmpty();
      Line line =
          new Line()
              .left(Paint.NONE, first ? Figures.clock(drift.atSeconds()) : "", 7, style)
              .left(Paint.BOLD, first ? drift.title() : "", 30, style)
              .left(Paint.DIM, first ? drift.abrupt() ? "abrupt" : "gradual" : "", 9, style);
      double after = LiveView.after(drift, task);
      line.left(Paint.NONE, task, NAME, style);
      if (!drift.begun()) {
        line.add(Paint.DIM, "not reached");
      } else if (Double.isNaN(after)) {
        line.add(Paint.BAD, "missed");
      } else {
        line.add(Paint.GOOD, Figures.delay(after));
        long again = drift.repeated().stream().filter(d -> d.task().equals(task)).count();
        if (again > 0) {
          line.add(Paint.DIM, style.dot() + again + " again");
        }
      }
      lines.add(line);
    }
    return lines;
  }

  private List<Line> unscripted(DemoStatus status, boolean scripted) {
    if (status.unscripted().isEmpty()) {
      return List.of();
    }
    List<Line> lines = new ArrayList<>();
    if (!scripted) {
      lines.add(rule());
    }
    String label = scripted ? "not scripted" : "drifts detected";
    List<String> parts =
        status.unscripted().stream()
            .collect(Collectors.groupingBy(Detection::task, Collectors.toList()))
            .entrySet()
            .stream()
            .sorted(Map.Entry.comparingByKey())
            .map(e -> e.getKey() + " " + times(e.getValue()))
            .toList();
    for (String part : parts) {
      lines.add(new Line().left(Paint.DIM, label, NAME, style).add(part));
      label = "";
    }
    return lines;
  }

  private String times(List<Detection> detections) {
    String first =
        detections.stream()
            .limit(5)
            .map(d -> Figures.clock(d.atSeconds()))
            .collect(Collectors.joining(" "));
    int more = detections.size() - 5;
    return more > 0 ? first + " and " + more + " more" : first;
  }

  private List<Line> totals(DemoStatus status) {
    List<Line> lines = new ArrayList<>();
    lines.add(
        new Line()
            .left(Paint.DIM, "events", NAME, style)
            .add(Figures.count(status.events()))
            .add(Paint.DIM, " in " + Figures.clock(status.elapsedSeconds()) + style.dot())
            .add(Figures.rate(status.events() / status.elapsedSeconds())));
    lines.add(
        new Line().left(Paint.DIM, "model step", NAME, style).add(Figures.count(status.step())));
    Line head =
        new Line()
            .left(Paint.DIM, "dead letters", NAME, style)
            .add(Figures.count(status.deadLetterCount()) + "  ");
    lines.addAll(LiveView.reasons(head, status.deadLetters(), WIDTH, NAME, style));
    if (status.outputs() != null) {
      lines.add(outputs(status.outputs()));
    }
    return lines;
  }

  private Line outputs(DemoStatus.Outputs outputs) {
    Line line =
        new Line()
            .left(Paint.DIM, "exactly once", NAME, style)
            .add(outputs.exact() ? Paint.GOOD : Paint.BAD, outputs.exact() ? "yes" : "no")
            .add(Paint.DIM, style.dot())
            .add(Figures.count(outputs.predicted()))
            .add(Paint.DIM, " predicted" + style.dot());
    count(line, outputs.missing(), " missing" + style.dot());
    count(line, outputs.doubled(), " doubled");
    if (outputs.misjudged() > 0) {
      count(line.add(Paint.DIM, style.dot()), outputs.misjudged(), " misjudged");
    }
    return line;
  }

  private static void count(Line line, long count, String of) {
    line.add(count == 0 ? Paint.NONE : Paint.BAD, Figures.count(count)).add(Paint.DIM, of);
  }

  private Line rule() {
    return new Line().add(Paint.DIM, style.open().repeat(WIDTH));
  }
}
