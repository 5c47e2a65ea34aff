package io.braid.model.layer;

import io.braid.model.data.Features;
import io.braid.model.data.Rng;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;

/**
 * A head that is applied to every position of a sequence alike: the positions' representations
 * stand side by side, as do their outputs, so to the head inside they are so many rows.
 */
final class PositionHead implements Head {
  private final Head head;
  private final int positions;

  /** Only counts rows: the head inside reads a representation. */
  private final Features count = new Features(0, 0, 1);

  PositionHead(Head head, int positions) {
    this.head = head;
    this.positions = positions;
  }

  @Override
  public void initialize(Rng rng) {
    head.initialize(rng);
  }

  @Override
  public float[] forward(Features x, float[] h, boolean training) {
    count.rows = x.rows * positions;
    return head.forward(count, h, training);
  }

  @Override
  public void backward(Features x, float[] h, float[] dOutputs, float[] dh) {
    count.rows = x.rows * positions;
    head.backward(count, h, dOutputs, dh);
  }

  @Override
  public void save(SnapshotWriter out) {
    head.save(out);
  }

  @Override
  public void restore(SnapshotReader in) {
    head.restore(in);
  }
}
