package io.braid.model.loss;

import io.braid.model.spec.Params;
import io.braid.model.spec.Task;

/**
 * Half the squared error on standardised labels: the negative log likelihood of a normal variable
 * with unit variance, up to a constant. Its minimiser is the mean. Of a label of several values the
 * sum over them.
 *
 * <pre>
 *   L = (z - y)^2 / 2      dL/dz = z - y
 * </pre>
 *
 * <p>Immutable.
 */
final class SquaredError implements Loss {
  private final int values;

  SquaredError(Params params, Task task) {
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

  @Override
  public double gradient(float[] z, int at, double label, float[] dz, int dzAt) {
    dz[dzAt] = (float) (z[at] - label);
    return loss(z, at, label);
  }

  @Override
  public double loss(float[] z, int at, double label) {
    double error = z[at] - label;
    return 0.5 * error * error;
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
