package io.braid.model.data;

import java.util.Arrays;

/**
 * A contiguous part of the flat parameter vector that is updated together: the parameters of one
 * layer. Two shapes:
 *
 * <ul>
 *   <li>dense: a backward pass writes the gradient of all of it, then says so with {@link
 *       #written}, or gives its two factors with {@link #outer};
 *   <li>table: rows of {@code rowWidth} parameters of which a step touches few; a backward pass
 *       asks {@link #touch} for each row before adding to its gradient, or gives factors with
 *       {@link #outerRows}.
 * </ul>
 *
 * A segment nobody wrote or touched in a step is not stepped: that is how an absent task trains
 * nothing and moves no state.
 */
public final class Segment {
  private final String name;
  private final int length;
  private final int rowWidth;
  private final int biases;

  private int index = -1;
  private int from = -1;
  private float[] values;
  private float[] gradient;

  private float rateFactor = 1f;
  private int groupWidth;
  private float groupStrength;
  private boolean keepsOuter;
  private float[] outerX;
  private int[] outerIndex;
  private int outerBegin;
  private int outerEnd;
  private float[] outerDelta;

  private boolean written;
  private double squaredNorm;
  private int[] touched = new int[0];
  private int touchedCount;
  private int[] stamps = new int[0];
  private int stamp = 1;

  Segment(String name, int length, int rowWidth, int biases) {
    this.name = name;
    this.length = length;
    this.rowWidth = rowWidth;
    this.biases = biases;
    if (rowWidth > 0) {
      stamps = new int[length / rowWidth];
      touched = new int[16];
    }
  }

  void bind(int index, int from, float[] values, float[] gradient) {
    this.index = index;
    this.from = from;
    this.values = values;
    this.gradient = gradient;
  }

  /** Unique, stable across restarts, for example {@code trunk.0} or {@code head.flood.0.table}. */
  public String name() {
    return name;
  }

  /** Position in {@link Parameters#segments()}. */
  public int index() {
    return index;
  }

  /** First position in the flat vectors. */
  public int from() {
    return from;
  }

  /** One past the last position in the flat vectors. */
  public int to() {
    return from + length;
  }

  /** Parameters in this segment. */
  public int length() {
    return length;
  }

  /** Whether only touched rows have a gradient. */
  public boolean table() {
    return rowWidth > 0;
  }

  /** Parameters per row of a table; 0 for a dense segment. */
  public int rowWidth() {
    return rowWidth;
  }

  /**
   * How many parameters at the end of the segment are biases, which regularisation leaves alone.
   */
  public int biases() {
    return biases;
  }

  /**
   * Makes groups of the parameters, each {@code width} of them next to each other, biases left out,
   * which the descent draws to zero as a whole (group lasso).
   *
   * @param width divides the length without the biases; a table's own row width
   * @param strength of the pull
   */
  public void group(int width, float strength) {
    groupWidth = width;
    groupStrength = strength;
  }

  /** Sets the factor on the learning rate of this segment, positive; 1 unless set. */
  public void rateFactor(float factor) {
    rateFactor = factor;
  }

  /** Factor on the learning rate of this segment. */
  public float rateFactor() {
    return rateFactor;
  }

  /** Parameters per group, or 0 if there are no groups. */
  public int groupWidth() {
    return groupWidth;
  }

  /** How strongly groups are drawn to zero. */
  public float groupStrength() {
    return groupStrength;
  }

  /** The flat parameter vector; this segment's part is [from, to). */
  public float[] values() {
    return values;
  }

  /** The flat gradient vector; this segment's part is [from, to). */
  public float[] gradient() {
    writeOuter();
    return gradient;
  }

  /** Has a backward pass give this segment's gradient by its factors where it can. */
  public void keepOuter(boolean keep) {
    keepsOuter = keep;
  }

  /** Whether a gradient given by its factors is welcome. */
  public boolean keepsOuter() {
    return keepsOuter;
  }

  /**
   * Gives the gradient of a dense segment as what it is for a single row: the outer product of (x,
   * 1) and delta, input-major, the biases being the last row. It is written down only when somebody
   * asks for it, so both arrays must stay as they are until the step is over.
   *
   * @param in values in x
   * @param delta as many values as there are {@link #biases}
   * @param squaredNorm of the whole gradient
   */
  public void outer(float[] x, int in, float[] delta, double squaredNorm) {
    outer(x, null, 0, in, delta, squaredNorm);
  }

