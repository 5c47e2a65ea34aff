package io.braid.model.optimizer;

import io.braid.model.data.Segment;
import io.braid.model.spec.Params;

/**
 * Gradient descent with momentum, in the form of Sutskever et al., "On the importance of
 * initialization and momentum in deep learning" (2013), with the rate outside the velocity so that
 * a changing rate acts at once:
 *
 * <pre>
 *   v <- momentum v + g
 *   p <- p - rate v                     plain
 *   p <- p - rate (g + momentum v)      nesterov, p being the look-ahead point
 * </pre>
 *
 * A range that is left out keeps its velocity.
 */
final class Momentum extends SlotsOnly {
  private final float momentum;
  private final boolean nesterov;

  Momentum(Params params, OptimizerContext context) {
    super(context, 1);
    momentum = (float) params.real("momentum", 0.9, 0.0, 0.9999);
    nesterov = params.flag("nesterov", false);
  }

  @Override
  public void step(Segment segment, int from, int to, float rate, float scale) {
    float[] p = segment.values();
    float[] g = segment.gradient();
    float[] v = slots()[0];
    float mu = momentum;
    // Both forms are p -= rate (a g + b v), with v the new velocity.
    float a = nesterov ? rate * scale : 0f;
    float b = nesterov ? rate * mu : rate;
    for (int i = from; i < to; i++) {
      float velocity = Adam.settled(mu * v[i] + scale * g[i]);
      v[i] = velocity;
      p[i] -= a * g[i] + b * velocity;
    }
  }
}
