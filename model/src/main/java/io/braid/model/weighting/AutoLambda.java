package io.braid.model.weighting;

import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Params;
import io.braid.model.spec.SpecException;
import java.util.Arrays;

/**
 * Lets the primary tasks decide what each auxiliary task is worth, after Auto-Lambda (Liu et al.,
 * "Auto-Lambda: disentangling dynamic task relationships", TMLR 2022). There lambda descends the
 * primary tasks' validation loss after one look-ahead step: theta' = theta - eta sum lambda_k g_k
 * has d L(theta') / d lambda_k = -eta &lt;g_k, g'&gt; to first order, with g' the primary tasks'
 * gradient on validation data. On a stream the next event is the validation data, as yet unseen
 * when g_k was taken:
 *
 * <pre>  lambda_k &lt;- max(0, lambda_k + step_size cos(g_k(t-1), g(t)))</pre>
 *
 * A task of help to what comes next gains, one that pulls elsewhere is let go of. Primary tasks are
 * those not auxiliary; their weight is 1, and g sums their gradients.
 *
 * <p>g is the gradient by a shift of the representation common to all rows, the only one that two
 * events can compare. The inner product is divided by fading means of both lengths, so that the
 * step size means the same on every scale. t-1 is the last step in which task k had a label, and
 * lambda_k moves only in steps in which it has one and a primary task has one.
 */
final class AutoLambda implements GradientWeighting {
  private final double stepSize;
  private final double most;
  private final boolean[] auxiliary;
  private final double[] lambda;
  private final LossAverage lengths;
  private final LossAverage primaryLengths;
  private final float[][] last;
  private final float[] primary;
  private final float[] own;

  AutoLambda(Params params, WeightingContext context) {
    int count = context.size();
    stepSize = params.real("step_size", 0.01, 0.0, 1.0);
    double initial = params.real("initial", 0.1, 0.0, 100.0);
    most = params.real("limit", 10.0, 0.0, 1e6);
    double decay = params.real("decay", 0.02, 1e-6, 0.999);
    auxiliary = new boolean[count];
    for (int k = 0; k < count; k++) {
      auxiliary[k] = context.auxiliary().get(k);
    }
    if (!context.auxiliary().contains(true)) {
      throw new SpecException(
          params.path(),
          "auto_lambda weighs auxiliary tasks, but none is: mark at least one by 'auxiliary: true'");
    }
    lambda = new double[count];
    Arrays.fill(lambda, initial);
    lengths = new LossAverage(count, decay);
    primaryLengths = new LossAverage(count, decay);
    last = new float[count][context.width()];
    primary = new float[context.width()];
    own = new float[context.width()];
  }

  @Override
  public void weigh(boolean[] active, double[] losses, TaskGradients gradients, float[] weights) {
    for (int k = 0; k < weights.length; k++) {
      weights[k] = !active[k] ? 0f : auxiliary[k] ? (float) lambda[k] : 1f;
    }
  }

  @Override
  public void update(boolean[] active, double[] losses, TaskGradients gradients) {
    boolean known = sumPrimary(active, gradients);
    double square = TaskGradients.inner(primary, primary, primary.length);
    for (int k = 0; k < lambda.length; k++) {
      if (!active[k] || !auxiliary[k]) {
        continue;
      }
      if (known) {
        primaryLengths.add(k, Math.sqrt(square));
        double scale = lengths.mean(k) * primaryLengths.mean(k);
        if (lengths.seen(k) && scale > 0) {
          double inner = TaskGradients.inner(last[k], primary, primary.length);
          double step = stepSize * Math.max(-1, Math.min(1, inner / scale));
          lambda[k] = Math.max(0, Math.min(most, lambda[k] + step));
        }
      }
      gradients.sumRows(k, last[k]);
      lengths.add(k, Math.sqrt(TaskGradients.inner(last[k], last[k], last[k].length)));
    }
  }

  /** Sums the primary tasks' gradients; false if none has a label. */
  private boolean sumPrimary(boolean[] active, TaskGradients gradients) {
    boolean any = false;
    Arrays.fill(primary, 0f);
    for (int k = 0; k < lambda.length; k++) {
      if (active[k] && !auxiliary[k]) {
        any = true;
        gradients.sumRows(k, own);
        for (int c = 0; c < own.length; c++) {
          primary[c] += own[c];
        }
      }
    }
    return any;
  }

  @Override
  public void save(SnapshotWriter out) {
    out.putDoubles(lambda);
    lengths.save(out);
    primaryLengths.save(out);
    for (float[] gradient : last) {
      out.putFloats(gradient);
    }
  }

  @Override
  public void restore(SnapshotReader in) {
    in.getDoubles(lambda);
    lengths.restore(in);
    primaryLengths.restore(in);
    for (float[] gradient : last) {
      in.getFloats(gradient);
    }
  }
}
