package io.braid.model.learner;

/**
 * What one task gains by being learned with the others: {@code 1 - L_shared / L_single}, with the
 * mean losses of the shared model and of a learner of that task alone over the same recent labels,
 * each predicted before it was learned. Losses are bounded ones: of classes the Brier score, of
 * numbers the squared error in units of what the single learner's has been of late, cut at the
 * square of {@value #CUT}. Immutable.
 *
 * @param value positive where sharing helps, negative where it hurts; NaN while the single learner
 *     has made no error
 * @param low end of the interval, which holds at all times at once; NaN with the value
 * @param high its other end
 * @param labels they are over
 * @param shared what the shared model counts for in what is emitted, in [0, 1]
 */
public record TransferGain(double value, double low, double high, long labels, double shared) {
  /** Beyond how many times its usual size the error of a number counts no more. */
  static final double CUT = 3;
}
