package io.braid.bench;

import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * A model to be measured, as one line of text such as {@code "mlp hidden=64-32 tasks=4 features=32
 * optimizer=adam"}: what a benchmark's parameter, a table's row and a worker's job can carry. The
 * first word is the trunk; everything else has a default.
 *
 * @param trunk name of the trunk
 * @param hidden widths of its layers, joined by {@code -}; empty for the linear trunk
 * @param tasks number of tasks: binary and regression in turn
 * @param features dense numeric features {@code x0, x1, ...}
 * @param sparse hashed features {@code c0, c1, ...}, each of which sets one index
 * @param buckets hash buckets of each sparse feature
 * @param batch rows per step
 * @param optimizer name of the optimizer
 * @param weighting name of the weighting
 * @param drift name of the drift detector
 */
public record Shape(
    String trunk,
    String hidden,
    int tasks,
    int features,
    int sparse,
    int buckets,
    int batch,
    String optimizer,
    String weighting,
    String drift) {

  /** What the issue of speed is about, by the names used in tables. */
  public static final String LINEAR_ONE = "linear tasks=1 features=32";

  public static final String LINEAR = "linear tasks=4 features=32";
  public static final String MLP = "mlp hidden=64-32 tasks=4 features=32 optimizer=adam";
  public static final String WIDE =
      "mlp hidden=512-256 tasks=8 features=256 batch=64 optimizer=adam";

  /**
   * @throws IllegalArgumentException if a setting is unknown or no number where one is needed
   */
  public static Shape of(String text) {
    String[] words = text.trim().split("\\s+", -1);
    Map<String, String> given = new TreeMap<>();
    for (int i = 1; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("'" + words[i] + "' in '" + text + "' is no name=value");
      }
      given.put(words[i].substring(0, equals), words[i].substring(equals + 1));
    }
    Shape shape =
        new Shape(
            words[0],
            take(given, "hidden", words[0].equals("mlp") ? "64-32" : ""),
            Integer.parseInt(take(given, "tasks", "1")),
            Integer.parseInt(take(given, "features", "32")),
            Integer.parseInt(take(given, "sparse", "0")),
            Integer.parseInt(take(given, "buckets", "1000")),
            Integer.parseInt(take(given, "batch", "1")),
            take(given, "optimizer", "rmsprop"),
            take(given, "weighting", "ema_norm"),
            take(given, "drift", "adwin"));
    if (!given.isEmpty()) {
      throw new IllegalArgumentException("unknown settings " + given + " in '" + text + "'");
    }
    return shape;
  }

  private static String take(Map<String, String> given, String name, String otherwise) {
    String value = given.remove(name);
    return value == null ? otherwise : value;
  }

  /** Whether task {@code k} is binary; the others are regressions. */
  public static boolean binary(int k) {
    return k % 2 == 0;
  }

  /** A pipeline that is not connected to anything. */
  public Pipeline pipeline() {
    return pipeline("bench", "bench.events", Map.of());
  }

  /** The pipeline of an application. */
  public Pipeline pipeline(String name, String topic, Map<String, String> kafka) {
    List<String> lines = new ArrayList<>();
    lines.add("name: " + name);
    lines.add("input: {topic: " + topic + ", time: time, id: id}");
    lines.add("features:");
    for (int i = 0; i < features; i++) {
      lines.add("  - x" + i);
    }
    for (int i = 0; i < sparse; i++) {
      lines.add("  - {name: c" + i + ", type: categorical, buckets: " + buckets + "}");
    }
    lines.add(
        hidden.isEmpty()
            ? "trunk: " + trunk
            : "trunk: {kind: " + trunk + ", hidden: [" + hidden.replace("-", ", ") + "]}");
    lines.add("tasks:");
    for (int k = 0; k < tasks; k++) {
      String kind = binary(k) ? "binary" : "regression";
      lines.add(String.format(Locale.ROOT, "  - {name: y%d, kind: %s, label: y%d}", k, kind, k));
    }
    lines.add("weighting: " + weighting);
    lines.add("optimizer: " + optimizer);
    lines.add("drift: " + drift);
    lines.add("batch: " + batch);
    if (!kafka.isEmpty()) {
      lines.add("kafka:");
      kafka.forEach((key, value) -> lines.add("  " + key + ": \"" + value + "\""));
    }
    StringJoiner yaml = new StringJoiner("\n", "", "\n");
    lines.forEach(yaml::add);
    return PipelineFile.parse(yaml.toString(), name);
  }
}
