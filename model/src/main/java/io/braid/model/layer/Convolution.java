package io.braid.model.layer;

import io.braid.model.data.Parameters;
import io.braid.model.data.Rng;
import io.braid.model.kernel.Kernels;
import java.util.Arrays;

/**
 * A convolution, an activation and max pooling (LeCun et al., "Gradient-based learning applied to
 * document recognition", Proceedings of the IEEE 86, 1998, section II, with the maximum in place of
 * the mean). Images are {@code [rows][height][width][channels]}. The image is padded with zeros so
 * that the convolution keeps its size; pools of {@code pool x pool} do not overlap, those at the
 * lower and right border may be cut, so an image of any size will do.
 *
 * <p>Each place's patch is laid out as one row of a matrix, so the convolution is an {@link Affine}
 * over as many rows as there are places, and as fast as matrix products are (Chellapilla, Puri and
 * Simard, "High performance convolutional neural networks for document processing", 2006). Cells
 * beyond the border are never written and stay zero.
 */
final class Convolution {
  private final int height;
  private final int width;
  private final int channels;
  private final int filters;
  private final int kernel;
  private final int before;
  private final int pool;
  private final int pooledHeight;
  private final int pooledWidth;
  private final Affine affine;

  private float[] patches = new float[0];
  private float[] pooled = new float[0];
  private int[] chosen = new int[0];
  private float[] dActive = new float[0];
  private float[] dPatches = new float[0];

  Convolution(
      String name,
      int height,
      int width,
      int channels,
      int filters,
      int kernel,
      int pool,
      Activation activation,
      Parameters parameters,
      Kernels kernels) {
    this.height = height;
    this.width = width;
    this.channels = channels;
    this.filters = filters;
    this.kernel = kernel;
    this.before = (kernel - 1) / 2;
    this.pool = pool;
    this.pooledHeight = (height + pool - 1) / pool;
    this.pooledWidth = (width + pool - 1) / pool;
    this.affine =
        new Affine(name, kernel * kernel * channels, filters, activation, parameters, kernels);
  }

  void initialize(Rng rng) {
    affine.initialize(rng);
  }

  int outputHeight() {
    return pooledHeight;
  }

  int outputWidth() {
    return pooledWidth;
  }

  /** Values per row that come out. */
  int outputSize() {
    return pooledHeight * pooledWidth * filters;
  }

  /** Values per row that go in. */
  int inputSize() {
    return height * width * channels;
  }

  /**
   * @param x the images: row r begins at {@code at + r * stride}
   * @return {@code [rows][outputHeight][outputWidth][filters]}, valid until the next call
   */
  float[] forward(int rows, float[] x, int at, int stride) {
    int places = rows * height * width;
    patches = Buffers.atLeast(Math.multiplyExact(places, kernel * kernel * channels), patches);
    for (int r = 0; r < rows; r++) {
      gather(x, at + r * stride, r * height * width);
    }
    float[] active = affine.forward(places, patches, false);
    int n = rows * outputSize();
    pooled = Buffers.atLeast(n, pooled);
    if (chosen.length < n) {
      chosen = new int[pooled.length];
    }
    for (int r = 0; r < rows; r++) {
      pool(active, r);
    }
    return pooled;
  }

  /** Writes the patches around all places of one image, from row {@code place} on. */
  private void gather(float[] x, int at, int place) {
    int run = kernel * channels;
    int row = place * kernel * run;
    for (int i = 0; i < height; i++) {
      int firstY = Math.max(0, before - i);
      int endY = Math.min(kernel, height + before - i);
      for (int j = 0; j < width; j++) {
        int from = Math.max(0, before - j) * channels;
        int to = Math.min(kernel, width + before - j) * channels;
        int source = at + ((i - before + firstY) * width + j - before) * channels;
        for (int y = firstY; y < endY; y++) {
          int target = row + y * run;
          for (int c = from; c < to; c++) {
            patches[target + c] = x[source + c];
          }
          source += width * channels;
        }
        row += kernel * run;
      }
    }
  }

  private void pool(float[] active, int r) {
    int out = r * outputSize();
    for (int i = 0; i < height; i += pool) {
      int endI = Math.min(height, i + pool);
      for (int j = 0; j < width; j += pool) {
        int endJ = Math.min(width, j + pool);
        int corner = ((r * height + i) * width + j) * filters;
        for (int f = 0; f < filters; f++) {
          int best = corner + f;
          for (int y = i; y < endI; y++) {
            int a = corner + ((y - i) * width) * filters + f;
            for (int z = j; z < endJ; z++) {
              best = active[a] > active[best] ? a : best;
              a += filters;
            }
          }
          pooled[out] = active[best];
          chosen[out++] = best;
        }
      }
    }
  }

  /**
   * Writes the parameters' gradients.
   *
   * @param dy gradient with respect to what came out; left as it is
   * @param dx where the gradient with respect to the images is added, {@code [rows][inputSize]}, or
   *     null
   */
  void backward(int rows, float[] dy, float[] dx) {
    int places = rows * height * width;
    dActive = Buffers.zeroed(places * filters, dActive);
    int n = rows * outputSize();
    for (int o = 0; o < n; o++) {
      dActive[chosen[o]] += dy[o];
    }
    if (dx == null) {
      affine.backward(places, patches, dActive, null);
      return;
    }
    int m = places * kernel * kernel * channels;
    dPatches = Buffers.atLeast(m, dPatches);
    Arrays.fill(dPatches, 0, m, 0f);
    affine.backward(places, patches, dActive, dPatches);
    for (int r = 0; r < rows; r++) {
      scatter(dx, r * inputSize(), r * height * width);
    }
  }

  /** Adds up the gradients of the patches of one image, from row {@code place} on. */
  private void scatter(float[] dx, int at, int place) {
    int run = kernel * channels;
    int row = place * kernel * run;
    for (int i = 0; i < height; i++) {
      int firstY = Math.max(0, before - i);
      int endY = Math.min(kernel, height + before - i);
      for (int j = 0; j < width; j++) {
        int from = Math.max(0, before - j) * channels;
        int to = Math.min(kernel, width + before - j) * channels;
        int target = at + ((i - before + firstY) * width + j - before) * channels;
        for (int y = firstY; y < endY; y++) {
          int source = row + y * run;
          for (int c = from; c < to; c++) {
            dx[target + c] += dPatches[source + c];
          }
          target += width * channels;
        }
        row += kernel * run;
      }
    }
  }
}
