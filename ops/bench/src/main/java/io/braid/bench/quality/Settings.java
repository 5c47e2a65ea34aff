package io.braid.bench.quality;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.braid.model.spec.Component;
import io.braid.model.spec.Feature;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The settings of a pipeline file, to be varied: what is put in replaces what stood there.
 * Immutable.
 *
 * @param values as in the file, by their names
 */
record Settings(Map<String, Object> values) {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final TypeReference<LinkedHashMap<String, Object>> MAP = new TypeReference<>() {};

  Settings {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** Reads a file as it stands; what it says is checked when it is {@link #pipeline parsed}. */
  static Settings read(Path file) throws IOException {
    return new Settings(YAML.readValue(file.toFile(), MAP));
  }

  /** With one setting replaced or added. */
  Settings with(String name, Object value) {
    Map<String, Object> next = new LinkedHashMap<>(values);
    next.put(name, value);
    return new Settings(next);
  }

  /** With several settings replaced or added. */
  Settings with(Map<String, Object> others) {
    Map<String, Object> next = new LinkedHashMap<>(values);
    next.putAll(others);
    return new Settings(next);
  }

  /** Whether they leave open what the tables compare: trunk, heads, and which tasks there are. */
  boolean open() {
    return !values.containsKey("trunk")
        && !values.containsKey("head")
        && tasks().stream().noneMatch(task -> task.containsKey("head") || task.containsKey("by"));
  }

  /** The tasks as they are written. */
  List<Map<String, Object>> tasks() {
    return YAML.convertValue(values.get("tasks"), new TypeReference<>() {});
  }

  /** With the features a pipeline was bound to, instead of patterns. */
  Settings bound(Pipeline bound) {
    return with("features", bound.features().stream().map(Settings::written).toList());
  }

  /** With one more feature, a category; to be bound before. */
  Settings andCategory(String name, int max) {
    List<Map<String, Object>> features =
        new ArrayList<>(
            YAML.convertValue(
                values.get("features"), new TypeReference<List<Map<String, Object>>>() {}));
    features.add(Map.of("name", name, "type", "categorical", "max", max));
    return with("features", features);
  }

  /**
   * Of one task alone. To be bound before: what is a label of another task must not become a
   * feature of this one. An auxiliary task is a task like any other then.
   */
  Settings only(int task) {
    Map<String, Object> own = new LinkedHashMap<>(tasks().get(task));
    own.remove("auxiliary");
    return with("tasks", List.of(own));
  }

  private static Map<String, Object> written(Feature feature) {
    Component encoder = feature.encoder();
    Map<String, Object> entry = new LinkedHashMap<>(encoder.parameters());
    entry.put("name", feature.name());
    entry.put("field", feature.field());
    entry.put("type", encoder.kind());
    return entry;
  }

  /** With every task but the first auxiliary: learned for the first one's sake. */
  Settings firstTaskPrimary() {
    List<Map<String, Object>> tasks = new ArrayList<>();
    for (Map<String, Object> task : tasks()) {
      Map<String, Object> entry = new LinkedHashMap<>(task);
      entry.put("auxiliary", !tasks.isEmpty());
      tasks.add(entry);
    }
    return with("tasks", tasks);
  }

  /**
   * What the settings say.
   *
   * @throws io.braid.model.spec.SpecException if they say something that is not allowed
   */
  Pipeline pipeline() {
    try {
      return PipelineFile.parse(
          YAML.writeValueAsString(values), String.valueOf(values.get("name")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
