package io.braid.model.learner;

import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;
import io.braid.model.metric.Outcome;

/**
 * The forecasts a task is compared with, from its earlier labels alone: the previous one, and their
 * weighted mean or, for classes, the heaviest so far (on a tie the one that was so first). Earlier
 * means tested earlier: with labels that come late the previous label may not have been known when
 * the prediction was made, so as a bar it is then higher than any forecaster could reach. Before
 * the first label a number's forecasts are 0, as a model's own first prediction is; of classes
 * there is no forecast then (NaN), and metrics leave the first label out on both sides of a
 * comparison.
 */
final class Baselines implements State {
  /** Weight by class; null for numbers. */
  private final double[] classWeights;

  private double previous;
  private double weight;

  /** Mean of a number's labels, or the heaviest class. */
  private double prior;

  /**
   * @param classes number of classes, or 0 for a number
   */
  Baselines(int classes) {
    classWeights = classes > 0 ? new double[classes] : null;
    previous = prior = classes > 0 ? Double.NaN : 0.0;
  }

  void describe(Outcome outcome) {
    outcome.previous = previous;
    outcome.prior = prior;
  }

  void add(double label, double labelWeight) {
    previous = label;
    weight += labelWeight;
    if (classWeights == null) {
      prior = weight == labelWeight ? label : prior + labelWeight / weight * (label - prior);
      return;
    }
    int c = (int) label;
    classWeights[c] += labelWeight;
    if (Double.isNaN(prior) || classWeights[c] > classWeights[(int) prior]) {
      prior = label;
    }
  }

  @Override
  public void save(SnapshotWriter out) {
    out.putDouble(previous).putDouble(weight).putDouble(prior);
    if (classWeights != null) {
      out.putDoubles(classWeights);
    }
  }

  @Override
  public void restore(SnapshotReader in) {
    previous = in.getDouble();
    weight = in.getDouble();
    prior = in.getDouble();
    if (classWeights != null) {
      in.getDoubles(classWeights);
    }
  }
}
