package io.braid.model.layer;

import io.braid.model.data.Features;
import io.braid.model.data.Rng;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Params;
import java.util.Arrays;

/**
 * Fully connected layers that all tasks share (hard sharing: Caruana, "Multitask learning", Machine
 * Learning 28, 1997), each followed by dropout. Sparse features enter the first layer through a
 * table, at a cost that depends on what is set only.
 */
class MlpTrunk implements Trunk {
  private final Stack stack;
  private final boolean stochastic;
  private float[] representation = new float[0];
  private float[] gradient = new float[0];
  private int rows;

  MlpTrunk(Params params, TrunkContext context) {
    Hidden hidden = Hidden.read(params);
    stack = hidden.stack("trunk", context);
    stochastic = hidden.dropout() > 0;
  }

  @Override
  public void initialize(Rng rng) {
    stack.initialize(rng);
  }

  @Override
  public int width(int task) {
    return stack.outputWidth();
  }

  @Override
  public boolean stochastic() {
    return stochastic;
  }

  @Override
  public void forward(Features x, boolean training) {
    rows = x.rows;
    representation = stack.forward(x, null, training);
  }

  @Override
  public float[] representation(int task) {
    return representation;
  }

  @Override
  public float[] representationGradient(int task) {
    return gradient;
  }

  @Override
  public void clearGradients() {
    int n = rows * stack.outputWidth();
    gradient = Buffers.atLeast(n, gradient);
    Arrays.fill(gradient, 0, n, 0f);
  }

  @Override
  public void backward(Features x) {
    stack.backward(x, gradient, null);
  }

  @Override
  public void save(SnapshotWriter out) {
    stack.save(out);
  }

  @Override
  public void restore(SnapshotReader in) {
    stack.restore(in);
  }
}
