package io.braid.model.spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where a secret is to be found: in an environment variable or in a file, never in the pipeline
 * file itself. Its value is read when it is needed, and is no part of this object: printing one
 * shows where the secret is, not what it is.
 *
 * @param path where it stands in the pipeline file
 * @param source {@code env} or {@code file}
 * @param name of the variable, or of the file
 */
public record Secret(String path, String source, String name) {
  static final String ALLOWED = "{env: NAME} or {file: PATH}";

  /** Reads {@code {env: NAME}} or {@code {file: PATH}}. */
  static Secret of(String path, Object value) {
    if (value instanceof Map<?, ?> map && map.size() == 1) {
      Map.Entry<?, ?> only = map.entrySet().iterator().next();
      String source = String.valueOf(only.getKey());
      if ((source.equals("env") || source.equals("file"))
          && only.getValue() instanceof String name
          && !name.isBlank()) {
        return new Secret(path, source, name);
      }
    }
    // What was written may be the secret itself: it is not repeated.
    throw new SpecException(path, "what is written here is not allowed, must be " + ALLOWED);
  }

  /**
   * The secret; line ends at its end are not part of it.
   *
   * @throws SpecException naming the variable or file that is missing or empty
   */
  public String read() {
    return read(System.getenv());
  }

  String read(Map<String, String> environment) {
    String value;
    if (source.equals("env")) {
      value = environment.get(name);
      if (value == null) {
        throw new SpecException(path, "the environment variable '" + name + "' is not set");
      }
    } else {
      try {
        value = Files.readString(Path.of(name));
      } catch (IOException e) {
        throw new SpecException(path, "the file '" + name + "' cannot be read as text");
      }
    }
    String bare = value.stripTrailing();
    if (bare.isEmpty()) {
      throw new SpecException(path, "the " + source + " '" + name + "' is empty");
    }
    return bare;
  }
}
