package io.braid.model.metric;

import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;

/**
 * Poisson deviance of counts y from predicted means m: 2 (y ln(y/m) - (y - m)), twice the
 * log-likelihood lost against a model that predicts every count exactly (McCullagh and Nelder,
 * "Generalized Linear Models", 1989). Means are clipped to 1e-9 from below.
 */
final class DevianceSums implements Accumulator {
  static final double LEAST = 1e-9;

  private double weight;
  private double deviance;

  @Override
  public void add(Outcome outcome) {
    weight += outcome.weight;
    deviance += outcome.weight * deviance(outcome);
  }

  /** Deviance of one outcome. */
  static double deviance(Outcome outcome) {
    double y = outcome.label;
    double m = Math.max(outcome.point, LEAST);
    return 2.0 * ((y > 0.0 ? y * Math.log(y / m) : 0.0) - (y - m));
  }

  double mean() {
    return deviance / weight;
  }

  @Override
  public void merge(Accumulator other) {
    DevianceSums that = (DevianceSums) other;
    weight += that.weight;
    deviance += that.deviance;
  }

  @Override
  public void scale(double factor) {
    weight *= factor;
    deviance *= factor;
  }

  @Override
  public void clear() {
    weight = 0.0;
    deviance = 0.0;
  }

  @Override
  public void save(SnapshotWriter out) {
    out.putDouble(weight).putDouble(deviance);
  }

  @Override
  public void restore(SnapshotReader in) {
    weight = in.getDouble();
    deviance = in.getDouble();
  }
}
