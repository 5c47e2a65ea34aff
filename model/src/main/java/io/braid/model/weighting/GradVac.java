package io.braid.model.weighting;

import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Params;

/**
 * Gradient vaccine (Wang et al., "Gradient vaccine: investigating and improving multi-task
 * optimization in massively multilingual models", ICLR 2021, algorithm 1): like PCGrad, but two
 * gradients are brought to the cosine t that is usual for their tasks, not just to one of 0. With c
 * their cosine,
 *
 * <pre>
 *   g_i &lt;- g_i + |g_i| (t sqrt(1 - c^2) - c sqrt(1 - t^2)) / (|g_j| sqrt(1 - t^2)) g_j   if c &lt; t
 * </pre>
 *
 * and t is the fading mean of the cosine of the gradients as they came; it moves when both tasks
 * have a label. It is cut at {@value #MOST}, as two gradients that always agree would bring it to 1
 * and the divisor to 0.
 */
final class GradVac extends Surgery {
  private static final double MOST = 0.99;

  private final double decay;
  private final int tasks;
  private final double[] usual;

  GradVac(Params params, WeightingContext context) {
    super(context);
    decay = params.real("decay", 0.01, 1e-6, 0.999);
    tasks = context.size();
    usual = new double[tasks * tasks];
  }

  @Override
  double correction(int taskI, int taskJ, double inner, double squareI, double squareJ) {
    double lengths = Math.sqrt(squareI) * Math.sqrt(squareJ);
    if (!(lengths > 0)) {
      return 0;
    }
    double c = Math.max(-1, Math.min(1, inner / lengths));
    double t = Math.max(-MOST, Math.min(MOST, usual[taskI * tasks + taskJ]));
    if (c >= t) {
      return 0;
    }
    double off = Math.sqrt(1 - t * t);
    return Math.sqrt(squareI) * (t * Math.sqrt(1 - c * c) - c * off) / (Math.sqrt(squareJ) * off);
  }

  @Override
  public void update(boolean[] active, double[] losses, TaskGradients gradients) {
    super.update(active, losses, gradients);
    for (int i = 0; i < tasks; i++) {
      for (int j = 0; j < i; j++) {
        if (active[i] && active[j]) {
          double lengths = Math.sqrt(gradients.inner(i, i)) * Math.sqrt(gradients.inner(j, j));
          if (lengths > 0) {
            double c = Math.max(-1, Math.min(1, gradients.inner(i, j) / lengths));
            usual[i * tasks + j] += decay * (c - usual[i * tasks + j]);
            usual[j * tasks + i] = usual[i * tasks + j];
          }
        }
      }
    }
  }

  @Override
  public void save(SnapshotWriter out) {
    super.save(out);
    out.putDoubles(usual);
  }

  @Override
  public void restore(SnapshotReader in) {
    super.restore(in);
    in.getDoubles(usual);
  }
}
