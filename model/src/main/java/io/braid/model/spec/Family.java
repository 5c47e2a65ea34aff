package io.braid.model.spec;

import java.util.Map;

/**
 * A column that names the task of a row: its values are the members of a family of tasks that are
 * learned side by side, each with a part of its own beside what all share. Members are numbered in
 * the order in which they are first seen.
 *
 * @param field dotted path of the event's field
 * @param max members that are told apart, positive; those that come later have the shared part
 *     alone
 */
public record Family(String field, int max) {
  static final String EXAMPLE = "a field or {field: school, max: 256}";

  private static final int DEFAULT = 1000;
  private static final int MOST = 10_000;

  /** Reads {@code by} of a task; null if the task is a single one. */
  static Family of(Params task) {
    Object value = task.raw("by", EXAMPLE);
    if (value == null) {
      return null;
    }
    if (!(value instanceof Map<?, ?>)) {
      return new Family(task.text("by", null), DEFAULT);
    }
    String path = task.path("by");
    Params params = new Params(path, PipelineGrammar.mapping(path, value, EXAMPLE));
    String field = params.text("field", null);
    if (field == null) {
      throw new SpecException(
          params.path("field"), "missing, must be the field that names the member");
    }
    Family family = new Family(field, params.integer("max", DEFAULT, 1, MOST));
    params.close();
    return family;
  }
}
