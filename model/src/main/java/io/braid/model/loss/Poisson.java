package io.braid.model.loss;

import io.braid.model.spec.Params;
import io.braid.model.spec.Task;

/**
 * Half the Poisson deviance on a log rate z, for counts relative to their running mean. It is the
 * negative log likelihood minus its smallest possible value, so unlike the bare likelihood it is
 * never negative, which loss-based task weightings rely on. Its minimiser is the mean.
 *
 * <pre>
 *   L = e^z - y z + y log y - y      dL/dz = e^z - y
 * </pre>
 *
 * Rates end at e^15 times the mean: beyond, the loss goes on along its tangent (convex, once
 * differentiable, finite for every z), and labels above are taken as that. The link also keeps the
 * rate at or above e^-15, so that its logarithm is finite.
 *
 * <p>Immutable.
 */
final class Poisson implements Loss {
  private static final double MAX_LOG_RATE = 15.0;
  private static final double MAX_RATE = Math.exp(MAX_LOG_RATE);

  Poisson(Params params, Task task) {}

  @Override
  public int outputs() {
    return 1;
  }

  @Override
  public Scaling scaling() {
    return Scaling.RELATIVE;
  }

  @Override
  public double gradient(float[] z, int at, double label, float[] dz, int dzAt) {
    double count = Math.min(label, MAX_RATE);
    double rate = Math.exp(Math.min(z[at], MAX_LOG_RATE));
    dz[dzAt] = (float) (rate - count);
    return loss(z[at], rate, count);
  }

  @Override
  public double loss(float[] z, int at, double label) {
    return loss(z[at], Math.exp(Math.min(z[at], MAX_LOG_RATE)), Math.min(label, MAX_RATE));
  }

  private static double loss(double z, double rate, double count) {
    double beyond = Math.max(0.0, z - MAX_LOG_RATE);
    double least = count > 0 ? count * Math.log(count) - count : 0.0;
    // Rounding can take the minimum a little below zero.
    return Math.max(0.0, rate * (1 + beyond) - count * z + least);
  }

  @Override
  public void link(float[] z, int at, float[] prediction) {
    double logRate = Math.max(-MAX_LOG_RATE, Math.min(MAX_LOG_RATE, z[at]));
    prediction[0] = (float) Math.exp(logRate);
  }
}
