package io.braid.topology.event;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * Bounds on writers' schemas, which whoever may register one has made: a plan is compiled
 * recursively and kept.
 */
final class SchemaLimits {
  /** Deepest nesting; a value may be nested {@value Cursor#MAX_DEPTH} levels, unions aside. */
  static final int MAX_DEPTH = 2 * Cursor.MAX_DEPTH;

  /** Most types and fields. */
  static final int MAX_PARTS = 10_000;

  private final Set<Schema> known = Collections.newSetFromMap(new IdentityHashMap<>());
  private int parts;

  private SchemaLimits() {}

  /** What is too much about a schema; null if nothing is. */
  static String excess(Schema schema) {
    return new SchemaLimits().walk(schema, 1);
  }

  private String walk(Schema schema, int depth) {
    if (depth > MAX_DEPTH) {
      return "is nested deeper than " + MAX_DEPTH + " levels";
    }
    if (++parts > MAX_PARTS) {
      return "has more than " + MAX_PARTS + " types and fields";
    }
    if (!known.add(schema)) {
      return null;
    }
    return switch (schema.getType()) {
      case RECORD -> all(schema.getFields().stream().map(Schema.Field::schema).toList(), depth);
      case UNION -> all(schema.getTypes(), depth);
      case ARRAY -> walk(schema.getElementType(), depth + 1);
      case MAP -> walk(schema.getValueType(), depth + 1);
      default -> null;
    };
  }

  private String all(Iterable<Schema> schemas, int depth) {
    for (Schema schema : schemas) {
      String excess = walk(schema, depth + 1);
      if (excess != null) {
        return excess;
      }
    }
    return null;
  }
}
