package io.braid.model.loss;

import io.braid.model.spec.Params;
import io.braid.model.spec.Task;

/**
 * Smooth L1 loss of a box on standardised numbers (Girshick, "Fast R-CNN", ICCV 2015, equations 2
 * and 3): the sum over x, y, width and height of
 *
 * <pre>
 *   e^2 / 2      where |e| < 1,   e = z - y
 *   |e| - 1/2    elsewhere
 * </pre>
 *
 * so that a box which is far off pulls no harder than one which is off by a standard deviation.
 *
 * <p>Immutable.
 */
final class SmoothL1 implements Loss {
  private final int values;

  SmoothL1(Params params, Task task) {
    values = task.labelValues();
  }

  @Override
  public int outputs() {
    return values;
  }

  @Override
  public Scaling scaling() {
    return Scaling.STANDARDIZED;
  }

  @Override
  public double curvature() {
    return 1.0;
  }

  /** Of the first of the box's numbers alone. */
  @Override
  public double gradient(float[] z, int at, double label, float[] dz, int dzAt) {
    dz[dzAt] = (float) Math.max(-1.0, Math.min(1.0, z[at] - label));
    return loss(z, at, label);
  }

  /** Of the first of the box's numbers alone. */
  @Override
  public double loss(float[] z, int at, double label) {
    double error = Math.abs(z[at] - label);
    return error < 1.0 ? 0.5 * error * error : error - 0.5;
  }

  @Override
  public double gradient(float[] z, int at, double[] label, float[] dz, int dzAt) {
    double sum = 0;
    for (int v = 0; v < values; v++) {
      sum += gradient(z, at + v, label[v], dz, dzAt + v);
    }
    return sum;
  }

  @Override
  public double loss(float[] z, int at, double[] label) {
    double sum = 0;
    for (int v = 0; v < values; v++) {
      sum += loss(z, at + v, label[v]);
    }
    return sum;
  }

  @Override
  public void link(float[] z, int at, float[] prediction) {
    System.arraycopy(z, at, prediction, 0, values);
  }
}