  /**
   * Gives the gradient of a table by factors: {@code value[k] * delta} for row {@code index[k]},
   * {@code begin <= k < end}. As {@link #outer(float[], int, float[], double)} otherwise.
   *
   * @param index rows, no two the same
   */
  public void outerRows(
      int[] index, float[] value, int begin, int end, float[] delta, double squaredNorm) {
    outer(value, index, begin, end, delta, squaredNorm);
  }

  private void outer(
      float[] x, int[] index, int begin, int end, float[] delta, double squaredNorm) {
    outerX = x;
    outerIndex = index;
    outerBegin = begin;
    outerEnd = end;
    outerDelta = delta;
    written(squaredNorm);
  }

  /** The first factor of a gradient that has not been written down, else null. */
  public float[] outerX() {
    return outerX;
  }

  /** The row that each value of {@link #outerX} belongs to; null in a dense segment: its place. */
  public int[] outerIndex() {
    return outerIndex;
  }

  /** First value of {@link #outerX} that counts. */
  public int outerBegin() {
    return outerBegin;
  }

  /** One past the last value of {@link #outerX} that counts. */
  public int outerEnd() {
    return outerEnd;
  }

  /** The second factor. */
  public float[] outerDelta() {
    return outerDelta;
  }

  /** How many values of {@link #outerDelta} count. */
  public int outerWidth() {
    return rowWidth > 0 ? rowWidth : biases;
  }

  private void writeOuter() {
    if (outerX == null) {
      return;
    }
    float[] x = outerX;
    outerX = null;
    int width = outerWidth();
    for (int k = outerBegin; k < outerEnd; k++) {
      int at = outerIndex == null ? from + k * width : touch(outerIndex[k]);
      for (int o = 0; o < width; o++) {
        gradient[at + o] = x[k] * outerDelta[o];
      }
    }
    if (outerIndex == null) {
      System.arraycopy(outerDelta, 0, gradient, from + outerEnd * width, width);
    } else {
      written = false;
    }
  }

  /**
   * Says that the whole gradient of a dense segment has been written in this step.
   *
   * @param squaredNorm its squared norm if the backward pass knows it, or NaN
   */
  public void written(double squaredNorm) {
    this.written = true;
    this.squaredNorm = squaredNorm;
  }

  /**
   * Position of a table row in the flat vectors; the row's gradient is zeroed at its first touch in
   * a step.
   */
  public int touch(int row) {
    int at = from + row * rowWidth;
    if (stamps[row] != stamp) {
      stamps[row] = stamp;
      if (touchedCount == touched.length) {
        touched = Arrays.copyOf(touched, 2 * touchedCount);
      }
      touched[touchedCount++] = row;
      Arrays.fill(gradient, at, at + rowWidth, 0f);
    }
    return at;
  }

  /** Whether this step has a gradient for the segment. */
  public boolean hasGradient() {
    return written || touchedCount > 0;
  }

  /** Rows of a table touched in this step. */
  public int touchedCount() {
    writeOuter();
    return touchedCount;
  }

  /** Row number of the i-th touched row. */
  public int touchedRow(int i) {
    return touched[i];
  }

  /** Squared norm of this step's gradient. */
  public double squaredNorm() {
    if (written && !Double.isNaN(squaredNorm)) {
      return squaredNorm;
    }
    writeOuter();
    double sum = 0;
    if (written) {
      sum = squaredNorm(from, to());
    }
    for (int i = 0; i < touchedCount; i++) {
      int at = from + touched[i] * rowWidth;
      sum += squaredNorm(at, at + rowWidth);
    }
    return sum;
  }

  private double squaredNorm(int begin, int end) {
    double sum = 0;
    for (int i = begin; i < end; i++) {
      sum += (double) gradient[i] * gradient[i];
    }
    return sum;
  }

  /** Forgets this step's gradient. */
  public void clearGradient() {
    written = false;
    outerX = null;
    squaredNorm = Double.NaN;
    touchedCount = 0;
    if (rowWidth > 0 && ++stamp == 0) {
      Arrays.fill(stamps, 0);
      stamp = 1;
    }
  }
}
