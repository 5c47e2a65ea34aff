package io.braid.model.loss;

import io.braid.model.spec.Params;
import io.braid.model.spec.Task;

/**
 * Log loss of a binary task on one logit z, the negative log likelihood of a Bernoulli variable
 * with probability p = 1 / (1 + e^-z).
 *
 * <p>With smoothing s the target of label y is t = (1 - s) y + s / 2; with positive weight c the
 * weight of an example is w = c for label 1 and 1 for label 0:
 *
 * <pre>
 *   L = w (log(1 + e^z) - t z)      dL/dz = w (p - t)
 * </pre>
 *
 * log(1 + e^z) is computed as max(z, 0) + log(1 + e^-|z|), which neither overflows nor cancels. A
 * positive weight other than 1 shifts the predicted probability: it is that of a stream in which
 * positives are c times as frequent.
 *
 * <p>Without state, but remembers its last exponential: not thread-safe.
 */
final class LogLoss implements Loss {
  private final double smoothing;
  private final double positiveWeight;

  // A prediction and the step that learns from it ask for the same one.
  private float lastLogit;
  private double lastExponential = 1.0;

  LogLoss(Params params, Task task) {
    smoothing = params.real("label_smoothing", 0.0, 0.0, 0.9);
    positiveWeight = params.real("positive_weight", 1.0, 1e-6, 1e6);
  }

  @Override
  public int outputs() {
    return 1;
  }

  @Override
  public Scaling scaling() {
    return Scaling.NONE;
  }

  @Override
  public double curvature() {
    return 0.25 * Math.max(1.0, positiveWeight);
  }

  @Override
  public double gradient(float[] z, int at, double label, float[] dz, int dzAt) {
    double logit = z[at];
    double e = exponential(z[at]);
    dz[dzAt] = (float) (weight(label) * (sigmoid(logit, e) - target(label)));
    return loss(logit, e, label);
  }

  @Override
  public double loss(float[] z, int at, double label) {
    return loss(z[at], exponential(z[at]), label);
  }

  /**
   * @param e {@code exp(-|logit|)}
   */
  private double loss(double logit, double e, double label) {
    double t = target(label);
    // max(z, 0) - t z, without the difference of two large numbers.
    double linear = logit > 0 ? (1 - t) * logit : -t * logit;
    return weight(label) * (linear + Softplus.logOnePlus(e));
  }

  @Override
  public void link(float[] z, int at, float[] prediction) {
    prediction[0] = (float) sigmoid(z[at], exponential(z[at]));
  }

  /** {@code exp(-|logit|)}. */
  private double exponential(float logit) {
    if (logit != lastLogit) {
      lastLogit = logit;
      lastExponential = Math.exp(-Math.abs((double) logit));
    }
    return lastExponential;
  }

  private double target(double label) {
    return (1 - smoothing) * label + 0.5 * smoothing;
  }

  private double weight(double label) {
    return label > 0.5 ? positiveWeight : 1.0;
  }

  private static double sigmoid(double z, double e) {
    return (z >= 0 ? 1.0 : e) / (1.0 + e);
  }
}
