package io.braid.model.learner;

import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;
import io.braid.model.metric.Outcome;
import java.util.Arrays;

/**
 * The weighted mean of a task's earlier labels, value by value, which its predictions are compared
 * with. Before the first label there is none (NaN), and metrics leave that label out.
 */
final class ValueMeans implements State {
  private final double[] means;
  private double weight;

  ValueMeans(int values) {
    means = new double[values];
    Arrays.fill(means, Double.NaN);
  }

  void describe(Outcome outcome) {
    outcome.priorValues = means;
  }

  /** Takes in a label that has been tested. */
  void add(Outcome outcome) {
    boolean first = weight == 0;
    weight += outcome.weight;
    for (int v = 0; v < means.length; v++) {
      double label = outcome.values[outcome.valuesAt + v];
      means[v] = first ? label : means[v] + outcome.weight / weight * (label - means[v]);
    }
  }

  @Override
  public void save(SnapshotWriter out) {
    out.putDoubles(means).putDouble(weight);
  }

  @Override
  public void restore(SnapshotReader in) {
    in.getDoubles(means);
    weight = in.getDouble();
  }
}
