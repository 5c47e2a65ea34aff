package io.braid.model.layer;

import io.braid.model.data.Features;

/**
 * What heads that move their own parameters are told of a step: the rows last forwarded, their
 * targets, and the loss gradients at the outputs given. Filled anew for every step and reused.
 */
public final class Lesson {
  /** The rows. */
  public Features x;

  /** Sample weight per row. */
  public double[] weights = new double[0];

  /** By task: the labels on the loss's scale, per row; NaN where there is none to learn. */
  public final double[][] targets;

  /** By task: the raw outputs, {@code [rows][outputs]}. */
  public final float[][] outputs;

  /** By task: gradient of each row's own unweighted loss by its raw outputs. */
  public final float[][] gradients;

  /** By task: what the head read, or null if that was the features. */
  public final float[][] representations;

  long serial;

  public Lesson(int tasks) {
    targets = new double[tasks][];
    outputs = new float[tasks][];
    gradients = new float[tasks][];
    representations = new float[tasks][];
  }

  /** Starts the next step's lesson. */
  public void next(Features rows, double[] rowWeights) {
    x = rows;
    weights = rowWeights;
    serial++;
  }

  /** Whether a task learns from any row. */
  public boolean teaches(int task) {
    for (int r = 0; r < x.rows; r++) {
      if (teaches(task, r)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a task learns from a row. */
  boolean teaches(int task, int row) {
    return !Double.isNaN(targets[task][row]);
  }
}
