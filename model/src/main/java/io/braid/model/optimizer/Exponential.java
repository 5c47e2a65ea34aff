package io.braid.model.optimizer;

import io.braid.model.spec.Params;

/** 2^(-t / half_life), but not below {@code floor}. StrictMath: the same on every machine. */
final class Exponential implements Schedule {
  private final double halfLife;
  private final double floor;

  Exponential(Params params) {
    halfLife = params.integer("half_life", 100_000, 1, Integer.MAX_VALUE);
    floor = params.real("floor", 0.01, 0.0, 1.0);
  }

  @Override
  public double factor(long step) {
    return Math.max(floor, StrictMath.pow(0.5, step / halfLife));
  }
}
