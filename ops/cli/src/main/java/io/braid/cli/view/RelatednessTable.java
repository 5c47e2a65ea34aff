package io.braid.cli.view;

import io.braid.cli.view.Style.Paint;
import io.braid.model.relatedness.Relatedness;
import io.braid.model.relatedness.Relatedness.Matrix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How the tasks stand to each other: a matrix per measure, with each value's standard error beside
 * it where there is room, or of many tasks the pairs that stand out.
 */
final class RelatednessTable {
  private static final int NAME = 18;
  private static final int WIDE = 16;
  private static final int NARROW = 8;
  private static final int WITH_ERRORS = 4;
  private static final int WHOLE = 8;
  private static final int LISTED = 10;

  /** Room for a standard error, its sign included. */
  private static final int ERROR = 7;

  private record Pair(int i, int j, double value, double error) {}

  private final Style style;

  RelatednessTable(Style style) {
    this.style = style;
  }

  List<Line> lines(Relatedness relatedness) {
    List<Line> lines = new ArrayList<>();
    for (Matrix matrix : relatedness.measures()) {
      lines.add(new Line().add(Paint.DIM, matrix.measure().replace('_', ' ')));
      if (relatedness.tasks().size() <= WHOLE) {
        square(lines, relatedness.tasks(), matrix);
      } else {
        pairs(lines, relatedness.tasks(), matrix);
      }
    }
    if (!relatedness.stopped().isEmpty()) {
      lines.add(
          new Line()
              .left(Paint.DIM, "stopped", NAME, style)
              .add(Paint.WARN, String.join(" ", relatedness.stopped())));
    }
    for (List<String> group : relatedness.groups()) {
      lines.add(new Line().left(Paint.DIM, "group", NAME, style).add(String.join(" ", group)));
    }
    return lines;
  }

  private void square(List<Line> lines, List<String> tasks, Matrix matrix) {
    boolean errors = tasks.size() <= WITH_ERRORS;
    int width = errors ? WIDE : NARROW;
    Line head = new Line().pad(NAME);
    for (String task : tasks) {
      String name = task.length() < width ? task : task.substring(0, width - 1);
      head.right(Paint.DIM, name, width);
    }
    lines.add(head);
    for (int i = 0; i < tasks.size(); i++) {
      Line line = new Line().left(Paint.BOLD, "  " + tasks.get(i), NAME, style);
      for (int j = 0; j < tasks.size(); j++) {
        double value = matrix.values().get(i).get(j);
        line.right(paint(value, i == j), Figures.quality(value), errors ? width - ERROR : width);
        if (errors) {
          double error = matrix.standardErrors().get(i).get(j);
          boolean known = i != j && !Double.isNaN(error);
          String beside = known ? sign() + Figures.quality(error) : "";
          line.add(Paint.DIM, beside).pad(ERROR - beside.length());
        }
      }
      lines.add(line);
    }
  }

  private String sign() {
    return style.unicode() ? "\u00b1" : "+-";
  }

  private static Paint paint(double value, boolean own) {
    return own || Double.isNaN(value) ? Paint.DIM : value < 0 ? Paint.WARN : Paint.NONE;
  }

  private void pairs(List<Line> lines, List<String> tasks, Matrix matrix) {
    List<Pair> known = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      for (int j = 0; j < tasks.size(); j++) {
        double value = matrix.values().get(i).get(j);
        boolean again = j < i && matrix.values().get(j).get(i) == value;
        if (i != j && !again && !Double.isNaN(value)) {
          known.add(new Pair(i, j, value, matrix.standardErrors().get(i).get(j)));
        }
      }
    }
    known.sort(Comparator.comparingDouble(pair -> -Math.abs(pair.value)));
    for (Pair pair : known.subList(0, Math.min(LISTED, known.size()))) {
      lines.add(
          new Line()
              .left(Paint.NONE, "  " + tasks.get(pair.i), NAME, style)
              .left(Paint.NONE, tasks.get(pair.j), NAME, style)
              .right(paint(pair.value, false), Figures.quality(pair.value), NARROW)
              .add(Paint.DIM, " " + sign() + Figures.quality(pair.error)));
    }
  }
}
