package io.braid.model.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Typed, ranged reading of a map of settings. Every key is read by exactly one call that states its
 * type, default and range; {@link #close()} then refuses keys nobody read, listing the known ones.
 * So a default is stated once, and the list of known keys cannot fall behind the code.
 *
 * <p>Not thread-safe; made, read and thrown away.
 */
public final class Params {

  /** What one key is: for help texts and for the list of known keys. */
  public record Declared(String key, String type, String fallback, String allowed) {}

  private final String path;
  private final Map<String, Object> values;
  private final Map<String, Declared> declared = new LinkedHashMap<>();

  /**
   * @param path where the settings stand, the prefix of every error
   * @param values settings by key; a null value counts as absent
   */
  public Params(String path, Map<String, ?> values) {
    this.path = path;
    this.values = new LinkedHashMap<>(values);
  }

  /** Where these settings stand. */
  public String path() {
    return path;
  }

  /** The path of one key, for errors a caller raises itself. */
  public String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** Whether the key was written; does not count as reading it. */
  public boolean has(String key) {
    return values.get(key) != null;
  }

  /** A finite number in [min, max]. */
  public double real(String key, double fallback, double min, double max) {
    declare(key, "number", format(fallback), range(min, max));
    Object value = values.get(key);
    return value == null ? fallback : checkedReal(path(key), value, min, max);
  }

  /** A finite number in [min, max] that may be absent. */
  public OptionalDouble optionalReal(String key, double min, double max) {
    declare(key, "number", "none", range(min, max));
    Object value = values.get(key);
    return value == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(checkedReal(path(key), value, min, max));
  }

  /** A whole number in [min, max]. */
  public int integer(String key, int fallback, int min, int max) {
    declare(key, "whole number", Integer.toString(fallback), range(min, max));
    Object value = values.get(key);
    return value == null ? fallback : checkedInteger(path(key), value, min, max);
  }

  /** true or false. */
  public boolean flag(String key, boolean fallback) {
    declare(key, "flag", Boolean.toString(fallback), "true or false");
    Object value = values.get(key);
    if (value == null) {
      return fallback;
    }
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw new SpecException(path(key), quote(value) + " is not allowed, must be true or false");
  }

  /** One of the allowed words. */
  public String choice(String key, String fallback, List<String> allowed) {
    declare(key, "choice", fallback, "one of " + allowed);
    Object value = values.get(key);
    if (value == null) {
      return fallback;
    }
    String word = String.valueOf(value);
    if (!allowed.contains(word)) {
      throw new SpecException(
          path(key), quote(value) + " is not allowed, must be one of " + allowed);
    }
    return word;
  }

  /** Any non-blank text; {@code fallback} may be null. */
  public String text(String key, String fallback) {
    declare(key, "text", String.valueOf(fallback), "any text");
    Object value = values.get(key);
    if (value == null) {
      return fallback;
    }
    if (value instanceof Map || value instanceof List || String.valueOf(value).isBlank()) {
      throw new SpecException(
          path(key), quote(value) + " is not allowed, must be a non-empty text");
    }
    return String.valueOf(value);
  }

  /** A list of whole numbers in [min, max]; a single number counts as a list of one. */
  public List<Integer> integers(String key, List<Integer> fallback, int min, int max) {
    declare(key, "list of whole numbers", fallback.toString(), "each " + range(min, max));
    Object value = values.get(key);
    if (value == null) {
      return fallback;
    }
    List<Integer> result = new ArrayList<>();
    List<?> items = value instanceof List<?> list ? list : List.of(value);
    for (int i = 0; i < items.size(); i++) {
      result.add(checkedInteger(path(key) + "[" + i + "]", items.get(i), min, max));
    }
    return List.copyOf(result);
  }

  /** A list of numbers in [min, max]; a single number counts as a list of one. */
  public List<Double> reals(String key, List<Double> fallback, double min, double max) {
    declare(key, "list of numbers", fallback.toString(), "each " + range(min, max));
    Object value = values.get(key);
    if (value == null) {
      return fallback;
    }
    List<Double> result = new ArrayList<>();
    List<?> items = value instanceof List<?> list ? list : List.of(value);
    for (int i = 0; i < items.size(); i++) {
      String at = value instanceof List<?> ? path(key) + "[" + i + "]" : path(key);
      result.add(checkedReal(at, items.get(i), min, max));
    }
    return List.copyOf(result);
  }

  /** A list of non-blank texts; a single text counts as a list of one. */
  public List<String> texts(String key, List<String> fallback) {
    declare(key, "list of texts", fallback.toString(), "any texts");
    Object value = values.get(key);
    if (value == null) {
      return fallback;
    }
    List<String> result = new ArrayList<>();
    List<?> items = value instanceof List<?> list ? list : List.of(value);
    for (int i = 0; i < items.size(); i++) {
      Object item = items.get(i);
      if (item == null
          || item instanceof Map
          || item instanceof List
          || item.toString().isBlank()) {
        throw new SpecException(
            path(key) + "[" + i + "]", quote(item) + " is not allowed, must be a non-empty text");
      }
      result.add(item.toString());
    }
    return List.copyOf(result);
  }

  /** Numbers by name, each in [min, max]. */
  public Map<String, Double> realsByName(
      String key, Map<String, Double> fallback, double min, double max) {
    declare(key, "numbers by name", fallback.toString(), "each " + range(min, max));
    Object value = values.get(key);
    if (value == null) {
      return fallback;
    }
    if (!(value instanceof Map<?, ?> map)) {
      throw new SpecException(
          path(key), quote(value) + " is not allowed, must be numbers by name, such as {a: 1.0}");
    }
    Map<String, Double> result = new LinkedHashMap<>();
    map.forEach(
        (k, v) -> result.put(String.valueOf(k), checkedReal(path(key) + "." + k, v, min, max)));
    return result;
  }

  /**
   * A nested component: {@code {kind: name, ...}}, or the bare name.
   *
   * @param kindKey the key that holds the name, mostly {@code kind}
   * @param fallback what counts when the key is absent; may be null
   */
  public Component component(String key, String kindKey, Component fallback) {
    declare(
        key,
        "component",
        fallback == null ? "none" : fallback.kind(),
        "a name or {" + kindKey + ": name, ...}");
    Object value = values.get(key);
    return value == null ? fallback : component(path(key), value, kindKey);
  }

  /** Reads a component from a YAML value at a path: a bare name, or a map with the name inside. */
  public static Component component(String path, Object value, String kindKey) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> parameters = new LinkedHashMap<>();
      map.forEach((k, v) -> parameters.put(String.valueOf(k), v));
      Object kind = parameters.remove(kindKey);
      if (kind == null || kind instanceof Map || kind instanceof List) {
        throw new SpecException(
            path + "." + kindKey, quote(kind) + " is not allowed, must be a catalogue name");
      }
      return new Component(kind.toString(), parameters, path);
    }
    if (value instanceof String kind && !kind.isBlank()) {
      return new Component(kind, Map.of(), path);
    }
    throw new SpecException(
        path, quote(value) + " is not allowed, must be a name or {" + kindKey + ": name, ...}");
  }

  /** The raw value of a key that the caller checks itself, or null; counts as read. */
  public Object raw(String key, String allowed) {
    declare(key, "any", "none", allowed);
    return values.get(key);
  }

  /** Refuses every key that no call has read. */
  public void close() {
    for (String key : values.keySet()) {
      if (!declared.containsKey(key)) {
        throw new SpecException(
            path(key), "no such setting '" + key + "', known: " + declared.keySet());
      }
    }
  }

  /** What has been read so far, in reading order. */
  public List<Declared> declared() {
    return List.copyOf(declared.values());
  }

  /** The value as it is shown in an error. */
  public static String quote(Object value) {
    return value == null ? "nothing" : "'" + value + "'";
  }

  private void declare(String key, String type, String fallback, String allowed) {
    declared.put(key, new Declared(key, type, fallback, allowed));
  }

  private static double checkedReal(String path, Object value, double min, double max) {
    double number;
    if (value instanceof Number n) {
      number = n.doubleValue();
    } else if (value instanceof String s) {
      // YAML 1.1 reads 1e-3 (no dot) as text; people write it all the same.
      try {
        number = Double.parseDouble(s.trim());
      } catch (NumberFormatException e) {
        number = Double.NaN;
      }
    } else {
      number = Double.NaN;
    }
    if (!(number >= min && number <= max)) {
      throw new SpecException(
          path, quote(value) + " is not allowed, must be a number " + range(min, max));
    }
    return number;
  }

  private static int checkedInteger(String path, Object value, int min, int max) {
    if (value instanceof Integer number && number >= min && number <= max) {
      return number;
    }
    throw new SpecException(
        path, quote(value) + " is not allowed, must be a whole number " + range(min, max));
  }

  private static String range(double min, double max) {
    if (max >= Double.MAX_VALUE) {
      return min <= -Double.MAX_VALUE ? "(finite)" : "of at least " + format(min);
    }
    return "from " + format(min) + " to " + format(max);
  }

  private static String range(int min, int max) {
    return max == Integer.MAX_VALUE ? "of at least " + min : "from " + min + " to " + max;
  }

  private static String format(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
