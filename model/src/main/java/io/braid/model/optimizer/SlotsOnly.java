package io.braid.model.optimizer;

import io.braid.model.data.Segment;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.kernel.OuterSteps;

/** An optimizer whose whole state is in its slots: it counts nothing. */
abstract class SlotsOnly implements Optimizer {
  private final float[][] slots;
  private final OuterSteps steps;

  SlotsOnly(OptimizerContext context, int slots) {
    this.slots = new float[slots][context.parameters()];
    this.steps = context.steps();
  }

  @Override
  public final float[][] slots() {
    return slots;
  }

  /** Steps on outer products, or null. */
  final OuterSteps steps() {
    return steps;
  }

  @Override
  public final void begin(Segment segment) {}

  @Override
  public final void save(SnapshotWriter out) {}

  @Override
  public final void restore(SnapshotReader in) {}
}
