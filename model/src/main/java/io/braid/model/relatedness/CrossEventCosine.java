package io.braid.model.relatedness;

import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Params;
import io.braid.model.weighting.TaskGradients;
import java.util.Arrays;

/**
 * Whether a step for one task would have helped another at a later event: the fading mean of
 *
 * <pre>  cos(g_i(t'), g_j(t)),     t' the last measured step before t in which i had a label</pre>
 *
 * with g_k the gradient by a shift of the representation common to all rows, the only one that two
 * events have in common. Noise that two labels of one event share is not in it, and it needs no
 * event that has labels of both tasks. (The product of gradients of different batches is what
 * decides whether a step generalises from one task to another: Nichol, Achiam and Schulman, "On
 * first-order meta-learning algorithms", 2018, section 5.1; here between tasks, after the streaming
 * form of Auto-Lambda in {@code weighting/AutoLambda}.) A task with itself is measured as well: by
 * how much it agrees with its own past.
 */
final class CrossEventCosine implements Measure {
  private final FadingPairs pairs;
  private final boolean[] known;

  /** Length of the last gradient per task. */
  private final double[] lengths;

  private final float[][] last;
  private final float[][] now;

  CrossEventCosine(Params params, MeasureContext context) {
    context.requireRepresentation(params, "cross_event_cosine");
    pairs = new FadingPairs(params, context.tasks(), false);
    known = new boolean[context.tasks()];
    lengths = new double[context.tasks()];
    last = new float[context.tasks()][context.width()];
    now = new float[context.tasks()][context.width()];
  }

  @Override
  public void observe(Observed step) {
    for (int j = 0; j < known.length; j++) {
      if (step.active[j]) {
        step.gradients.sumRows(j, now[j]);
        double length = length(now[j]);
        for (int i = 0; i < known.length; i++) {
          if (known[i]) {
            double inner = TaskGradients.inner(last[i], now[j], now[j].length);
            pairs.add(i, j, Cosine.of(inner, lengths[i] * length));
          }
        }
      }
    }
    for (int j = 0; j < known.length; j++) {
      if (step.active[j]) {
        float[] older = last[j];
        last[j] = now[j];
        now[j] = older;
        lengths[j] = length(last[j]);
        known[j] = true;
      }
    }
  }

  private static double length(float[] gradient) {
    return Math.sqrt(TaskGradients.inner(gradient, gradient, gradient.length));
  }

  @Override
  public double value(int i, int j) {
    return pairs.mean(i, j);
  }

  @Override
  public double standardError(int i, int j) {
    return pairs.standardError(i, j);
  }

  @Override
  public void save(SnapshotWriter out) {
    pairs.save(out);
    out.putBooleans(known);
    for (float[] gradient : last) {
      out.putFloats(gradient);
    }
  }

  @Override
  public void restore(SnapshotReader in) {
    pairs.restore(in);
    in.getBooleans(known);
    Arrays.fill(lengths, 0);
    for (int k = 0; k < last.length; k++) {
      in.getFloats(last[k]);
      lengths[k] = length(last[k]);
    }
  }
}
