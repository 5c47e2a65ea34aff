package io.braid.model.spec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Takes a column's texts one by one and summarises them: a column whose every value reads as a
 * number is one of numbers, and so on; blank texts are missing values.
 *
 * <p>Memory is bounded: different values are counted up to {@value #MOST_DISTINCT}. If all of so
 * many differ, those that follow are taken to differ, too. Not thread-safe.
 */
public final class ColumnSampler {
  static final int MOST_DISTINCT = 100_000;

  /** Words per value from which a text is more than a name. */
  private static final int PROSE = 3;

  private static final Pattern TIME =
      Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][0-9]{2}:[0-9]{2}.*)?");

  private final String name;
  private final Set<String> distinct = new HashSet<>();
  private boolean number = true;
  private boolean truth = true;
  private boolean time = true;
  private int rows;
  private int missing;
  private long words;
  private boolean full;
  private boolean allDiffer;

  public ColumnSampler(String name) {
    this.name = name;
  }

  /** Takes the column's value of one more row. */
  public void add(String text) {
    rows++;
    String value = text.strip();
    words += Measure.WORDS.of(value);
    if (value.isEmpty()) {
      missing++;
    } else if (full) {
      narrow(value);
    } else if (distinct.add(value)) {
      narrow(value);
      full = distinct.size() == MOST_DISTINCT;
      allDiffer = full && rows - missing == MOST_DISTINCT;
    }
  }

  /** What the values so far look like. */
  public ColumnSummary summary() {
    int present = rows - missing;
    Column.Type type =
        present == 0
            ? Column.Type.TEXT
            : number
                ? Column.Type.NUMBER
                : truth ? Column.Type.BOOLEAN : time ? Column.Type.TIME : Column.Type.TEXT;
    List<String> values = new ArrayList<>();
    if (distinct.size() <= ColumnSummary.MOST_VALUES) {
      values.addAll(distinct);
      values.sort(
          type == Column.Type.NUMBER
              ? Comparator.comparingDouble(Double::parseDouble)
                  .thenComparing(Comparator.naturalOrder())
              : Comparator.naturalOrder());
    }
    return new ColumnSummary(
        new Column(name, type),
        rows,
        missing,
        allDiffer ? present : distinct.size(),
        values,
        words >= (long) PROSE * present && present > 0);
  }

  private void narrow(String value) {
    number = number && PipelineGrammar.DECIMAL.matcher(value).matches();
    truth = truth && isTruth(value);
    time = time && TIME.matcher(value).matches();
  }

  private static boolean isTruth(String value) {
    String word = value.toLowerCase(Locale.ROOT);
    return word.equals("true") || word.equals("false");
  }
}
