package io.braid.bench;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Recorded ratios of quick measurements: the regression guard. A ratio of two things measured in
 * one run moves far less with the machine and its load than either of them.
 */
public final class Baseline {
  /** How far a ratio may move, up or down, before it is reported. */
  public static final double TOLERANCE = 0.25;

  /** Nothing recorded yet. */
  public static final Baseline EMPTY = new Baseline(Map.of());

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /**
   * A recorded ratio.
   *
   * @param value what was measured
   * @param tolerance how far it may move: 0.25 allows from value / 1.25 to value * 1.25
   */
  public record Entry(double value, double tolerance) {}

  private final Map<String, Entry> entries;

  public Baseline(Map<String, Entry> entries) {
    this.entries = new TreeMap<>(entries);
  }

  /** Reads the recorded ratios; empty if there is no such file. */
  public static Optional<Baseline> read(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Baseline(JSON.readValue(file.toFile(), new TypeReference<Map<String, Entry>>() {})));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** Records ratios; a tolerance that stands already is kept. */
  public Baseline with(Map<String, Double> measured) {
    Map<String, Entry> next = new TreeMap<>(entries);
    measured.forEach(
        (name, value) -> {
          Entry old = entries.get(name);
          next.put(name, new Entry(value, old == null ? TOLERANCE : old.tolerance()));
        });
    return new Baseline(next);
  }

  public void write(Path file) {
    try {
      Files.writeString(file, JSON.writeValueAsString(entries) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** One line for each ratio that has moved beyond its tolerance. */
  public List<String> moved(Map<String, Double> measured) {
    List<String> lines = new ArrayList<>();
    measured.forEach(
        (name, value) -> {
          Entry entry = entries.get(name);
          if (entry == null) {
            lines.add(String.format(Locale.ROOT, "%s: %.3f, not recorded yet", name, value));
            return;
          }
          double factor = value / entry.value();
          if (!(factor <= 1 + entry.tolerance() && factor >= 1 / (1 + entry.tolerance()))) {
            lines.add(
                String.format(
                    Locale.ROOT,
                    "%s: %.3f, recorded %.3f: %+.0f %% (allowed: %.0f %%)",
                    name,
                    value,
                    entry.value(),
                    100 * (factor - 1),
                    100 * entry.tolerance()));
          }
        });
    return lines;
  }
}
