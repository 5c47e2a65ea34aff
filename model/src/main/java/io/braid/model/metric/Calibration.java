package io.braid.model.metric;

import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import java.util.Arrays;

/**
 * Log loss, and per bin of predicted probability how much was predicted and how much came true: of
 * class 1 in a binary task, of the predicted class in a multiclass task.
 *
 * <p>Source of the expected calibration error: Naeini, Cooper and Hauskrecht, "Obtaining Well
 * Calibrated Probabilities Using Bayesian Binning", AAAI 2015: sum over bins of the bin's share
 * times |mean predicted - mean true|.
 */
final class Calibration implements Accumulator {
  /** Probabilities are clipped to this, so that one certain mistake costs 16.1, not infinity. */
  static final double LEAST = 1e-7;

  static final int BINS = 15;

  private double weight;
  private double logLoss;
  private final double[] claimed = new double[BINS];
  private final double[] cameTrue = new double[BINS];

  @Override
  public void add(Outcome outcome) {
    double w = outcome.weight;
    float[] prediction = outcome.prediction;
    double claim;
    double ofLabel;
    boolean truth;
    if (prediction.length == 1) {
      claim = prediction[0];
      truth = outcome.label == 1.0;
      ofLabel = truth ? claim : 1.0 - claim;
    } else {
      claim = prediction[(int) outcome.point];
      truth = outcome.label == outcome.point;
      ofLabel = prediction[(int) outcome.label];
    }
    weight += w;
    logLoss -= w * Math.log(Math.max(ofLabel, LEAST));
    int bin = Math.min((int) (claim * BINS), BINS - 1);
    claimed[bin] += w * claim;
    if (truth) {
      cameTrue[bin] += w;
    }
  }

  double logLoss() {
    return logLoss / weight;
  }

  double expectedCalibrationError() {
    double sum = 0.0;
    for (int b = 0; b < BINS; b++) {
      sum += Math.abs(claimed[b] - cameTrue[b]);
    }
    return sum / weight;
  }

  @Override
  public void merge(Accumulator other) {
    Calibration that = (Calibration) other;
    weight += that.weight;
    logLoss += that.logLoss;
    for (int b = 0; b < BINS; b++) {
      claimed[b] += that.claimed[b];
      cameTrue[b] += that.cameTrue[b];
    }
  }

  @Override
  public void scale(double factor) {
    weight *= factor;
    logLoss *= factor;
    for (int b = 0; b < BINS; b++) {
      claimed[b] *= factor;
      cameTrue[b] *= factor;
    }
  }

  @Override
  public void clear() {
    weight = 0.0;
    logLoss = 0.0;
    Arrays.fill(claimed, 0.0);
    Arrays.fill(cameTrue, 0.0);
  }

  @Override
  public void save(SnapshotWriter out) {
    out.putDouble(weight).putDouble(logLoss).putDoubles(claimed).putDoubles(cameTrue);
  }

  @Override
  public void restore(SnapshotReader in) {
    weight = in.getDouble();
    logLoss = in.getDouble();
    in.getDoubles(claimed);
    in.getDoubles(cameTrue);
  }
}
