package io.braid.model.optimizer;

import io.braid.model.spec.Params;

/**
 * sqrt(h / (h + t)): near 1 for t below the horizon h, then falling with the root of time, the rate
 * of the classical regret bounds (Zinkevich, 2003). Never reaches zero, so it fits endless streams.
 */
final class InverseSquareRoot implements Schedule {
  private final double horizon;

  InverseSquareRoot(Params params) {
    horizon = params.integer("horizon", 10_000, 1, Integer.MAX_VALUE);
  }

  @Override
  public double factor(long step) {
    return Math.sqrt(horizon / (horizon + step));
  }
}
