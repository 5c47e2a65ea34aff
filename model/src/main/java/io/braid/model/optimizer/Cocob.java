package io.braid.model.optimizer;

import io.braid.model.data.Segment;
import io.braid.model.spec.Params;

/**
 * COCOB-Backprop (Orabona and Tommasi, "Training deep networks without learning rates through coin
 * betting", NIPS 2017, algorithm 2): every parameter bets a fraction of what it has won on the
 * direction of its next gradient. With g the negative gradient, per parameter:
 *
 * <pre>
 *   L <- max(L, |g|)      G <- G + |g|      reward <- max(reward + (p - p_0) g, 0)
 *   theta <- theta + g
 *   p <- p_0 + theta / (L max(G + L, alpha L)) (L + reward)
 * </pre>
 *
 * No learning rate: {@code learning_rate} is a factor on the whole bet, 1 as in the paper. Where no
 * gradient has ever been, L is 0 and nothing moves. All state is per parameter, so a range that is
 * left out keeps it. The start p_0 is the parameter less what has been bet, kept as such, since
 * parameters may be set anew from outside.
 */
final class Cocob extends SlotsOnly {
  private final float alpha;

  Cocob(Params params, OptimizerContext context) {
    super(context, 5);
    alpha = (float) params.real("alpha", 100.0, 1.0, 1e6);
  }

  @Override
  public void step(Segment segment, int from, int to, float rate, float scale) {
    float[] p = segment.values();
    float[] gradients = segment.gradient();
    float[] largest = slots()[0];
    float[] sizes = slots()[1];
    float[] reward = slots()[2];
    float[] theta = slots()[3];
    float[] bet = slots()[4];
    float least = alpha;
    for (int i = from; i < to; i++) {
      float g = -scale * gradients[i];
      float size = Math.abs(g);
      float most = Math.max(largest[i], size);
      float sum = sizes[i] + size;
      float won = Math.max(reward[i] + bet[i] * g, 0f);
      float direction = theta[i] + g;
      // The smallest number that counts keeps 0 / 0 away.
      float room = Math.max(most * Math.max(sum + most, least * most), 1e-30f);
      float next = rate * direction / room * (most + won);
      largest[i] = most;
      sizes[i] = sum;
      reward[i] = won;
      theta[i] = direction;
      p[i] += next - bet[i];
      bet[i] = next;
    }
  }
}
