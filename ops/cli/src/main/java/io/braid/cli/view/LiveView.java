package io.braid.cli.view;

import io.braid.cli.view.DemoStatus.DeadLetters;
import io.braid.cli.view.DemoStatus.Detection;
import io.braid.cli.view.DemoStatus.Drift;
import io.braid.cli.view.DemoStatus.TaskStatus;
import io.braid.cli.view.Style.Paint;
import java.util.ArrayList;
import java.util.List;

/** Draws a run while it runs. Needs 80 columns; wider terminals get longer curves. */
public final class LiveView {
  private static final int NARROWEST = 60;
  private static final int WIDEST = 120;
  private static final int NAME = 15;
  private static final int METRIC = 9;
  private static final int NUMBER = 8;
  private static final int BASELINE = 9;
  private static final int WEIGHT = 7;
  private static final int INDENT = 14;
  private static final int FEW_DETECTIONS = 4;

  private final Style style;
  private final int width;
  private final int curve;

  /**
   * @param columns width of the terminal, characters
   */
  public LiveView(Style style, int columns) {
    this.style = style;
    this.width = Math.max(NARROWEST, Math.min(WIDEST, columns - 1));
    this.curve = width - 1 - NAME - METRIC - 2 * NUMBER - BASELINE - WEIGHT - 2;
  }

  /** The lines of one frame. */
  public List<String> frame(DemoStatus status) {
    List<Line> lines = new ArrayList<>();
    lines.add(head(status));
    lines.add(counts(status));
    lines.add(new Line());
    lines.add(taskHead(status));
    for (TaskStatus task : status.tasks()) {
      lines.add(task(task, status));
    }
    if (!status.drifts().isEmpty()) {
      lines.add(new Line());
      lines.add(
          new Line()
              .add(Paint.DIM, " drifts: scripted")
              .flushRight(Paint.DIM, "detected after ", width));
      for (Drift drift : status.drifts()) {
        lines.add(drift(drift));
      }
    }
    if (!status.unscripted().isEmpty()) {
      if (status.drifts().isEmpty()) {
        lines.add(new Line());
      }
      lines.add(unscripted(status));
    }
    lines.add(new Line());
    lines.addAll(deadLetters(status));
    if (!status.notice().isEmpty()) {
      lines.add(new Line().add(Paint.ACCENT, " " + status.notice()));
    }
    return lines.stream().map(line -> line.render(style, width)).toList();
  }

  /** One line that says the most important, for logs and pipes. */
  public static String ticker(DemoStatus status) {
    StringBuilder line = new StringBuilder();
    line.append(Figures.clock(status.elapsedSeconds()))
        .append("  ")
        .append(Figures.count(status.events()))
        .append(" events  ")
        .append(Figures.rate(status.eventsPerSecond()));
    for (TaskStatus task : status.tasks()) {
      line.append("  ").append(task.name()).append(' ').append(Figures.quality(task.windowed()));
    }
    long detected =
        status.unscripted().size()
            + status.drifts().stream().mapToLong(d -> d.detections().size()).sum();
    return line.append("  drifts ")
        .append(detected)
        .append("  dead letters ")
        .append(Figures.count(status.deadLetterCount()))
        .toString();
  }

  private Line head(DemoStatus status) {
    String clock = Figures.clock(status.elapsedSeconds());
    if (!Double.isNaN(status.plannedSeconds())) {
      clock += " / " + Figures.clock(status.plannedSeconds());
    }
    Line line =
        new Line()
            .add(Paint.TITLE, " " + status.title())
            .add(Paint.DIM, "  " + status.source() + "  ");
    if (!Double.isNaN(status.progress())) {
      int room = Math.min(30, width - line.length() - clock.length() - 2);
      int done = (int) Math.round(Math.max(0, room) * Math.min(1.0, status.progress()));
      line.pad(width - line.length() - clock.length() - 2 - Math.max(0, room))
          .add(Paint.ACCENT, style.full().repeat(done))
          .add(Paint.DIM, style.open().repeat(Math.max(0, room - done)));
    }
    return line.flushRight(Paint.BOLD, clock, width);
  }

  private Line counts(DemoStatus status) {
    return new Line()
        .add(" ")
        .add(Paint.BOLD, Figures.count(status.events()))
        .add(Paint.DIM, " events" + style.dot())
        .add(Paint.BOLD, Figures.rate(status.eventsPerSecond()))
        .add(Paint.DIM, style.dot() + "model step ")
        .add(Paint.BOLD, Figures.count(status.step()));
  }

  private Line taskHead(DemoStatus status) {
    Line line =
        new Line()
            .left(Paint.DIM, " task", NAME + 1, style)
            .left(Paint.DIM, "metric", METRIC, style)
            .right(Paint.DIM, "window", NUMBER)
            .right(Paint.DIM, "fading", NUMBER)
            .right(Paint.DIM, "baseline", BASELINE)
            .right(Paint.DIM, "weight", WEIGHT)
            .pad(2);
    StringBuilder axis = new StringBuilder(style.open().repeat(Math.max(0, curve)));
    for (Drift drift : status.drifts()) {
      int cell = cell(drift.atSeconds(), status);
      if (cell >= 0 && cell < axis.length()) {
        axis.setCharAt(cell, style.scripted().charAt(0));
      }
    }
    for (int i = 0; i < axis.length(); i++) {
      boolean mark = axis.charAt(i) == style.scripted().charAt(0);
      line.add(mark ? Paint.WARN : Paint.DIM, axis.substring(i, i + 1));
    }
    return line;
  }

