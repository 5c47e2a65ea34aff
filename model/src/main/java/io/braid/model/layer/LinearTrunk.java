package io.braid.model.layer;

import io.braid.model.data.Features;
import io.braid.model.data.Rng;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Params;

/** No shared layers: every head reads the features. With linear heads, a linear model per task. */
class LinearTrunk implements Trunk {

  LinearTrunk(Params params, TrunkContext context) {}

  @Override
  public void initialize(Rng rng) {}

  @Override
  public int width(int task) {
    return 0;
  }

  @Override
  public boolean stochastic() {
    return false;
  }

  @Override
  public void forward(Features x, boolean training) {}

  @Override
  public float[] representation(int task) {
    return null;
  }

  @Override
  public float[] representationGradient(int task) {
    return null;
  }

  @Override
  public void clearGradients() {}

  @Override
  public void backward(Features x) {}

  @Override
  public void save(SnapshotWriter out) {}

  @Override
  public void restore(SnapshotReader in) {}
}
