package io.braid.model.spec;

import java.util.List;

/**
 * What a sample of a column's values looks like: enough to guess a feature or a task from.
 *
 * @param column name and type
 * @param rows values in the sample, missing ones too
 * @param missing how many of them are missing
 * @param distinct how many different values there are, counted as {@link ColumnSampler} says
 * @param values the different values in order, if there are at most {@link #MOST_VALUES}; else
 *     empty
 * @param prose whether values have three words or more, on average
 */
public record ColumnSummary(
    Column column, int rows, int missing, int distinct, List<String> values, boolean prose) {
  /** Most different values that are kept. */
  public static final int MOST_VALUES = 64;

  public ColumnSummary {
    values = List.copyOf(values);
  }

  /**
   * Summarises a sample of texts: a column whose every value reads as a number is one of numbers,
   * and so on. Blank texts are missing values.
   */
  public static ColumnSummary of(String name, List<String> sample) {
    ColumnSampler sampler = new ColumnSampler(name);
    sample.forEach(sampler::add);
    return sampler.summary();
  }

  /**
   * What a schema tells of a column of which nothing has been seen.
   *
   * @param values what it may be, if the schema lists that; else empty
   */
  public static ColumnSummary declared(Column column, List<String> values) {
    boolean listed = !values.isEmpty() && values.size() <= MOST_VALUES;
    int distinct = values.isEmpty() ? MOST_VALUES + 1 : values.size();
    return new ColumnSummary(column, 0, 0, distinct, listed ? values : List.of(), false);
  }

  /** Whether the different values are all known and whole numbers. */
  boolean whole() {
    return !values.isEmpty()
        && column.type() == Column.Type.NUMBER
        && values.stream().mapToDouble(Double::parseDouble).allMatch(v -> v == Math.rint(v));
  }
}