  private Line task(TaskStatus task, DemoStatus status) {
    Line line =
        new Line()
            .add(" ")
            .left(task.auxiliary() ? Paint.DIM : Paint.BOLD, task.name(), NAME, style)
            .left(Paint.DIM, task.metric(), METRIC, style)
            .right(verdict(task), Figures.quality(task.windowed()), NUMBER)
            .right(Paint.NONE, Figures.quality(task.fading()), NUMBER)
            .right(Paint.DIM, Figures.quality(task.baseline()), BASELINE)
            .right(Paint.NONE, Figures.quality(task.weight()), WEIGHT)
            .pad(2);
    int filled = Math.min(curve, Math.max(1, cell(status.elapsedSeconds(), status) + 1));
    String spark =
        Sparkline.of(
            task.history(), task.baseline(), task.largerIsBetter(), filled, style.sparks());
    for (int i = 0; i < spark.length(); i++) {
      line.add(detectedAt(task, i, status) ? Paint.BAD : Paint.GOOD, spark.substring(i, i + 1));
    }
    return line;
  }

  static Paint verdict(TaskStatus task) {
    if (Double.isNaN(task.windowed()) || Double.isNaN(task.baseline())) {
      return Paint.NONE;
    }
    boolean better =
        task.largerIsBetter()
            ? task.windowed() > task.baseline()
            : task.windowed() < task.baseline();
    return better ? Paint.GOOD : Paint.BAD;
  }

  /** Which cell of the curve a moment falls on: the curve covers the planned run, or all so far. */
  private int cell(double seconds, DemoStatus status) {
    double whole =
        Double.isNaN(status.plannedSeconds()) ? status.elapsedSeconds() : status.plannedSeconds();
    return whole <= 0 ? 0 : (int) Math.min(curve, seconds / whole * curve);
  }

  private boolean detectedAt(TaskStatus task, int cell, DemoStatus status) {
    for (Detection detection : status.unscripted()) {
      if (detection.task().equals(task.name()) && cell(detection.atSeconds(), status) == cell) {
        return true;
      }
    }
    for (Drift drift : status.drifts()) {
      for (Detection detection : drift.detections()) {
        if (detection.task().equals(task.name()) && cell(detection.atSeconds(), status) == cell) {
          return true;
        }
      }
    }
    return false;
  }

  private Line drift(Drift drift) {
    Paint paint = drift.begun() ? Paint.NONE : Paint.DIM;
    Line line =
        new Line()
            .add(drift.begun() ? Paint.WARN : Paint.DIM, " " + style.scripted() + " ")
            .add(paint, Figures.clock(drift.atSeconds()) + "  ")
            .add(paint, drift.title())
            .add(Paint.DIM, drift.abrupt() ? "" : " (gradual)")
            .pad(2);
    Line detected = new Line();
    for (String task : drift.tasks()) {
      double after = after(drift, task);
      detected
          .add(Double.isNaN(after) ? Paint.DIM : Paint.NONE, "  " + task + " ")
          .add(
              Double.isNaN(after) ? Paint.DIM : Paint.GOOD,
              Double.isNaN(after) ? "-" : Figures.delay(after));
    }
    return line.pad(width - line.length() - detected.length()).append(detected);
  }

  static double after(Drift drift, String task) {
    for (Detection detection : drift.detections()) {
      if (detection.task().equals(task)) {
        return detection.afterSeconds();
      }
    }
    return Double.NaN;
  }

  private Line unscripted(DemoStatus status) {
    List<Detection> detections = status.unscripted();
    Line line =
        new Line()
            .add(
                Paint.DIM, status.drifts().isEmpty() ? " drifts detected  " : "   not scripted   ");
    int from = Math.max(0, detections.size() - FEW_DETECTIONS);
    if (from > 0) {
      line.add(Paint.DIM, style.ellipsis() + from + " earlier  ");
    }
    for (Detection detection : detections.subList(from, detections.size())) {
      line.add(detection.task() + " ")
          .add(Paint.BAD, Figures.clock(detection.atSeconds()))
          .add("  ");
    }
    return line;
  }

  private List<Line> deadLetters(DemoStatus status) {
    Line head =
        new Line()
            .left(Paint.DIM, " dead letters", INDENT, style)
            .add(Paint.BOLD, Figures.count(status.deadLetterCount()) + "  ");
    return reasons(head, status.deadLetters(), width, INDENT, style);
  }

  /** Reasons with their counts behind a head, on as many lines as they need. */
  static List<Line> reasons(
      Line head, List<DeadLetters> deadLetters, int width, int indent, Style style) {
    List<Line> lines = new ArrayList<>(List.of(head));
    String separator = "";
    for (DeadLetters some : deadLetters) {
      String count = Figures.count(some.count());
      Line line = lines.get(lines.size() - 1);
      if (line.length() + separator.length() + some.reason().length() + 1 + count.length()
          > width) {
        line = new Line().pad(indent);
        lines.add(line);
        separator = "";
      }
      line.add(Paint.DIM, separator + some.reason() + " ").add(count);
      separator = style.dot();
    }
    return lines;
  }
}
