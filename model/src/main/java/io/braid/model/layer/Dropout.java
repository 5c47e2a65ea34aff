package io.braid.model.layer;

import io.braid.model.data.Rng;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import java.util.Arrays;

/**
 * Sets each number to zero with a given probability in training and scales the others up by the
 * same measure (inverted dropout), so that prediction needs no change: Srivastava et al., "Dropout:
 * a simple way to prevent neural networks from overfitting", JMLR 15, 2014, section 4 and, for the
 * scaling, section 10. Its generator is state.
 */
final class Dropout implements Layer {
  private final int width;
  private final float probability;
  private final float scale;
  private Rng rng = new Rng(0);
  private boolean masked;
  private float[] mask = new float[0];
  private float[] y = new float[0];

  /**
   * @param probability of a zero, in [0, 1)
   */
  Dropout(int width, double probability) {
    this.width = width;
    this.probability = (float) probability;
    this.scale = (float) (1 / (1 - probability));
  }

  @Override
  public void initialize(Rng source) {
    rng = source.split();
  }

  @Override
  public float[] forward(int rows, float[] x, boolean training) {
    masked = training;
    if (!training) {
      return x;
    }
    int n = rows * width;
    mask = Buffers.atLeast(n, mask);
    y = Buffers.atLeast(n, y);
    for (int i = 0; i < n; i++) {
      mask[i] = rng.nextFloat() < probability ? 0f : scale;
    }
    for (int i = 0; i < n; i++) {
      y[i] = x[i] * mask[i];
    }
    return y;
  }

  @Override
  public void backward(int rows, float[] x, float[] dy, float[] dx) {
    int n = rows * width;
    if (!masked) {
      mask = Buffers.atLeast(n, mask);
      Arrays.fill(mask, 0, n, 1f);
    }
    for (int i = 0; i < n; i++) {
      dx[i] += dy[i] * mask[i];
    }
  }

  @Override
  public void save(SnapshotWriter out) {
    rng.save(out);
  }

  @Override
  public void restore(SnapshotReader in) {
    rng.restore(in);
  }
}
