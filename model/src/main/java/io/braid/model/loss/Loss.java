package io.braid.model.loss;

/**
 * Label and raw output to loss and gradient. Immutable. Raw outputs z are unbounded; {@link #link}
 * puts them on the scale of the labels.
 */
public interface Loss {

  /** How the learner scales labels before they reach the loss, and predictions after the link. */
  enum Scaling {
    /** Labels as they are. */
    NONE,
    /** Labels minus their running mean over their running standard deviation. */
    STANDARDIZED,
    /** Labels over their running mean, so that the rate starts near 1. */
    RELATIVE
  }

  /** Raw outputs per example. */
  int outputs();

  /** Values per example after the link. */
  default int predictions() {
    return outputs();
  }

  /** Which of the {@link #predictions} is the point prediction of a regression or count task. */
  default int point() {
    return 0;
  }

  /** How labels are scaled. */
  Scaling scaling();

  /**
   * The largest second derivative of the loss of an example of weight 1 in any direction of its raw
   * outputs, for heads that take Newton steps; NaN if there is no such bound.
   */
  default double curvature() {
    return Double.NaN;
  }

  /**
   * Loss of one example, and its gradient with respect to the raw outputs.
   *
   * @param z raw outputs, {@code z[at .. at + outputs())}
   * @param label the scaled label
   * @param dz receives the gradient at {@code dz[dzAt .. dzAt + outputs())}
   * @return the loss, non-negative up to a constant of the loss
   */
  double gradient(float[] z, int at, double label, float[] dz, int dzAt);

  /** Loss of one example. */
  double loss(float[] z, int at, double label);

  /**
   * {@link #gradient(float[], int, double, float[], int)} of a label of any number of values, which
   * a loss for labels of several values overrides.
   *
   * @param label the scaled values, from 0 on
   */
  default double gradient(float[] z, int at, double[] label, float[] dz, int dzAt) {
    return gradient(z, at, label[0], dz, dzAt);
  }

  /** {@link #loss(float[], int, double)} of a label of any number of values. */
  default double loss(float[] z, int at, double[] label) {
    return loss(z, at, label[0]);
  }

  /** Raw outputs to the (scaled) label's scale: probabilities, expected values or quantiles. */
  void link(float[] z, int at, float[] prediction);
}
