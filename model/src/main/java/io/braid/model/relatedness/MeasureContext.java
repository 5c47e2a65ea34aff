package io.braid.model.relatedness;

import io.braid.model.spec.Params;
import io.braid.model.spec.SpecException;

/**
 * What a measure needs besides its settings.
 *
 * @param tasks how many there are
 * @param width of the representation in which gradients are compared; 0 if there is none
 * @param trunk its name, for errors
 */
public record MeasureContext(int tasks, int width, String trunk) {

  /** Refuses a measure of gradients where there is nothing to compare them in. */
  void requireRepresentation(Params params, String measure) {
    if (width == 0) {
      throw new SpecException(
          params.path(),
          "'"
              + measure
              + "' compares the tasks' gradients in a shared representation, or in ones of equal"
              + " width, which the trunk '"
              + trunk
              + "' does not give, allowed: [residual_correlation]");
    }
  }
}
