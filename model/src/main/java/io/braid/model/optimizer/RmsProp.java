package io.braid.model.optimizer;

import io.braid.model.data.Segment;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.kernel.OuterSteps;
import io.braid.model.spec.Params;
import java.util.Arrays;

/**
 * RMSProp (Tieleman and Hinton, "Neural networks for machine learning", lecture 6.5, 2012), with
 * the bias correction of Adam:
 *
 * <pre>
 *   v <- b v + (1 - b) g^2
 *   p <- p - rate g / (sqrt(v / (1 - b^t)) + epsilon)
 * </pre>
 *
 * That is Adam without momentum. On streams whose neighbouring events resemble each other, momentum
 * repeats what the last events said and makes predictions worse; this is why it is the default. The
 * correction is folded into the rate and epsilon, and t counts the steps of a segment, as in {@link
 * Adam}.
 */
final class RmsProp implements Optimizer {
  private final double decay;
  private final double epsilon;
  private final float[][] slots;
  private final OuterSteps steps;

  /** b^t of every segment, 1 before its first step. */
  private final double[] power;

  private float rateFactor;

  RmsProp(Params params, OptimizerContext context) {
    decay = params.real("decay", 0.99, 0.0, 0.999999);
    epsilon = params.real("epsilon", 1e-8, 1e-20, 1.0);
    slots = new float[1][context.parameters()];
    steps = context.steps();
    power = new double[context.segments()];
    Arrays.fill(power, 1.0);
  }

  @Override
  public float[][] slots() {
    return slots;
  }

  @Override
  public void begin(Segment segment) {
    int s = segment.index();
    power[s] = decay * power[s];
    if (power[s] < 1e-30) {
      power[s] = 0;
    }
    rateFactor = (float) Math.sqrt(1 - power[s]);
  }

  @Override
  public void step(Segment segment, int from, int to, float rate, float scale) {
    float[] p = segment.values();
    float[] g = segment.gradient();
    float[] v = slots[0];
    float b = (float) decay;
    float a = (float) ((1 - decay) * scale * scale);
    float alpha = rate * rateFactor * scale;
    float eps = (float) epsilon * rateFactor;
    for (int i = from; i < to; i++) {
      float gradient = g[i];
      // Kept off the subnormal numbers, as in Adam.
      float square = Math.max(b * v[i] + a * gradient * gradient - 1e-30f, 0f);
      v[i] = square;
      p[i] -= alpha * gradient / ((float) Math.sqrt(square) + eps);
    }
  }

  @Override
  public boolean takesOuter() {
    return steps != null;
  }

  @Override
  public void stepOuter(Segment segment, float rate, float scale) {
    steps.rmsProp(
        segment,
        slots[0],
        (float) decay,
        (float) ((1 - decay) * scale * scale),
        rate * rateFactor * scale,
        (float) epsilon * rateFactor);
  }

  @Override
  public void inherit(Segment segment, Optimizer other, Segment from) {
    Optimizer.super.inherit(segment, other, from);
    RmsProp same = (RmsProp) other;
    power[segment.index()] = same.power[from.index()];
  }

  @Override
  public void save(SnapshotWriter out) {
    out.tag("rmsprop").putDoubles(power);
  }

  @Override
  public void restore(SnapshotReader in) {
    in.tag("rmsprop");
    in.getDoubles(power);
  }
}
