package io.braid.topology;

import io.braid.model.spec.Column;
import io.braid.model.spec.ColumnSummary;
import io.braid.model.spec.Feature;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.SpecException;
import io.braid.schemas.Event;
import io.braid.schemas.RegistryClient;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** The columns of an input topic, from the schema registered for its values. */
public final class InputColumns {
  private static final int DEEPEST = 16;

  private InputColumns() {}

  /**
   * The pipeline with its globs expanded against the input's registered schema; a pipeline without
   * globs is returned as it is, and the registry is not asked.
   *
   * @throws SpecException if globs cannot be expanded, or match nothing
   */
  public static Pipeline bind(Pipeline pipeline, RegistryClient registry) {
    if (pipeline.features().stream().noneMatch(Feature::isGlob)) {
      return pipeline;
    }
    String topic = pipeline.input().topic();
    String subject = topic + "-value";
    Schema schema =
        registry
            .latestSchema(subject)
            .orElseThrow(
                () ->
                    new SpecException(
                        "features",
                        "a pattern such as 'flow_*' needs a registered schema, but there is no"
                            + " subject '"
                            + subject
                            + "'; register it, or list the features"));
    if (isGeneral(schema)) {
      throw new SpecException(
          "features",
          "a pattern such as 'flow_*' cannot be used on the topic '"
              + topic
              + "': its events are general envelopes, which have no fixed fields; list the"
              + " features");
    }
    return pipeline.bind(of(schema));
  }

  /** The fields of a record and of the records in it, as dotted paths, in order. */
  public static List<Column> of(Schema record) {
    return summaries(record).stream().map(ColumnSummary::column).toList();
  }

  /** The same with what the schema tells of their values: the symbols of enums. */
  public static List<ColumnSummary> summaries(Schema record) {
    List<ColumnSummary> columns = new ArrayList<>();
    add(record, "", columns, 0);
    return columns;
  }

  /** Whether it is the general envelope, whose fields differ from event to event. */
  public static boolean isGeneral(Schema schema) {
    return schema.getFullName().equals(Event.getClassSchema().getFullName());
  }

  private static void add(Schema record, String prefix, List<ColumnSummary> columns, int depth) {
    if (depth > DEEPEST) {
      return;
    }
    for (Schema.Field field : record.getFields()) {
      String path = prefix + field.name();
      for (Schema type : alternatives(field.schema())) {
        if (type.getType() == Schema.Type.RECORD) {
          add(type, path + ".", columns, depth + 1);
        }
      }
      for (Schema alternative : alternatives(field.schema())) {
        Column.Type type = single(alternative);
        if (type != null) {
          columns.add(ColumnSummary.declared(new Column(path, type), symbols(alternative)));
          break;
        }
      }
    }
  }

  private static List<Schema> alternatives(Schema schema) {
    return schema.isUnion() ? schema.getTypes() : List.of(schema);
  }

  private static List<String> symbols(Schema schema) {
    return schema.getType() == Schema.Type.ENUM ? schema.getEnumSymbols() : List.of();
  }

  /** What values of that schema are; null if they are no single values. */
  private static Column.Type single(Schema schema) {
    if (schema.getLogicalType() instanceof LogicalTypes.Decimal) {
      return Column.Type.NUMBER;
    }
    boolean time = schema.getLogicalType() != null;
    return switch (schema.getType()) {
      case INT, LONG -> time ? Column.Type.TIME : Column.Type.NUMBER;
      case FLOAT, DOUBLE -> Column.Type.NUMBER;
      case BOOLEAN -> Column.Type.BOOLEAN;
      case STRING, ENUM -> Column.Type.TEXT;
      default -> null;
    };
  }
}
