package io.braid.model.loss;

import io.braid.model.spec.Params;
import io.braid.model.spec.SpecException;
import io.braid.model.spec.Task;
import java.util.Arrays;
import java.util.List;

/**
 * Cross entropy of a multiclass task on one logit per class, p = softmax(z).
 *
 * <p>With smoothing s over K classes the target of label y is t_k = (1 - s) [k = y] + s / K
 * (Szegedy et al., "Rethinking the Inception architecture", 2016, section 7); class weights w scale
 * the examples of a class:
 *
 * <pre>
 *   L = w_y (log sum_k e^z_k - sum_k t_k z_k)      dL/dz_k = w_y (p_k - t_k)
 * </pre>
 *
 * Everything is computed relative to the largest logit, so nothing overflows.
 *
 * <p>Immutable.
 */
final class SoftmaxCrossEntropy implements Loss {
  private final int classes;
  private final double smoothing;
  private final double[] classWeights;

  SoftmaxCrossEntropy(Params params, Task task) {
    classes = task.classes().size();
    if (classes < 2) {
      throw new SpecException(
          params.path(),
          "task '%s' has %d classes, must have at least 2".formatted(task.name(), classes));
    }
    smoothing = params.real("label_smoothing", 0.0, 0.0, 0.9);
    List<Double> weights = params.reals("class_weights", List.of(), 1e-6, 1e6);
    if (!weights.isEmpty() && weights.size() != classes) {
      throw new SpecException(
          params.path("class_weights"),
          "%d values are not allowed, must be one per class of %s"
              .formatted(weights.size(), task.classes()));
    }
    classWeights = new double[classes];
    Arrays.fill(classWeights, 1.0);
    for (int k = 0; k < weights.size(); k++) {
      classWeights[k] = weights.get(k);
    }
  }

  @Override
  public int outputs() {
    return classes;
  }

  @Override
  public Scaling scaling() {
    return Scaling.NONE;
  }

  /**
   * Half the largest class weight: diag(p) - pp' is at most (I - 11'/K) / 2 (Böhning, "Multinomial
   * logistic regression algorithm", 1992).
   */
  @Override
  public double curvature() {
    double largest = 0;
    for (double weight : classWeights) {
      largest = Math.max(largest, weight);
    }
    return 0.5 * largest;
  }

  @Override
  public double gradient(float[] z, int at, double label, float[] dz, int dzAt) {
    int y = (int) label;
    double max = max(z, at);
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      double e = Math.exp(z[at + k] - max);
      dz[dzAt + k] = (float) e;
      sum += e;
    }
    double w = classWeights[y];
    double share = w / sum;
    double rest = w * smoothing / classes;
    for (int k = 0; k < classes; k++) {
      dz[dzAt + k] = (float) (dz[dzAt + k] * share - rest);
    }
    // The label's own entry again in double: p - t cancels where the model is already right.
    double own = share * Math.exp(z[at + y] - max) - rest - w * (1 - smoothing);
    dz[dzAt + y] = (float) own;
    return loss(z, at, y, max, sum);
  }

  @Override
  public double loss(float[] z, int at, double label) {
    double max = max(z, at);
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      sum += Math.exp(z[at + k] - max);
    }
    return loss(z, at, (int) label, max, sum);
  }

  private double loss(float[] z, int at, int y, double max, double sum) {
    double below = 0;
    for (int k = 0; k < classes; k++) {
      below += max - z[at + k];
    }
    double linear = (1 - smoothing) * (max - z[at + y]) + smoothing * below / classes;
    return classWeights[y] * (linear + Math.log(sum));
  }

  @Override
  public void link(float[] z, int at, float[] prediction) {
    link(z, at, prediction, 0);
  }

  /** {@link #link(float[], int, float[])} to a place in an array. */
  void link(float[] z, int at, float[] prediction, int to) {
    double max = max(z, at);
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      double e = Math.exp(z[at + k] - max);
      prediction[to + k] = (float) e;
      sum += e;
    }
    double share = 1.0 / sum;
    for (int k = 0; k < classes; k++) {
      prediction[to + k] = (float) (prediction[to + k] * share);
    }
  }

  private double max(float[] z, int at) {
    float max = z[at];
    for (int k = 1; k < classes; k++) {
      max = Math.max(max, z[at + k]);
    }
    return max;
  }
}
