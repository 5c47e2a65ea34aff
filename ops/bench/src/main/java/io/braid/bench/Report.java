package io.braid.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What was measured: sections of text and tables in Markdown, named ratios for the comparison with
 * recorded ones, and bars with what was reached. Every line is handed on as soon as it stands. Not
 * thread-safe.
 */
public final class Report {
  private final StringBuilder text = new StringBuilder();
  private final Map<String, Double> ratios = new LinkedHashMap<>();
  private final List<Bar> bars = new ArrayList<>();
  private final Consumer<String> echo;

  /**
   * @param echo gets every line
   */
  public Report(Consumer<String> echo) {
    this.echo = echo;
  }

  /** Starts a section, of the third level: those above are the file's and the part's. */
  public void section(String title) {
    line("");
    line("### " + title);
    line("");
  }

  /** A paragraph. */
  public void paragraph(String paragraph) {
    line(paragraph);
    line("");
  }

  /** Adds a table; columns are padded, so that the text reads well too. */
  public void table(List<String> head, List<List<String>> rows) {
    int[] widths = new int[head.size()];
    List<List<String>> all = new ArrayList<>(rows);
    all.add(0, head);
    for (List<String> row : all) {
      for (int c = 0; c < widths.length; c++) {
        widths[c] = Math.max(widths[c], row.get(c).length());
      }
    }
    line(row(head, widths));
    StringBuilder rule = new StringBuilder("|");
    for (int c = 0; c < widths.length; c++) {
      rule.append("-".repeat(widths[c] + 1)).append(c == 0 ? "-|" : ":|");
    }
    line(rule.toString());
    rows.forEach(cells -> line(row(cells, widths)));
    line("");
  }

  private static String row(List<String> cells, int[] widths) {
    StringBuilder row = new StringBuilder("|");
    for (int c = 0; c < widths.length; c++) {
      String pad = " ".repeat(widths[c] - cells.get(c).length());
      row.append(' ').append(c == 0 ? cells.get(c) + pad : pad + cells.get(c)).append(" |");
    }
    return row.toString();
  }

  /** Keeps a ratio for the comparison with recorded ones; a NaN is not kept. */
  public void ratio(String name, double value) {
    if (!Double.isNaN(value)) {
      ratios.put(name, value);
    }
  }

  /** Keeps a bar and what was reached. */
  public void bar(Bar bar) {
    bars.add(bar);
  }

  /** The bars kept so far, in the order of their items. */
  public List<Bar> bars() {
    return bars.stream().sorted(Comparator.comparingInt(Bar::item)).toList();
  }

  public Map<String, Double> ratios() {
    return ratios;
  }

  public String text() {
    return text.toString();
  }

  private void line(String line) {
    text.append(line).append('\n');
    echo.accept(line);
  }

  /** A figure with three or four significant digits; a dash for NaN. */
  public static String figure(double value) {
    if (Double.isNaN(value)) {
      return "-";
    }
    double size = Math.abs(value);
    int decimals = size >= 100 || size == 0 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  /** The median; NaN of nothing. */
  public static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int n = sorted.length;
    if (n == 0) {
      return Double.NaN;
    }
    return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }

  /** Spread of values around their median: half of the range over the median. */
  public static double spread(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted.length == 0
        ? Double.NaN
        : (sorted[sorted.length - 1] - sorted[0]) / 2 / median(values);
  }

  /** Slope of the least-squares line through the logarithms: 1 means proportional. */
  public static double exponent(double[] x, double[] y) {
    double meanX = Arrays.stream(x).map(Math::log).average().orElse(Double.NaN);
    double meanY = Arrays.stream(y).map(Math::log).average().orElse(Double.NaN);
    double xy = 0;
    double xx = 0;
    for (int i = 0; i < x.length; i++) {
      xy += (Math.log(x[i]) - meanX) * (Math.log(y[i]) - meanY);
      xx += (Math.log(x[i]) - meanX) * (Math.log(x[i]) - meanX);
    }
    return xy / xx;
  }
}
