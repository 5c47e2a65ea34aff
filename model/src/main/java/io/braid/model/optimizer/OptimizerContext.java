package io.braid.model.optimizer;

import io.braid.model.data.Parameters;

/**
 * What an optimizer needs to know of the model to size its state.
 *
 * @param parameters length of the flat parameter vector
 * @param segments how many segments it has
 */
public record OptimizerContext(int parameters, int segments) {
  /** The sizes of allocated parameters. */
  public static OptimizerContext of(Parameters parameters) {
    return new OptimizerContext(parameters.count(), parameters.segments().size());
  }
}
