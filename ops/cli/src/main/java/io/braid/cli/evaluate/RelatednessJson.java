package io.braid.cli.evaluate;

import com.fasterxml.jackson.core.JsonGenerator;
import io.braid.model.relatedness.Relatedness;
import java.io.IOException;
import java.util.List;

/** Writes how the tasks stand to each other as JSON; a pair that is not known is null. */
final class RelatednessJson {
  private RelatednessJson() {}

  /** Writes the field {@code relatedness} of the object that is open. */
  static void write(JsonGenerator json, Relatedness relatedness) throws IOException {
    json.writeObjectFieldStart("relatedness");
    texts(json, "tasks", relatedness.tasks());
    json.writeObjectFieldStart("measures");
    for (Relatedness.Matrix matrix : relatedness.measures()) {
      json.writeObjectFieldStart(matrix.measure());
      rows(json, "values", matrix.values());
      rows(json, "standard_errors", matrix.standardErrors());
      json.writeEndObject();
    }
    json.writeEndObject();
    texts(json, "stopped", relatedness.stopped());
    json.writeArrayFieldStart("groups");
    for (List<String> group : relatedness.groups()) {
      json.writeStartArray();
      for (String task : group) {
        json.writeString(task);
      }
      json.writeEndArray();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void texts(JsonGenerator json, String name, List<String> texts)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  private static void rows(JsonGenerator json, String name, List<List<Double>> rows)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (List<Double> row : rows) {
      json.writeStartArray();
      for (double value : row) {
        if (Double.isFinite(value)) {
          json.writeNumber(value);
        } else {
          json.writeNull();
        }
      }
      json.writeEndArray();
    }
    json.writeEndArray();
  }
}
