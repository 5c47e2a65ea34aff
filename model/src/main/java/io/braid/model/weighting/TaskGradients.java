package io.braid.model.weighting;

import java.util.Arrays;

/**
 * The gradients of one step's tasks with respect to the representation, z_k of shape {@code
 * [rows][width]}, and their Gram matrix G_ij = &lt;z_i, z_j&gt;, summed over rows. Where each task
 * has a representation of its own, all of one width, they are compared coordinate by coordinate.
 *
 * <p>Reused step by step; its arrays grow with the rows and stay. Not thread-safe.
 */
public final class TaskGradients {
  private final int width;
  private final float[][] z;
  private final double[] gram;
  private int rows;

  /**
   * @param tasks number of tasks
   * @param width of the representation, positive
   */
  public TaskGradients(int tasks, int width) {
    this.width = width;
    z = new float[tasks][0];
    gram = new double[tasks * tasks];
  }

  /** Starts a step: zeroes the gradients of its tasks. */
  public void begin(boolean[] active, int rows) {
    this.rows = rows;
    int n = rows * width;
    for (int k = 0; k < z.length; k++) {
      if (!active[k]) {
        continue;
      }
      if (z[k].length < n) {
        z[k] = new float[n];
      } else {
        Arrays.fill(z[k], 0, n, 0f);
      }
    }
  }

  /** Where a task's gradient is to be added and can be read, {@code [rows][width]}. */
  public float[] of(int task) {
    return z[task];
  }

  /** Divides a task's gradient, to take out a factor its loss had. */
  public void divide(int task, float by) {
    if (by != 1f) {
      float[] gradient = z[task];
      for (int i = 0; i < rows * width; i++) {
        gradient[i] /= by;
      }
    }
  }

  /** Values in a gradient: rows times width. */
  public int length() {
    return rows * width;
  }

  /**
   * Computes the Gram matrix of the active tasks, whose gradients are now there.
   *
   * @return whether all of it is finite
   */
  public boolean complete(boolean[] active) {
    int tasks = z.length;
    int n = length();
    double sum = 0;
    for (int i = 0; i < tasks; i++) {
      if (!active[i]) {
        continue;
      }
      for (int j = 0; j <= i; j++) {
        if (active[j]) {
          double inner = inner(z[i], z[j], n);
          gram[i * tasks + j] = inner;
          gram[j * tasks + i] = inner;
          sum += inner;
        }
      }
    }
    return Double.isFinite(sum);
  }

  /** Inner product of the gradients of two active tasks. */
  public double inner(int i, int j) {
    return gram[i * z.length + j];
  }

  /**
   * Sum over the rows of a task's gradient: the gradient of its loss by a shift of the
   * representation that all rows have in common.
   *
   * @param into {@code [width]}
   */
  public void sumRows(int task, float[] into) {
    float[] from = z[task];
    System.arraycopy(from, 0, into, 0, width);
    for (int at = width; at < rows * width; at += width) {
      for (int c = 0; c < width; c++) {
        into[c] += from[at + c];
      }
    }
  }

  /**
   * Inner product of the first {@code n} numbers of two arrays. Four partial sums, so that
   * additions need not wait for each other.
   */
  public static double inner(float[] a, float[] b, int n) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int c = 0;
    for (; c + 3 < n; c += 4) {
      s0 += (double) a[c] * b[c];
      s1 += (double) a[c + 1] * b[c + 1];
      s2 += (double) a[c + 2] * b[c + 2];
      s3 += (double) a[c + 3] * b[c + 3];
    }
    for (; c < n; c++) {
      s0 += (double) a[c] * b[c];
    }
    return (s0 + s1) + (s2 + s3);
  }
}
