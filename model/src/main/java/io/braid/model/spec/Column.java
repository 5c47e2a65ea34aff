package io.braid.model.spec;

/**
 * One column of an input: a CSV column, or a field of a record by its dotted path.
 *
 * @param name as it is written in pipeline files
 * @param type what its values are
 */
public record Column(String name, Type type) {
  /** What the values of a column are; in a CSV file, what its texts read as. */
  public enum Type {
    NUMBER,
    TEXT,
    BOOLEAN,
    TIME
  }
}
