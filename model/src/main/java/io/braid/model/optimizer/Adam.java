package io.braid.model.optimizer;

import io.braid.model.data.Segment;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.kernel.OuterSteps;
import io.braid.model.spec.Params;
import java.util.Arrays;

/**
 * Adam (Kingma and Ba, "Adam: a method for stochastic optimization", 2015, algorithm 1):
 *
 * <pre>
 *   m <- b1 m + (1 - b1) g          v <- b2 v + (1 - b2) g^2
 *   p <- p - rate m / (1 - b1^t) / (sqrt(v / (1 - b2^t)) + epsilon)
 * </pre>
 *
 * The bias corrections are the same for all parameters of a segment, so they are folded into the
 * rate and epsilon: p <- p - [rate c / (1 - b1^t)] m / (sqrt(v) + epsilon c) with c = sqrt(1 -
 * b2^t).
 *
 * <p>t counts the steps of a segment, not of the model: the head of a task that is seldom labelled
 * does not age while it waits. The rows of a table share one count, and a row's moments stand still
 * while it is not touched ("lazy" Adam). So a row first touched when t is large gets no bias
 * correction of its own: its first move is (1 - b1) / sqrt(1 - b2) times the rate, 3.2 by default,
 * where a dense parameter's is 1.
 */
final class Adam implements Optimizer {
  private final double beta1;
  private final double beta2;
  private final double epsilon;
  private final float[][] slots;
  private final OuterSteps steps;

  /** b1^t and b2^t of every segment, 1 before its first step. */
  private final double[] power1;

  private final double[] power2;

  private float rateFactor;
  private float correctedEpsilon;

  Adam(Params params, OptimizerContext context) {
    beta1 = params.real("beta1", 0.9, 0.0, 0.9999);
    beta2 = params.real("beta2", 0.999, 0.0, 0.999999);
    epsilon = params.real("epsilon", 1e-8, 1e-20, 1.0);
    slots = new float[2][context.parameters()];
    steps = context.steps();
    power1 = new double[context.segments()];
    power2 = new double[context.segments()];
    Arrays.fill(power1, 1.0);
    Arrays.fill(power2, 1.0);
  }

  /**
   * The value, moved towards zero by 1e-30 and no further than zero; to anything above 1e-22 that
   * makes no difference. A moment that only decays (an input that stays zero, a dead unit) would
   * otherwise end among the subnormal numbers and stay there, and arithmetic on those is many times
   * slower on common processors.
   */
  static float settled(float value) {
    return value - Math.max(Math.min(value, 1e-30f), -1e-30f);
  }

  @Override
  public float[][] slots() {
    return slots;
  }

  @Override
  public void begin(Segment segment) {
    int s = segment.index();
    power1[s] = beta1 * power1[s];
    power2[s] = beta2 * power2[s];
    if (power1[s] < 1e-30) {
      power1[s] = 0;
    }
    if (power2[s] < 1e-30) {
      power2[s] = 0;
    }
    double correction = Math.sqrt(1 - power2[s]);
    rateFactor = (float) (correction / (1 - power1[s]));
    correctedEpsilon = (float) (epsilon * correction);
  }

  @Override
  public void step(Segment segment, int from, int to, float rate, float scale) {
    float[] p = segment.values();
    float[] g = segment.gradient();
    float[] m = slots[0];
    float[] v = slots[1];
    float b1 = (float) beta1;
    float b2 = (float) beta2;
    float a1 = (float) ((1 - beta1) * scale);
    float a2 = (float) ((1 - beta2) * scale * scale);
    float alpha = rate * rateFactor;
    float eps = correctedEpsilon;
    for (int i = from; i < to; i++) {
      float gradient = g[i];
      float first = settled(b1 * m[i] + a1 * gradient);
      float second = Math.max(b2 * v[i] + a2 * gradient * gradient - 1e-30f, 0f);
      m[i] = first;
      v[i] = second;
      p[i] -= alpha * first / ((float) Math.sqrt(second) + eps);
    }
  }

  @Override
  public boolean takesOuter() {
    return steps != null;
  }

  @Override
  public void stepOuter(Segment segment, float rate, float scale) {
    steps.adam(
        segment,
        slots[0],
        slots[1],
        (float) beta1,
        (float) beta2,
        (float) ((1 - beta1) * scale),
        (float) ((1 - beta2) * scale * scale),
        rate * rateFactor,
        correctedEpsilon);
  }

  @Override
  public void inherit(Segment segment, Optimizer other, Segment from) {
    Optimizer.super.inherit(segment, other, from);
    Adam same = (Adam) other;
    power1[segment.index()] = same.power1[from.index()];
    power2[segment.index()] = same.power2[from.index()];
  }

  @Override
  public void save(SnapshotWriter out) {
    out.tag("adam").putDoubles(power1).putDoubles(power2);
  }

  @Override
  public void restore(SnapshotReader in) {
    in.tag("adam");
    in.getDoubles(power1);
    in.getDoubles(power2);
  }
}
