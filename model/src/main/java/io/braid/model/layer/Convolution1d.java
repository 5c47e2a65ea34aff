package io.braid.model.layer;

import io.braid.model.data.Rng;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import java.util.Arrays;

/**
 * The same affine map at every position of a sequence, over a window of {@code window} positions
 * around it: {@code y_t = f(b + sum over j of x_(t + j - window / 2) W_j)}, zeros beyond the ends,
 * so that as many positions come out as went in. The windows are laid side by side (Chellapilla,
 * Puri and Simard, "High performance convolutional neural networks for document processing", 2006),
 * after which it is an affine layer of rows times positions rows. Not thread-safe.
 */
final class Convolution1d implements Layer {
  private final int length;
  private final int in;
  private final int window;
  private final Affine affine;
  private float[] windows = new float[0];
  private float[] dWindows = new float[0];

  /**
   * @param length positions
   * @param in values per position that come in
   * @param window odd
   * @param affine from {@code window * in} values
   */
  Convolution1d(int length, int in, int window, Affine affine) {
    this.length = length;
    this.in = in;
    this.window = window;
    this.affine = affine;
  }

  @Override
  public void initialize(Rng rng) {
    affine.initialize(rng);
  }

  @Override
  public float[] forward(int rows, float[] x, boolean training) {
    int size = window * in;
    windows = Buffers.atLeast(rows * length * size, windows);
    for (int r = 0; r < rows; r++) {
      for (int t = 0; t < length; t++) {
        int to = (r * length + t) * size;
        int first = first(t);
        int count = count(t);
        int skipped = skipped(t);
        Arrays.fill(windows, to, to + skipped, 0f);
        System.arraycopy(x, r * length * in + first, windows, to + skipped, count);
        Arrays.fill(windows, to + skipped + count, to + size, 0f);
      }
    }
    return affine.forward(rows * length, windows, training);
  }

  @Override
  public void backward(int rows, float[] x, float[] dy, float[] dx) {
    int size = window * in;
    if (dx == null) {
      affine.backward(rows * length, windows, dy, null);
      return;
    }
    dWindows = Buffers.zeroed(rows * length * size, dWindows);
    affine.backward(rows * length, windows, dy, dWindows);
    for (int r = 0; r < rows; r++) {
      for (int t = 0; t < length; t++) {
        int from = (r * length + t) * size + skipped(t);
        Buffers.add(count(t), 1f, dWindows, from, dx, r * length * in + first(t));
      }
    }
  }

  /** First value of a row that the window around {@code t} covers. */
  private int first(int t) {
    return Math.max(0, t - window / 2) * in;
  }

  /** How many values of a row it covers. */
  private int count(int t) {
    return Math.min(length, t + window / 2 + 1) * in - first(t);
  }

  /** How many of its values are before the row. */
  private int skipped(int t) {
    return Math.max(0, window / 2 - t) * in;
  }

  @Override
  public void save(SnapshotWriter out) {}

  @Override
  public void restore(SnapshotReader in) {}
}
