package io.braid.model.optimizer;

import io.braid.model.data.Segment;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;

/** An optimizer whose whole state is in its slots: it counts nothing. */
abstract class SlotsOnly implements Optimizer {
  private final float[][] slots;

  SlotsOnly(OptimizerContext context, int slots) {
    this.slots = new float[slots][context.parameters()];
  }

  @Override
  public final float[][] slots() {
    return slots;
  }

  @Override
  public final void begin(Segment segment) {}

  @Override
  public final void save(SnapshotWriter out) {}

  @Override
  public final void restore(SnapshotReader in) {}
}
