package io.braid.model.loss;

import io.braid.model.spec.Params;
import io.braid.model.spec.Task;
import java.util.Arrays;

/**
 * Cross entropy of a tagging task: that of {@link SoftmaxCrossEntropy} at each position, on one
 * logit per position and class, {@code z[t * classes + c]}; the mean over the positions that have a
 * tag. A position without one has no gradient.
 *
 * <p>Immutable.
 */
final class TagCrossEntropy implements Loss {
  private final SoftmaxCrossEntropy each;
  private final int positions;
  private final int classes;

  TagCrossEntropy(Params params, Task task) {
    each = new SoftmaxCrossEntropy(params, task);
    positions = task.label().positions();
    classes = each.outputs();
  }

  @Override
  public int outputs() {
    return positions * classes;
  }

  @Override
  public Scaling scaling() {
    return Scaling.NONE;
  }

  /** Of the first position alone. */
  @Override
  public double gradient(float[] z, int at, double label, float[] dz, int dzAt) {
    return each.gradient(z, at, label, dz, dzAt);
  }

  /** Of the first position alone. */
  @Override
  public double loss(float[] z, int at, double label) {
    return each.loss(z, at, label);
  }

  @Override
  public double gradient(float[] z, int at, double[] label, float[] dz, int dzAt) {
    int tags = tags(label);
    double sum = 0;
    Arrays.fill(dz, dzAt, dzAt + outputs(), 0f);
    for (int t = 0; t < positions; t++) {
      if (!Double.isNaN(label[t])) {
        int from = dzAt + t * classes;
        sum += each.gradient(z, at + t * classes, label[t], dz, from);
        for (int c = from; c < from + classes; c++) {
          dz[c] /= tags;
        }
      }
    }
    return sum / tags;
  }

  @Override
  public double loss(float[] z, int at, double[] label) {
    double sum = 0;
    for (int t = 0; t < positions; t++) {
      sum += Double.isNaN(label[t]) ? 0 : each.loss(z, at + t * classes, label[t]);
    }
    return sum / tags(label);
  }

  private int tags(double[] label) {
    int tags = 0;
    for (int t = 0; t < positions; t++) {
      tags += Double.isNaN(label[t]) ? 0 : 1;
    }
    return tags;
  }

  @Override
  public void link(float[] z, int at, float[] prediction) {
    for (int t = 0; t < positions; t++) {
      each.link(z, at + t * classes, prediction, t * classes);
    }
  }
}
