package io.braid.bench;

import java.util.List;

/**
 * What a figure has to reach, and the figure.
 *
 * @param item of the list of what must hold
 * @param what is measured
 * @param unit of figure and limit; empty for ratios
 * @param atMost whether the limit is the most that is allowed, or else the least
 * @param limit the bar
 * @param figure what was measured; a NaN fails
 */
public record Bar(int item, String what, String unit, boolean atMost, double limit, double figure) {

  static final List<String> HEAD = List.of("what must hold", "bar", "measured", "holds");

  public static Bar atMost(int item, String what, String unit, double limit, double figure) {
    return new Bar(item, what, unit, true, limit, figure);
  }

  public static Bar atLeast(int item, String what, String unit, double limit, double figure) {
    return new Bar(item, what, unit, false, limit, figure);
  }

  public boolean holds() {
    return atMost ? figure <= limit : figure >= limit;
  }

  /** A row of a table under {@link #HEAD}. */
  List<String> row() {
    String behind = unit.isEmpty() ? "" : " " + unit;
    return List.of(
        item + ". " + what,
        (atMost ? "<= " : ">= ") + trimmed(limit) + behind,
        Report.figure(figure) + behind,
        holds() ? "yes" : "**no**");
  }

  private static String trimmed(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
