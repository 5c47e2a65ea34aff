package io.braid.model.metric;

import io.braid.model.data.Prediction;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;

/**
 * Whether labels fell into their 90 % prediction intervals, and how wide these were. The interval
 * is that of a normal variable: the prediction plus and minus {@link Prediction#REACH_90} standard
 * deviations. Predictions without a deviation count for nothing.
 */
final class IntervalSums implements Accumulator {
  private double weight;
  private double covered;
  private double width;

  @Override
  public void add(Outcome outcome) {
    double reach = Prediction.REACH_90 * outcome.deviation;
    if (Double.isNaN(reach)) {
      return;
    }
    double w = outcome.weight;
    weight += w;
    width += w * 2 * reach;
    if (Math.abs(outcome.label - outcome.point) <= reach) {
      covered += w;
    }
  }

  double coverage() {
    return covered / weight;
  }

  double meanWidth() {
    return width / weight;
  }

  @Override
  public void merge(Accumulator other) {
    IntervalSums that = (IntervalSums) other;
    weight += that.weight;
    covered += that.covered;
    width += that.width;
  }

  @Override
  public void scale(double factor) {
    weight *= factor;
    covered *= factor;
    width *= factor;
  }

  @Override
  public void clear() {
    weight = 0.0;
    covered = 0.0;
    width = 0.0;
  }

  @Override
  public void save(SnapshotWriter out) {
    out.putDouble(weight).putDouble(covered).putDouble(width);
  }

  @Override
  public void restore(SnapshotReader in) {
    weight = in.getDouble();
    covered = in.getDouble();
    width = in.getDouble();
  }
}
