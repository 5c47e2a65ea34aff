package io.braid.bench.peer;

import io.braid.bench.Shape;
import io.braid.model.data.Prediction;
import io.braid.model.data.Row;
import io.braid.model.learner.Prequential;

/**
 * Braid as a library, from raw values: running standardisation, encoding, prediction and update;
 * with or without its metrics and drift detection, which peers do not have.
 */
final class BraidLearner implements PeerLearner {
  private final Prequential prequential;
  private final boolean evaluated;
  private final Row row;
  private Prediction said;

  BraidLearner(String shape, int features, boolean evaluated) {
    this.evaluated = evaluated;
    prequential = new Prequential(Shape.of(shape + " tasks=1 features=" + features).pipeline());
    row = new Row(features, 1);
  }

  @Override
  public double predict(double[] x) {
    System.arraycopy(x, 0, row.numbers, 0, x.length);
    said = prequential.predict(row);
    return said.outputs[0][0];
  }

  @Override
  public void learn(double[] x, double label) {
    prequential.example().labels[0] = label;
    if (evaluated) {
      prequential.learn(prequential.example(), said);
    } else {
      prequential.learner().learn(prequential.example());
    }
  }
}
