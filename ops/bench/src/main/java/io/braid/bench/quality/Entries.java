package io.braid.bench.quality;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Puts entries of the catalogues into pipelines. */
final class Entries {
  /** What an entry needs to be more than its name. */
  private static final Map<String, UnaryOperator<Settings>> NEEDS =
      Map.of("weighting auto_lambda", Settings::firstTaskPrimary);

  private Entries() {}

  /**
   * Settings with an entry put in.
   *
   * @param kind of the entry, as the setting is called: weighting, trunk or head
   * @param name of the entry in its catalogue
   */
  static Settings put(Settings settings, String kind, String name) {
    return NEEDS
        .getOrDefault(kind + " " + name, UnaryOperator.identity())
        .apply(settings.with(kind, name));
  }

  /** A pipeline that says nothing but what it must. */
  static Settings bare(List<String> features, List<Map<String, Object>> tasks) {
    return new Settings(Map.of("name", "bench", "features", features, "tasks", tasks));
  }
}
