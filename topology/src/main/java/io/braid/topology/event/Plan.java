package io.braid.topology.event;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * A writer's schema, compiled for a tree of mapped fields: what Avro's resolution to a reader
 * schema of only these fields would do.
 *
 * @param root consumes one record
 * @param found the targets the schema has a place for
 */
record Plan(Step root, Set<Target> found) {

  /**
   * Compiles a plan.
   *
   * @param text shared by all string steps of one decoder
   */
  static Plan compile(Schema writer, FieldTree fields, Utf8Text text) {
    Compiler compiler = new Compiler(text);
    return new Plan(compiler.step(writer, fields), compiler.found);
  }

  private static final class Compiler {
    private final Skips skips = new Skips();
    private final Set<Target> found = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Utf8Text text;
    private int bound;

    Compiler(Utf8Text text) {
      this.text = text;
    }

    Step step(Schema schema, FieldTree place) {
      if (place == null) {
        return skips.of(schema);
      }
      return switch (schema.getType()) {
        case NULL -> new Reads.Null(place.all().toArray(Target[]::new));
        case UNION ->
            new Containers.Branches(
                schema.getTypes().stream().map(b -> step(b, place)).toArray(Step[]::new));
        case RECORD -> place.targets().isEmpty() ? record(schema, place) : leaf(schema, place);
        case MAP -> place.targets().isEmpty() ? map(schema, place) : leaf(schema, place);
        default -> leaf(schema, place);
      };
    }

    private Step record(Schema schema, FieldTree place) {
      List<Step> steps = new ArrayList<>();
      for (Schema.Field field : schema.getFields()) {
        Skips.append(steps, step(field.schema(), place.child(field.name())));
      }
      return new Containers.Fields(steps.toArray(Step[]::new));
    }

    private Step map(Schema schema, FieldTree place) {
      Map<String, Step> values = new LinkedHashMap<>();
      for (Map.Entry<String, FieldTree> key : place.keys().entrySet()) {
        int before = bound;
        Step value = step(schema.getValueType(), key.getValue());
        if (bound > before) {
          values.put(key.getKey(), value);
        }
      }
      Step other = skips.of(schema.getValueType());
      if (values.isEmpty()) {
        return skips.of(schema);
      }
      return new Containers.Keys(values, place.closed() ? null : other);
    }

    /** A value that itself is mapped; there is nothing below it. */
    private Step leaf(Schema schema, FieldTree place) {
      Collection<Target> targets = place.targets();
      if (targets.isEmpty()) {
        return skips.of(schema);
      }
      found.addAll(targets);
      bound++;
      return read(schema, targets.size() == 1 ? targets.iterator().next() : new Fan(targets));
    }

    private Step read(Schema schema, Target target) {
      LogicalType logical = schema.getLogicalType();
      String name = logical == null ? "" : logical.getName();
      return switch (schema.getType()) {
        case BOOLEAN -> new Reads.Flag(target);
        case FLOAT -> new Reads.Single(target);
        case DOUBLE -> new Reads.Real(target);
        case INT ->
            name.equals("date")
                ? new Reads.Time(target, Reads.TimeUnit.DAYS)
                : new Reads.Whole(target, true);
        case LONG ->
            switch (name) {
              case "timestamp-millis", "local-timestamp-millis" ->
                  new Reads.Time(target, Reads.TimeUnit.MILLIS);
              case "timestamp-micros", "local-timestamp-micros" ->
                  new Reads.Time(target, Reads.TimeUnit.MICROS);
              case "timestamp-nanos", "local-timestamp-nanos" ->
                  new Reads.Time(target, Reads.TimeUnit.NANOS);
              default -> new Reads.Whole(target, false);
            };
        case STRING -> new Reads.Text(target, text);
        case ENUM -> new Reads.Symbol(target, schema.getEnumSymbols().toArray(String[]::new));
        case BYTES ->
            logical instanceof LogicalTypes.Decimal decimal
                ? new Reads.Decimal(target, -1, decimal.getScale())
                : new Reads.Bytes(target, -1);
        case FIXED -> {
          if (logical instanceof LogicalTypes.Decimal decimal) {
            yield new Reads.Decimal(target, schema.getFixedSize(), decimal.getScale());
          }
          yield name.equals("uuid")
              ? new Reads.FixedUuid(target)
              : new Reads.Bytes(target, schema.getFixedSize());
        }
        case RECORD -> new Reads.Refuse(target, "a record");
        case MAP -> new Reads.Refuse(target, "a map");
        case ARRAY -> new Reads.Refuse(target, "an array");
        default -> throw new IllegalStateException("no leaf: " + schema);
      };
    }
  }
}
