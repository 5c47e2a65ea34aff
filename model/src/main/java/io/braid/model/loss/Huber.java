package io.braid.model.loss;

import io.braid.model.spec.Params;
import io.braid.model.spec.Task;

/**
 * Huber's loss on standardised labels (Huber, "Robust estimation of a location parameter", 1964):
 * squared within {@code delta} standard deviations, linear beyond, so that one outlier's gradient
 * is at most delta. With e = z - y:
 *
 * <pre>
 *   L = e^2 / 2                    where |e| <= delta
 *       delta (|e| - delta / 2)    elsewhere
 *   dL/dz = e, clipped to [-delta, delta]
 * </pre>
 *
 * <p>Immutable.
 */
final class Huber implements Loss {
  private final double delta;

  Huber(Params params, Task task) {
    delta = params.real("delta", 1.0, 1e-3, 1e3);
  }

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
    dz[dzAt] = (float) Math.max(-delta, Math.min(delta, z[at] - label));
    return loss(z, at, label);
  }

  @Override
  public double loss(float[] z, int at, double label) {
    double error = Math.abs(z[at] - label);
    return error <= delta ? 0.5 * error * error : delta * (error - 0.5 * delta);
  }

  @Override
  public void link(float[] z, int at, float[] prediction) {
    prediction[0] = z[at];
  }
}
