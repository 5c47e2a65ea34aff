package io.braid.model.optimizer;

import io.braid.model.data.Segment;
import io.braid.model.spec.Params;

/** Stochastic gradient descent (Robbins and Monro, 1951): p <- p - rate g. */
final class Sgd extends SlotsOnly {

  Sgd(Params params, OptimizerContext context) {
    super(context, 0);
  }

  @Override
  public void step(Segment segment, int from, int to, float rate, float scale) {
    float[] p = segment.values();
    float[] g = segment.gradient();
    float factor = rate * scale;
    for (int i = from; i < to; i++) {
      p[i] -= factor * g[i];
    }
  }

  @Override
  public boolean takesOuter() {
    return steps() != null;
  }

  @Override
  public void stepOuter(Segment segment, float rate, float scale) {
    steps().sgd(segment, rate * scale);
  }
}
