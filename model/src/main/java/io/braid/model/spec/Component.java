package io.braid.model.spec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One chosen catalogue entry: its name, its parameters as written, and where it was written.
 *
 * @param kind the catalogue name, for example {@code adam}
 * @param parameters parameters by key, without {@code kind}; values are YAML scalars, lists or maps
 * @param path where the component stands in the pipeline file, for error messages
 */
public record Component(String kind, Map<String, Object> parameters, String path) {

  public Component {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /** A component with no parameters but its defaults. */
  public static Component of(String kind) {
    return new Component(kind, Map.of(), kind);
  }

  /** A component from alternating keys and values, for use from Java. */
  public static Component of(String kind, Object... keysAndValues) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      parameters.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return new Component(kind, parameters, kind);
  }

  /** Typed reading of the parameters. */
  public Params params() {
    return new Params(path, parameters);
  }
}
