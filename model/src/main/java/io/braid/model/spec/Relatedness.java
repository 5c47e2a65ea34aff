package io.braid.model.spec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How the relatedness of the tasks is measured while they are learned, and what is done about it.
 *
 * @param every one step in so many is measured, positive
 * @param measures by their catalogue names; empty for all that fit the trunk
 * @param action what is done about the measured, or null for nothing
 */
public record Relatedness(int every, List<Component> measures, Component action) {
  static final String EXAMPLE = "true, false or {every: 10, action: gate}";

  private static final String PATH = "relatedness";

  public Relatedness {
    measures = List.copyOf(measures);
  }

  /** Reads the settings; null if nothing is to be measured. */
  static Relatedness of(Object value) {
    if (value == null || Boolean.FALSE.equals(value)) {
      return null;
    }
    Object settings = Boolean.TRUE.equals(value) ? null : value;
    Params params = new Params(PATH, PipelineGrammar.mapping(PATH, settings, EXAMPLE));
    int every = params.integer("every", 10, 1, 1_000_000);
    List<Component> measures = measures(params);
    Component action = params.component("action", "kind", (Component) null);
    params.close();
    return new Relatedness(every, measures, action);
  }

  private static List<Component> measures(Params params) {
    String allowed = "must be a list of names such as [gradient_cosine, residual_correlation]";
    Object value = params.raw("measures", allowed);
    if (value == null) {
      return List.of();
    }
    String path = params.path("measures");
    List<?> items = value instanceof List<?> list ? list : List.of(value);
    if (items.isEmpty()) {
      throw new SpecException(path, Params.quote(value) + " is not allowed, " + allowed);
    }
    List<Component> measures = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < items.size(); i++) {
      String at = value instanceof List<?> ? path + "[" + i + "]" : path;
      Component measure = Params.component(at, items.get(i), "kind");
      if (!seen.add(measure.kind())) {
        throw new SpecException(
            at, Params.quote(measure.kind()) + " is not allowed, it stands twice");
      }
      measures.add(measure);
    }
    return measures;
  }
}
