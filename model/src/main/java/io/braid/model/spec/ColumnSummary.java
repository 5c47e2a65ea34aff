package io.braid.model.spec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What a sample of a column's values looks like: enough to guess a feature or a task from.
 *
 * @param column name and type
 * @param rows values in the sample, missing ones too
 * @param missing how many of them are missing
 * @param distinct how many different values there are
 * @param values the different values in order, if there are at most {@link #MOST_VALUES}; else
 *     empty
 */
public record ColumnSummary(
    Column column, int rows, int missing, int distinct, List<String> values) {
  /** Most different values that are kept. */
  public static final int MOST_VALUES = 64;

  private static final Pattern TIME =
      Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][0-9]{2}:[0-9]{2}.*)?");

  public ColumnSummary {
    values = List.copyOf(values);
  }

  /**
   * Summarises a sample of texts: a column whose every value reads as a number is one of numbers,
   * and so on. Blank texts are missing values.
   */
  public static ColumnSummary of(String name, List<String> sample) {
    Set<String> distinct = new LinkedHashSet<>();
    int missing = 0;
    for (String value : sample) {
      if (value.isBlank()) {
        missing++;
      } else {
        distinct.add(value.strip());
      }
    }
    Column.Type type = type(distinct);
    List<String> values = new ArrayList<>();
    if (distinct.size() <= MOST_VALUES) {
      values.addAll(distinct);
      values.sort(
          type == Column.Type.NUMBER
              ? Comparator.comparingDouble(Double::parseDouble)
              : Comparator.naturalOrder());
    }
    return new ColumnSummary(
        new Column(name, type), sample.size(), missing, distinct.size(), values);
  }

  /** Whether the different values are all known and whole numbers. */
  boolean whole() {
    return !values.isEmpty()
        && column.type() == Column.Type.NUMBER
        && values.stream().mapToDouble(Double::parseDouble).allMatch(v -> v == Math.rint(v));
  }

  private static Column.Type type(Set<String> values) {
    if (values.isEmpty()) {
      return Column.Type.TEXT;
    }
    if (all(values, value -> PipelineGrammar.DECIMAL.matcher(value).matches())) {
      return Column.Type.NUMBER;
    }
    if (all(values, ColumnSummary::isTruth)) {
      return Column.Type.BOOLEAN;
    }
    return all(values, value -> TIME.matcher(value).matches())
        ? Column.Type.TIME
        : Column.Type.TEXT;
  }

  private static boolean isTruth(String value) {
    String word = value.toLowerCase(Locale.ROOT);
    return word.equals("true") || word.equals("false");
  }

  private static boolean all(Set<String> values, Predicate<String> test) {
    return values.stream().allMatch(test);
  }
}
