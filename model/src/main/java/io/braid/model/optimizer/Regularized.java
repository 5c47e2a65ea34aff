package io.braid.model.optimizer;

import io.braid.model.data.Segment;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Params;

/**
 * L2 and L1 regularisation around any optimizer, leaving a segment's biases alone: the optimizer
 * then minimises loss + l1 |p| + l2 p^2 / 2, whatever its own step sizes.
 *
 * <p>The derivative of the sum replaces the gradient of the range. L1 has none at zero, so there
 * the pseudo-gradient of Andrew and Gao, "Scalable training of L1-regularized log-linear models"
 * (2007, section 3) takes its place, and as there a step ends at zero where it would cross it:
 *
 * <pre>
 *   g + l1 where p &gt; 0,   g - l1 where p &lt; 0,   sign(g) max(|g| - l1, 0) where p = 0
 * </pre>
 *
 * A parameter at zero with a pseudo-gradient of zero stays, whatever momentum it has, so zeros are
 * exact and last while |g| &lt;= l1. Shrinking after the step by rate * l1, the usual proximal
 * form, would mean another l1 under every optimizer, and under AdaGrad one that wins in the end.
 *
 * <p>Like every step it reaches only the ranges it is given: rows of a table shrink when touched.
 * With both at 0 the bare optimizer is used, at no cost.
 */
final class Regularized implements Optimizer {
  private final Optimizer inner;
  private final float l1;
  private final float l2;

  /** Signs of the parameters before the step, -1, 0 or 1, in the range being stepped. */
  private final float[] sides;

  private Regularized(Optimizer inner, float l1, float l2, OptimizerContext context) {
    this.inner = inner;
    this.l1 = l1;
    this.l2 = l2;
    this.sides = new float[l1 == 0 ? 0 : context.parameters()];
  }

  /** Reads {@code l1} and {@code l2}. */
  static Optimizer around(Optimizer inner, Params params, OptimizerContext context) {
    float l1 = (float) params.real("l1", 0.0, 0.0, 1e3);
    float l2 = (float) params.real("l2", 0.0, 0.0, 1e3);
    return l1 == 0 && l2 == 0 ? inner : new Regularized(inner, l1, l2, context);
  }

  /** End of the part of {@code [from, to)} that is not biases; at least {@code from}. */
  static int beforeBiases(Segment segment, int from, int to) {
    return Math.max(from, Math.min(to, segment.to() - segment.biases()));
  }

  @Override
  public float[][] slots() {
    return inner.slots();
  }

  @Override
  public void begin(Segment segment) {
    inner.begin(segment);
  }

  @Override
  public void step(Segment segment, int from, int to, float rate, float scale) {
    float[] p = segment.values();
    float[] g = segment.gradient();
    int end = beforeBiases(segment, from, to);
    addL2(p, g, from, end, to, scale);
    if (l1 == 0) {
      inner.step(segment, from, to, rate, 1f);
    } else {
      noteSides(p, from, end);
      addL1(g, from, end);
      inner.step(segment, from, to, rate, 1f);
      stopAtZero(p, from, end);
      stayAtZero(p, g, from, end);
    }
  }

  private void addL2(float[] p, float[] g, int from, int end, int to, float scale) {
    float factor = l2;
    for (int i = from; i < end; i++) {
      g[i] = scale * g[i] + factor * p[i];
    }
    for (int i = end; i < to; i++) {
      g[i] = scale * g[i];
    }
  }

  // The loops below have no branches, since signs are unpredictable and a mispredicted branch per
  // parameter costs ten times the step, and are short, since the JIT vectorises only such.

  private void noteSides(float[] p, int from, int end) {
    float[] side = sides;
    for (int i = from; i < end; i++) {
      side[i] = Math.max(Math.min(p[i] * 1e38f, 1f), -1f);
    }
  }

  private void addL1(float[] g, int from, int end) {
    float[] side = sides;
    float slope = l1;
    for (int i = from; i < end; i++) {
      float atZero = 1 - Math.abs(side[i]);
      g[i] += side[i] * slope - atZero * Math.max(Math.min(g[i], slope), -slope);
    }
  }

  /** Ends at zero what would cross it; what comes from zero may go either way. */
  private void stopAtZero(float[] p, int from, int end) {
    float[] side = sides;
    for (int i = from; i < end; i++) {
      float reach = 1e30f * side[i];
      p[i] = Math.max(Math.min(p[i], reach + 1e30f), reach - 1e30f);
    }
  }

  /** Keeps at zero what nothing pulls away; adding 0 makes a negative zero positive. */
  private void stayAtZero(float[] p, float[] g, int from, int end) {
    float[] side = sides;
    for (int i = from; i < end; i++) {
      p[i] = p[i] * Math.max(Math.abs(side[i]), Math.min(Math.abs(g[i]) * 1e38f, 1f)) + 0f;
    }
  }

  @Override
  public void inherit(Segment segment, Optimizer other, Segment from) {
    Optimizer theirs = ((Regularized) other).inner;
    if (theirs.getClass() == inner.getClass()) {
      inner.inherit(segment, theirs, from);
    }
  }

  @Override
  public void save(SnapshotWriter out) {
    inner.save(out);
  }

  @Override
  public void restore(SnapshotReader in) {
    inner.restore(in);
  }
}
