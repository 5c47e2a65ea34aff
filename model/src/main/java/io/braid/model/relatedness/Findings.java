package io.braid.model.relatedness;

/**
 * One measure as actions read it: a number per pair, in both directions the same. Where a measure
 * tells the directions apart this is their mean, with the mean of their standard errors, which
 * bounds that of the mean.
 */
final class Findings {
  private final Measure measure;

  Findings(Measure measure) {
    this.measure = measure;
  }

  /** How related two different tasks are, in [-1, 1]; NaN if unknown. */
  double value(int i, int j) {
    return (measure.value(i, j) + measure.value(j, i)) / 2;
  }

  /**
   * What there is at least on the way from 0 to the value: 0 if it may be chance; NaN if unknown.
   */
  double certain(int i, int j, double sureness) {
    double value = value(i, j);
    double certain = Math.abs(value) - sureness * error(i, j);
    return Double.isNaN(certain) ? certain : Math.signum(value) * Math.max(0, certain);
  }

  /** The value plus so many standard errors; NaN if unknown. */
  double upper(int i, int j, double sureness) {
    return value(i, j) + sureness * error(i, j);
  }

  private double error(int i, int j) {
    return (measure.standardError(i, j) + measure.standardError(j, i)) / 2;
  }
}
