package io.braid.model.data;

import java.util.Arrays;

/**
 * Encoded feature rows: a dense part and a sparse part (one-hot and hashed values) in compressed
 * rows. One row for an example, several for a micro-batch. Reused; grows when it must.
 *
 * <p>Layout: {@code dense[r * denseWidth + j]}; the sparse entries of row r are {@code index[k],
 * value[k]} for {@code start[r] <= k < start[r + 1]}.
 */
public final class Features implements State {
  /** Dense columns per row. */
  public final int denseWidth;

  /** Size of the sparse index space; 0 if there is no sparse part. */
  public final int sparseWidth;

  /** Tasks a row names a member for: all of them where one is a family of tasks, else 0. */
  public final int memberWidth;

  /** Rows filled. */
  public int rows;

  public float[] dense;
  public int[] start;
  public int[] index = new int[16];
  public float[] value = new float[16];

  /** {@code members[r * memberWidth + k]}: number of the row's member of task k, -1 for none. */
  public int[] members;

  private long revision;
  private boolean ascending = true;
  private double squaredNorm;
  private long squaredNormRevision = -1;

  public Features(int denseWidth, int sparseWidth, int capacity) {
    this(denseWidth, sparseWidth, 0, capacity);
  }

  public Features(int denseWidth, int sparseWidth, int memberWidth, int capacity) {
    this.denseWidth = denseWidth;
    this.sparseWidth = sparseWidth;
    this.memberWidth = memberWidth;
    this.dense = new float[denseWidth * capacity];
    this.start = new int[capacity + 1];
    this.members = new int[memberWidth * capacity];
  }

  /** Number of row {@code r}'s member of a task, -1 for none. */
  public int member(int r, int task) {
    return memberWidth == 0 ? -1 : members[r * memberWidth + task];
  }

  /** Counts the times this instance has been filled: the same number means the same contents. */
  public long revision() {
    return revision;
  }

  /** Whether the indices of every row ascend, no two being the same. */
  public boolean ascending() {
    return ascending;
  }

  /**
   * Squared norm of the dense part of the only row. Every task's head asks for it; it is added up
   * once per filling.
   */
  public double squaredNorm() {
    if (squaredNormRevision != revision) {
      squaredNorm = addSquares(denseWidth, dense);
      squaredNormRevision = revision;
    }
    return squaredNorm;
  }

  private static double addSquares(int n, float[] x) {
    float s0 = 0f;
    float s1 = 0f;
    float s2 = 0f;
    float s3 = 0f;
    int i = 0;
    for (; i + 4 <= n; i += 4) {
      s0 += x[i] * x[i];
      s1 += x[i + 1] * x[i + 1];
      s2 += x[i + 2] * x[i + 2];
      s3 += x[i + 3] * x[i + 3];
    }
    for (; i < n; i++) {
      s0 += x[i] * x[i];
    }
    return ((double) s0 + s1) + ((double) s2 + s3);
  }

  /** Empties all rows. */
  public void clear() {
    revision++;
    ascending = true;
    rows = 0;
    start[0] = 0;
  }

  /** Opens the next row and returns the position of its first dense column. */
  public int openRow() {
    if (rows + 1 >= start.length) {
      start = Arrays.copyOf(start, start.length * 2);
      dense = Arrays.copyOf(dense, (start.length - 1) * denseWidth);
      members = Arrays.copyOf(members, (start.length - 1) * memberWidth);
    }
    rows++;
    start[rows] = start[rows - 1];
    for (int k = (rows - 1) * memberWidth; k < rows * memberWidth; k++) {
      members[k] = -1;
    }
    return (rows - 1) * denseWidth;
  }

  /** Adds a sparse entry to the open row. */
  public void add(int sparseIndex, float sparseValue) {
    int k = start[rows]++;
    if (k == index.length) {
      index = Arrays.copyOf(index, 2 * k);
      value = Arrays.copyOf(value, 2 * k);
    }
    if (k > start[rows - 1] && index[k - 1] >= sparseIndex) {
      ascending = false;
    }
    index[k] = sparseIndex;
    value[k] = sparseValue;
  }

  /** Appends row {@code r} of another instance of the same widths. */
  public void append(Features other, int r) {
    int at = openRow();
    System.arraycopy(other.dense, r * denseWidth, dense, at, denseWidth);
    System.arraycopy(
        other.members, r * memberWidth, members, (rows - 1) * memberWidth, memberWidth);
    for (int k = other.start[r]; k < other.start[r + 1]; k++) {
      add(other.index[k], other.value[k]);
    }
  }

  /** Copies another instance of the same widths into this one. */
  public void set(Features other) {
    clear();
    for (int r = 0; r < other.rows; r++) {
      append(other, r);
    }
  }

  @Override
  public void save(SnapshotWriter out) {
    out.putInt(rows);
    out.putFloats(dense, 0, rows * denseWidth);
    out.putInts(Arrays.copyOf(start, rows + 1));
    out.putInts(Arrays.copyOf(index, start[rows]));
    out.putFloats(value, 0, start[rows]);
    if (memberWidth > 0) {
      out.putInts(Arrays.copyOf(members, rows * memberWidth));
    }
  }

  @Override
  public void restore(SnapshotReader in) {
    clear();
    int count = in.getInt();
    float[] denseRows = in.getFloats();
    int[] starts = in.getInts();
    int[] indices = in.getInts();
    float[] values = in.getFloats();
    int[] names = memberWidth > 0 ? in.getInts() : new int[0];
    if (count < 0
        || names.length != (long) count * memberWidth
        || denseRows.length != (long) count * denseWidth
        || starts.length - 1 != count
        || !ascendingFromZero(starts)
        || indices.length != values.length
        || starts[count] != indices.length) {
      throw new SnapshotException("feature rows do not fit a width of " + denseWidth);
    }
    for (int r = 0; r < count; r++) {
      int at = openRow();
      System.arraycopy(denseRows, r * denseWidth, dense, at, denseWidth);
      for (int k = starts[r]; k < starts[r + 1]; k++) {
        if (indices[k] < 0 || indices[k] >= sparseWidth) {
          throw new SnapshotException(
              "sparse index " + indices[k] + " is not below " + sparseWidth);
        }
        add(indices[k], values[k]);
      }
    }
    System.arraycopy(names, 0, members, 0, names.length);
  }

  private static boolean ascendingFromZero(int[] starts) {
    for (int r = 1; r < starts.length; r++) {
      if (starts[r] < starts[r - 1]) {
        return false;
      }
    }
    return starts[0] == 0;
  }
}
