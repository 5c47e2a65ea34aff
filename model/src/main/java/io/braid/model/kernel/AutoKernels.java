package io.braid.model.kernel;

/** Loops or BLAS, by size alone. An instance is not thread-safe. */
public final class AutoKernels implements Kernels {
  /** Below this many rows loops are always taken. */
  static final int MIN_ROWS = 8;

  /** Below this many multiply-adds loops are always taken. */
  static final int MIN_WORK = 32_768;

  private final Kernels loops = new LoopKernels();
  private Kernels blas;

  /** Whether a call of this size goes to BLAS. */
  static boolean large(int rows, int in, int out) {
    return rows >= MIN_ROWS && (long) rows * in * out >= MIN_WORK;
  }

  private Kernels pick(int rows, int in, int out) {
    if (!large(rows, in, out)) {
      return loops;
    }
    if (blas == null) {
      blas = new Nd4jKernels();
    }
    return blas;
  }

  @Override
  public void affine(
      int rows,
      int in,
      int out,
      float[] x,
      int xAt,
      float[] p,
      int weights,
      int bias,
      float[] y,
      int yAt) {
    pick(rows, in, out).affine(rows, in, out, x, xAt, p, weights, bias, y, yAt);
  }

  @Override
  public void inputGradient(
      int rows,
      int in,
      int out,
      float[] dy,
      int dyAt,
      float[] p,
      int weights,
      float[] dx,
      int dxAt) {
    pick(rows, in, out).inputGradient(rows, in, out, dy, dyAt, p, weights, dx, dxAt);
  }

  @Override
  public void parameterGradient(
      int rows,
      int in,
      int out,
      float[] x,
      int xAt,
      float[] dy,
      int dyAt,
      float[] g,
      int weights,
      int bias) {
    pick(rows, in, out).parameterGradient(rows, in, out, x, xAt, dy, dyAt, g, weights, bias);
  }
}
