package io.braid.model.layer;

import io.braid.model.data.Features;
import java.util.Arrays;

/**
 * A trunk that gives each task a representation of its own. What a task alone needs is computed
 * when its representation is asked for, so a pass costs what is shared and what is asked for,
 * however many tasks there are.
 *
 * <p>Segments named {@code trunk.task3...} belong to task 3 alone: they have a gradient only in
 * steps in which it has a label.
 */
abstract class TaskTrunk implements Trunk {
  private final int width;
  private final boolean stochastic;
  private final boolean[] active;
  private final float[][] representations;
  private final float[][] gradients;
  private Features features;
  private boolean training;

  TaskTrunk(int tasks, int width, boolean stochastic) {
    this.width = width;
    this.stochastic = stochastic;
    active = new boolean[tasks];
    representations = new float[tasks][];
    gradients = new float[tasks][0];
  }

  /** Runs what the tasks share. */
  abstract void share(Features x, boolean training);

  /**
   * Runs what a task alone needs, after {@link #share}.
   *
   * @return {@code [rows][width]}, valid until the next pass
   */
  abstract float[] represent(int task, Features x, boolean training);

  /**
   * Turns the representation gradients of the active tasks, at least one, into parameter gradients.
   * All of them have been represented in this pass.
   *
   * @param gradients by task; only those of active tasks are to be read
   */
  abstract void backward(Features x, boolean[] active, float[][] gradients);

  /** Prefix of the segments that belong to a task alone. */
  static String own(int task) {
    return "trunk.task" + task;
  }

  final int tasks() {
    return active.length;
  }

  @Override
  public final int width(int task) {
    return width;
  }

  @Override
  public final boolean stochastic() {
    return stochastic;
  }

  @Override
  public final void forward(Features x, boolean training) {
    Arrays.fill(representations, null);
    features = x;
    this.training = training;
    share(x, training);
  }

  @Override
  public final float[] representation(int task) {
    if (representations[task] == null) {
      representations[task] = represent(task, features, training);
    }
    return representations[task];
  }

  @Override
  public final void clearGradients() {
    Arrays.fill(active, true);
    clear();
  }

  @Override
  public final void clearGradients(boolean[] tasks) {
    System.arraycopy(tasks, 0, active, 0, active.length);
    clear();
  }

  private void clear() {
    int n = features.rows * width;
    for (int k = 0; k < active.length; k++) {
      if (active[k]) {
        representation(k);
        gradients[k] = Buffers.zeroed(n, gradients[k]);
      }
    }
  }

  @Override
  public final float[] representationGradient(int task) {
    return gradients[task];
  }

  @Override
  public final void backward(Features x) {
    backward(x, active, gradients);
  }
}
