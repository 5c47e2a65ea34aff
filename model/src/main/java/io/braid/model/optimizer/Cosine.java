package io.braid.model.optimizer;

import io.braid.model.spec.Params;

/**
 * Cosine annealing (Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts",
 * 2017, equation 5): from 1 to {@code floor} over {@code period} steps; after that it stays at the
 * floor, or with {@code restart} starts again from 1. StrictMath: the same on every machine.
 */
final class Cosine implements Schedule {
  private final int period;
  private final double floor;
  private final boolean restart;

  Cosine(Params params) {
    period = params.integer("period", 100_000, 1, Integer.MAX_VALUE);
    floor = params.real("floor", 0.01, 0.0, 1.0);
    restart = params.flag("restart", false);
  }

  @Override
  public double factor(long step) {
    long at = restart ? step % period : Math.min(step, period);
    return floor + 0.5 * (1 - floor) * (1 + StrictMath.cos(Math.PI * at / period));
  }
}
