package io.braid.model.optimizer;

import io.braid.model.data.Segment;
import io.braid.model.spec.Params;

/**
 * FTRL-Proximal (McMahan et al., "Ad click prediction: a view from the trenches", 2013, section 3.1
 * and algorithm 1). The parameters minimise, over all past steps s,
 *
 * <pre>
 *   sum_s g_s p + 1/2 sum_s sigma_s (p - p_s)^2 + l1 |p| + l2 p^2 / 2,
 *   d = sum_s sigma_s = (beta + sqrt(n)) / rate,     n = sum_s g_s^2
 * </pre>
 *
 * whose solution needs only z = sum_s (g_s - sigma_s p_s):
 *
 * <pre>
 *   p = -sign(z) max(|z| - l1, 0) / (d + l2)
 * </pre>
 *
 * The learning rate is the paper's alpha. Two things go beyond its algorithm 1. The slot d keeps
 * each parameter's last sum of sigmas, so that the rate may change from step to step. And the first
 * sigma is the whole first d (the paper's own definition, sigma_{1:t} = 1 / eta_t; its algorithm
 * drops the constant because it starts at zero), so that parameters may start anywhere. From zero
 * and at a constant rate it is algorithm 1; with l1 = l2 = 0 it is gradient descent at 1 / d.
 *
 * <p>Biases are not regularised.
 */
final class Ftrl extends SlotsOnly {
  private final float beta;
  private final float l1;
  private final float l2;

  Ftrl(Params params, OptimizerContext context) {
    super(context, 3);
    beta = (float) params.real("beta", 1.0, 1e-6, 1e6);
    l1 = (float) params.real("l1", 0.0, 0.0, 1e6);
    l2 = (float) params.real("l2", 0.0, 0.0, 1e6);
  }

  @Override
  public void step(Segment segment, int from, int to, float rate, float scale) {
    int end = Regularized.beforeBiases(segment, from, to);
    step(segment, from, end, 1f / rate, scale, l1, l2);
    step(segment, end, to, 1f / rate, scale, 0f, 0f);
  }

  private void step(
      Segment segment, int from, int to, float perRate, float scale, float l1, float l2) {
    float[] p = segment.values();
    float[] g = segment.gradient();
    float[] z = slots()[0];
    float[] n = slots()[1];
    float[] d = slots()[2];
    float b = beta;
    for (int i = from; i < to; i++) {
      float gradient = scale * g[i];
      float squares = n[i] + gradient * gradient;
      float sum = (b + (float) Math.sqrt(squares)) * perRate;
      float lead = z[i] + gradient - (sum - d[i]) * p[i];
      n[i] = squares;
      d[i] = sum;
      z[i] = lead;
      p[i] = -(Math.max(lead - l1, 0f) + Math.min(lead + l1, 0f)) / (sum + l2);
    }
  }
}
