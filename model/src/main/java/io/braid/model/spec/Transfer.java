package io.braid.model.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a learner takes over from an earlier one, and which of its parameters stand still or move at
 * a rate of their own. Parts are named as segments begin: {@code trunk}, {@code heads}, {@code
 * skip}, {@code head.NAME} of a task, or a segment such as {@code trunk.0}; which there are is
 * known when the learner is built.
 *
 * @param warmStart where it begins, or null to begin anew
 * @param freeze what stands still
 * @param rates factor on the learning rate by part, positive; the longer name wins
 */
public record Transfer(WarmStart warmStart, List<Frozen> freeze, Map<String, Double> rates) {
  /** Begins anew, and everything moves. */
  public static final Transfer NONE = new Transfer(null, List.of(), Map.of());

  private static final String WARM = "{from: river.braid}";
  private static final String FREEZE = "a list of parts such as [trunk, {part: heads, steps: 500}]";

  /**
   * Where a learner begins.
   *
   * @param from path of a snapshot file, as the process sees it
   * @param trunk whether the trunk is taken over
   * @param heads whether the heads of tasks of the same name are taken over
   */
  public record WarmStart(String from, boolean trunk, boolean heads) {}

  /**
   * A part that stands still.
   *
   * @param part its name
   * @param steps how many steps of the learner it does, positive; {@link Long#MAX_VALUE} for good
   * @param path where it is written
   */
  public record Frozen(String part, long steps, String path) {}

  public Transfer {
    freeze = List.copyOf(freeze);
    rates = Map.copyOf(rates);
  }

  /** The same with another beginning. */
  public Transfer from(WarmStart other) {
    return new Transfer(other, freeze, rates);
  }

  /** Reads the settings {@code warm_start}, {@code freeze} and {@code rates}. */
  static Transfer of(Params root) {
    return new Transfer(
        warmStart(root.raw("warm_start", WARM)),
        freeze(root.raw("freeze", FREEZE)),
        root.realsByName("rates", Map.of(), 1e-6, 1e3));
  }

  private static WarmStart warmStart(Object value) {
    if (value == null) {
      return null;
    }
    Params params = new Params("warm_start", PipelineGrammar.mapping("warm_start", value, WARM));
    String from = params.text("from", null);
    boolean trunk = params.flag("trunk", true);
    boolean heads =
        params.choice("heads", "matching", List.of("matching", "none")).equals("matching");
    params.close();
    if (from == null) {
      throw new SpecException("warm_start.from", "missing, must be the path of a snapshot file");
    }
    return new WarmStart(from, trunk, heads);
  }

  private static List<Frozen> freeze(Object value) {
    if (value == null) {
      return List.of();
    }
    List<Frozen> frozen = new ArrayList<>();
    List<?> items = value instanceof List<?> list ? list : List.of(value);
    for (int i = 0; i < items.size(); i++) {
      frozen.add(frozen("freeze[" + i + "]", items.get(i)));
    }
    return frozen;
  }

  private static Frozen frozen(String path, Object item) {
    if (item instanceof String part && !part.isBlank()) {
      return new Frozen(part, Long.MAX_VALUE, path);
    }
    if (!(item instanceof Map<?, ?> map)) {
      throw new SpecException(
          path,
          Params.quote(item)
              + " is not allowed, must be a part such as trunk or {part: trunk, steps: 500}");
    }
    Map<String, Object> settings = new LinkedHashMap<>();
    map.forEach((k, v) -> settings.put(String.valueOf(k), v));
    Params params = new Params(path, settings);
    String part = params.text("part", null);
    boolean thaws = params.has("steps");
    int steps = params.integer("steps", 1, 1, Integer.MAX_VALUE);
    params.close();
    if (part == null) {
      throw new SpecException(path + ".part", "missing, must be a part such as trunk");
    }
    return new Frozen(part, thaws ? steps : Long.MAX_VALUE, path);
  }
}
