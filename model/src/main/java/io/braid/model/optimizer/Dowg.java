package io.braid.model.optimizer;

import io.braid.model.data.Segment;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Params;
import java.util.Arrays;

/**
 * Distance over weighted gradients (Khaled, Mishchenko and Jin, "DoWG unleashed: an efficient
 * universal parameter-free gradient descent method", NeurIPS 2023, algorithm 1):
 *
 * <pre>
 *   r <- max(r, |p - p_0|)      v <- v + r^2 |g|^2      p <- p - r^2 g / sqrt(v)
 * </pre>
 *
 * Distances and norms are those of a segment rather than of the whole model: an absent task's
 * segments keep theirs, and layers with gradients of different size each find their own rate. The
 * range of a step being all of a dense segment, its norms are exact; of a table each touched row is
 * one such step, with r and v shared by all rows. {@code learning_rate} is a factor on the step, 1
 * as in the paper.
 */
final class Dowg implements Optimizer {
  private final float[][] slots;
  private final double[] reach;
  private final double[] sum;

  Dowg(Params params, OptimizerContext context) {
    double initial = params.real("initial_distance", 1e-3, 1e-12, 1e3);
    slots = new float[1][context.parameters()];
    reach = new double[context.segments()];
    sum = new double[context.segments()];
    Arrays.fill(reach, initial);
  }

  /** How far each parameter has come from its start. */
  @Override
  public float[][] slots() {
    return slots;
  }

  @Override
  public void begin(Segment segment) {}

  @Override
  public void step(Segment segment, int from, int to, float rate, float scale) {
    float[] p = segment.values();
    float[] g = segment.gradient();
    float[] moved = slots[0];
    int s = segment.index();
    double distance = 0;
    double norm = 0;
    for (int i = from; i < to; i++) {
      distance += (double) moved[i] * moved[i];
      norm += (double) g[i] * g[i];
    }
    double r = Math.max(reach[s], Math.sqrt(distance));
    reach[s] = r;
    sum[s] += r * r * norm * scale * scale;
    if (!(sum[s] > 0)) {
      return;
    }
    float step = (float) (rate * scale * r * r / Math.sqrt(sum[s]));
    for (int i = from; i < to; i++) {
      float move = step * g[i];
      p[i] -= move;
      moved[i] -= move;
    }
  }

  @Override
  public void inherit(Segment segment, Optimizer other, Segment from) {
    Optimizer.super.inherit(segment, other, from);
    Dowg same = (Dowg) other;
    reach[segment.index()] = same.reach[from.index()];
    sum[segment.index()] = same.sum[from.index()];
  }

  @Override
  public void save(SnapshotWriter out) {
    out.tag("dowg").putDoubles(reach).putDoubles(sum);
  }

  @Override
  public void restore(SnapshotReader in) {
    in.tag("dowg");
    in.getDoubles(reach);
    in.getDoubles(sum);
  }
}
