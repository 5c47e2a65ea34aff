package io.braid.model.optimizer;

import io.braid.model.data.Segment;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Params;
import java.util.Arrays;

/**
 * Adam whose rate is the estimated distance d to the solution, after Mishchenko and Defazio,
 * "Prodigy: an expeditiously adaptive parameter-free learner", 2023, algorithm 4 (number from
 * memory):
 *
 * <pre>
 *   m <- b1 m + (1 - b1) d g            v <- b2 v + (1 - b2) d^2 g^2
 *   r <- sqrt(b2) r + (1 - sqrt(b2)) d^2 g'(p_0 - p)
 *   s <- sqrt(b2) s + (1 - sqrt(b2)) d^2 g
 *   d <- max(d, r / |s|_1)              p <- p - d m / (sqrt(v) + d epsilon)
 * </pre>
 *
 * Estimated for each segment on its own, so that an absent task's segments keep d, r and s; of a
 * table r is shared by its rows and |s|_1 is that of the rows as they stand. {@code learning_rate}
 * is a factor on the move: 1 in the paper, 0.1 here unless given, as d never shrinks and a stream
 * has no end over which to average. b1 is 0 unless given: on streams whose neighbouring events
 * resemble each other momentum makes predictions worse, see {@link RmsProp}.
 */
final class Prodigy implements Optimizer {
  private final double beta1;
  private final double beta2;
  private final double epsilon;
  private final double root;
  private final float[][] slots;
  private final double[] distance;
  private final double[] correlation;

  /** Sum over a segment of |s|. */
  private final double[] size;

  Prodigy(Params params, OptimizerContext context) {
    beta1 = params.real("beta1", 0.0, 0.0, 0.9999);
    beta2 = params.real("beta2", 0.999, 0.5, 0.999999);
    epsilon = params.real("epsilon", 1e-8, 1e-20, 1.0);
    double initial = params.real("initial_distance", 1e-4, 1e-12, 1e3);
    root = Math.sqrt(beta2);
    slots = new float[4][context.parameters()];
    distance = new double[context.segments()];
    correlation = new double[context.segments()];
    size = new double[context.segments()];
    Arrays.fill(distance, initial);
  }

  /** m, v, s, and how far each parameter has come from its start. */
  @Override
  public float[][] slots() {
    return slots;
  }

  @Override
  public void begin(Segment segment) {
    correlation[segment.index()] *= root;
  }

  @Override
  public void step(Segment segment, int from, int to, float rate, float scale) {
    int k = segment.index();
    double d = distance[k];
    estimate(segment.gradient(), k, from, to, (float) ((1 - root) * d * d * scale));
    if (size[k] > 0) {
      distance[k] = Math.max(d, correlation[k] / size[k]);
    }
    move(segment, from, to, rate, (float) (d * scale), (float) distance[k]);
  }

  private void estimate(float[] g, int k, int from, int to, float factor) {
    float[] s = slots[2];
    float[] moved = slots[3];
    float keep = (float) root;
    double product = 0;
    double change = 0;
    for (int i = from; i < to; i++) {
      product -= (double) g[i] * moved[i];
      float next = Adam.settled(keep * s[i] + factor * g[i]);
      change += Math.abs(next) - Math.abs(s[i]);
      s[i] = next;
    }
    correlation[k] += factor * product;
    size[k] = Math.max(0.0, size[k] + change);
  }

  private void move(Segment segment, int from, int to, float rate, float scale, float d) {
    float[] p = segment.values();
    float[] g = segment.gradient();
    float[] m = slots[0];
    float[] v = slots[1];
    float[] moved = slots[3];
    float b1 = (float) beta1;
    float b2 = (float) beta2;
    float a1 = (float) ((1 - beta1) * scale);
    float a2 = (float) ((1 - beta2) * scale * scale);
    float alpha = rate * d;
    float eps = (float) (d * epsilon);
    for (int i = from; i < to; i++) {
      float gradient = g[i];
      float first = Adam.settled(b1 * m[i] + a1 * gradient);
      float second = Math.max(b2 * v[i] + a2 * gradient * gradient - 1e-30f, 0f);
      m[i] = first;
      v[i] = second;
      float move = alpha * first / ((float) Math.sqrt(second) + eps);
      p[i] -= move;
      moved[i] -= move;
    }
  }

  @Override
  public void inherit(Segment segment, Optimizer other, Segment from) {
    Optimizer.super.inherit(segment, other, from);
    Prodigy same = (Prodigy) other;
    distance[segment.index()] = same.distance[from.index()];
    correlation[segment.index()] = same.correlation[from.index()];
    size[segment.index()] = same.size[from.index()];
  }

  @Override
  public void save(SnapshotWriter out) {
    out.tag("prodigy").putDoubles(distance).putDoubles(correlation).putDoubles(size);
  }

  @Override
  public void restore(SnapshotReader in) {
    in.tag("prodigy");
    in.getDoubles(distance);
    in.getDoubles(correlation);
    in.getDoubles(size);
  }
}
