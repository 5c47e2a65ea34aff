package io.braid.model.spec;

import io.braid.model.spec.Task.Label;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The label of a box task in a pipeline file: {@code [x, y, w, h]} or {@code {fields: [...]}}. */
final class BoxLabel {
  private static final String ALLOWED =
      "must be the fields of x, y, width and height, such as [x, y, w, h]";

  private BoxLabel() {}

  static Label read(Params task) {
    Object value = task.raw("label", ALLOWED);
    Params params = task;
    String key = "label";
    if (value instanceof Map) {
      params =
          new Params(task.path("label"), PipelineGrammar.mapping("label", value, "{fields: F}"));
      key = "fields";
    }
    List<String> fields = params.texts(key, List.of());
    if (fields.size() != 4) {
      Object written = fields.isEmpty() ? null : fields;
      throw new SpecException(
          params.path(key), Params.quote(written) + " is not allowed, " + ALLOWED);
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < fields.size(); i++) {
      if (!seen.add(fields.get(i))) {
        throw new SpecException(
            params.path(key) + "[" + i + "]",
            Params.quote(fields.get(i)) + " is not allowed, it stands twice");
      }
    }
    if (params != task) {
      params.close();
    }
    return new Label(fields);
  }
}
