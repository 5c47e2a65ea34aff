package io.braid.model.optimizer;

import io.braid.model.data.Parameters;
import io.braid.model.kernel.OuterSteps;

/**
 * What an optimizer needs to know of the model to size its state.
 *
 * @param parameters length of the flat parameter vector
 * @param segments how many segments it has
 * @param steps on outer products, or null if there are none
 */
public record OptimizerContext(int parameters, int segments, OuterSteps steps) {
  /** Without steps on outer products. */
  public OptimizerContext(int parameters, int segments) {
    this(parameters, segments, null);
  }

  /** The sizes of allocated parameters. */
  public static OptimizerContext of(Parameters parameters) {
    return of(parameters, null);
  }

  /** The sizes of allocated parameters, and steps on outer products if there are any. */
  public static OptimizerContext of(Parameters parameters, OuterSteps steps) {
    return new OptimizerContext(parameters.count(), parameters.segments().size(), steps);
  }
}
