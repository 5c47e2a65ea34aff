package io.braid.model.loss;

import io.braid.model.spec.Params;
import io.braid.model.spec.Task;

/**
 * Half the squared error on standardised labels: the negative log likelihood of a normal variable
 * with unit variance, up to a constant. Its minimiser is the mean.
 *
 * <pre>
 *   L = (z - y)^2 / 2      dL/dz = z - y
 * </pre>
 *
 * <p>Immutable.
 */
final class SquaredError implements Loss {

  SquaredError(Params params, Task task) {}

  @Override
  public int outputs() {
    return 1;
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
  public void link(float[] z, int at, float[] prediction) {
    prediction[0] = z[at];
  }
}
