package io.braid.cli.csv;

import java.util.List;

/**
 * What is known of one column after reading (part of) a file.
 *
 * @param name its name in the header
 * @param type what all its present values are
 * @param present values that are not missing
 * @param missing values that are missing
 * @param distinct number of different texts, counted up to {@link CsvSchema#MOST_DISTINCT}
 * @param wholeNumbers whether it is numeric and all present values are whole
 * @param min smallest number, NaN if not numeric
 * @param max largest number, NaN if not numeric
 * @param examples the first few different texts, in order of appearance
 */
public record Column(
    String name,
    Type type,
    long present,
    long missing,
    int distinct,
    boolean wholeNumbers,
    double min,
    double max,
    List<String> examples) {

  /** What the values of a column are. */
  public enum Type {
    /** Finite numbers. Also a column that has no value at all. */
    NUMBER,
    /** true and false. */
    BOOLEAN,
    /** ISO 8601 dates or times. */
    TIME,
    /** Anything else. */
    TEXT
  }

  public Column {
    examples = List.copyOf(examples);
  }
}
