package io.braid.model.learner;

import io.braid.model.data.Example;
import io.braid.model.data.Features;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;

/** Examples gathered for one step; a partly filled one is state like any other. */
final class MicroBatch implements State {
  private final int capacity;
  private final int slots;

  /** One row per example. */
  final Features features;

  /** {@code labels[r * slots + k]}; NaN is absent. */
  final double[] labels;

  /** Sample weight per row. */
  final double[] weights;

  /**
   * @param shape features of an example
   * @param slots for labels, of each
   */
  MicroBatch(Features shape, int slots, int capacity) {
    this.capacity = capacity;
    this.slots = slots;
    features = new Features(shape.denseWidth, shape.sparseWidth, shape.memberWidth, capacity);
    labels = new double[capacity * slots];
    weights = new double[capacity];
  }

  void add(Example example) {
    int r = features.rows;
    features.append(example.features, 0);
    System.arraycopy(example.labels, 0, labels, r * slots, slots);
    weights[r] = example.weight;
  }

  boolean full() {
    return features.rows == capacity;
  }

  void clear() {
    features.clear();
  }

  @Override
  public void save(SnapshotWriter out) {
    features.save(out);
    out.putDoubles(labels).putDoubles(weights);
  }

  @Override
  public void restore(SnapshotReader in) {
    features.restore(in);
    in.getDoubles(labels);
    in.getDoubles(weights);
  }
}
