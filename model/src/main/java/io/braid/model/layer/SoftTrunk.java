package io.braid.model.layer;

import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Params;
import java.util.Arrays;

/**
 * A trunk per task, held close to their mean: every layer's parameters are {@code w_k = w0 + v_k},
 * and a task with a label in the step adds {@code strength / 2 |v_k|^2} to the loss (Evgeniou and
 * Pontil, "Regularized multi-task learning", KDD 2004, there for linear machines).
 *
 * <p>That is the penalty {@code strength / 2 sum_k |w_k - mean|^2}: nothing else holds w0, and of
 * all w0 the mean of the w_k makes {@code sum_k |w_k - w0|^2} smallest. With w0 explicit a step
 * costs what its own tasks cost rather than a mean over all of them, and a task whose labels are
 * rare follows the others through w0 while its own v_k rests.
 *
 * <p>The strength is relative to the loss of one labelled event, whatever the rate of events: where
 * the gradients of a task's events cancel the penalty's on average, the two balance. A strength of
 * 0 leaves w0 and v_k free; a large one is hard sharing.
 *
 * <p>There is one mean, so of strengths per pair a task has the mean over its partners: one that is
 * related to few others is free to leave the mean.
 */
final class SoftTrunk extends DeviationTrunk implements Relatable {
  /** {@code strengths[i * tasks + j]}, symmetric; all the same to start with. */
  private final float[] strengths;

  /** Means of the rows of {@link #strengths}, without the diagonal. */
  private final float[] own;

  SoftTrunk(Params params, TrunkContext context) {
    super(Hidden.read(params), 0, context);
    float strength = (float) params.real("strength", 0.003, 0, 1e6);
    strengths = new float[tasks() * tasks()];
    own = new float[tasks()];
    Arrays.fill(strengths, strength);
    Arrays.fill(own, strength);
  }

  @Override
  void penalize(boolean[] active) {
    for (Deviations layer : layers) {
      for (int k = 0; k < active.length; k++) {
        if (active[k] && own[k] > 0) {
          Penalty.ridge(layer.own(k), own[k]);
        }
      }
    }
  }

  @Override
  public void relate(int i, int j, float strength) {
    Relatable.check(i, j, strength);
    strengths[i * tasks() + j] = strength;
    strengths[j * tasks() + i] = strength;
    own[i] = mean(i);
    own[j] = mean(j);
  }

  private float mean(int task) {
    double sum = 0;
    for (int j = 0; j < tasks(); j++) {
      sum += j == task ? 0 : strengths[task * tasks() + j];
    }
    return (float) (sum / (tasks() - 1));
  }

  @Override
  public float strength(int i, int j) {
    return strengths[i * tasks() + j];
  }

  @Override
  public void save(SnapshotWriter out) {
    super.save(out);
    out.tag("strengths").putFloats(strengths).putFloats(own);
  }

  @Override
  public void restore(SnapshotReader in) {
    super.restore(in);
    in.tag("strengths").getFloats(strengths);
    in.getFloats(own);
  }
}
