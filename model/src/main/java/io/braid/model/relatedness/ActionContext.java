package io.braid.model.relatedness;

import io.braid.model.spec.Params;
import io.braid.model.spec.SpecException;
import java.util.List;
import java.util.Map;

/**
 * What an action needs besides its settings.
 *
 * @param auxiliary which tasks are auxiliary, in the pipeline's order
 * @param measures those configured, by name, in their order
 * @param trunk name of the trunk, for errors
 * @param shared whether the trunk gives a representation, into which gradients can be stopped
 * @param relatable whether the trunk takes a strength per pair of tasks
 */
public record ActionContext(
    List<Boolean> auxiliary,
    Map<String, Measure> measures,
    String trunk,
    boolean shared,
    boolean relatable) {

  public ActionContext {
    auxiliary = List.copyOf(auxiliary);
  }

  /** How many tasks there are. */
  int tasks() {
    return auxiliary.size();
  }

  /** The measure it is to follow: the first, unless {@code by} names another. */
  Findings findings(Params params) {
    List<String> names =
        measures.entrySet().stream()
            .filter(e -> e.getValue().bounded())
            .map(Map.Entry::getKey)
            .toList();
    if (names.isEmpty()) {
      throw new SpecException(
          "relatedness.measures",
          measures.keySet()
              + " is not allowed with an action, which needs one of [gradient_cosine,"
              + " cross_event_cosine, residual_correlation]");
    }
    return new Findings(measures.get(params.choice("by", names.get(0), names)));
  }

  /** Refuses an action that has nothing to act upon. */
  void require(boolean holds, Params params, String does, String allowed) {
    if (!holds) {
      throw new SpecException(
          params.path(), does + " the trunk '" + trunk + "' does not have, allowed: " + allowed);
    }
  }
}
