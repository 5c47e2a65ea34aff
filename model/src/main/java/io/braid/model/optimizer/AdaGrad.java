package io.braid.model.optimizer;

import io.braid.model.data.Segment;
import io.braid.model.spec.Params;

/**
 * AdaGrad, diagonal form (Duchi, Hazan and Singer, "Adaptive subgradient methods for online
 * learning and stochastic optimization", 2011, figure 1):
 *
 * <pre>
 *   n <- n + g^2
 *   p <- p - rate g / (sqrt(n) + epsilon)
 * </pre>
 *
 * The rate of a parameter only falls, which suits streams that do not drift and rare features.
 */
final class AdaGrad extends SlotsOnly {
  private final float epsilon;

  AdaGrad(Params params, OptimizerContext context) {
    super(context, 1);
    epsilon = (float) params.real("epsilon", 1e-8, 1e-20, 1.0);
  }

  @Override
  public void step(Segment segment, int from, int to, float rate, float scale) {
    float[] p = segment.values();
    float[] g = segment.gradient();
    float[] n = slots()[0];
    float eps = epsilon;
    for (int i = from; i < to; i++) {
      float gradient = scale * g[i];
      float sum = n[i] + gradient * gradient;
      n[i] = sum;
      p[i] -= rate * gradient / ((float) Math.sqrt(sum) + eps);
    }
  }

  @Override
  public boolean takesOuter() {
    return steps() != null;
  }

  @Override
  public void stepOuter(Segment segment, float rate, float scale) {
    steps().adaGrad(segment, slots()[0], scale, rate, epsilon);
  }
}
