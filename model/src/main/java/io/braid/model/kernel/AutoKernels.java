package io.braid.model.kernel;

/**
 * Loops or BLAS, chosen call by call from the sizes alone, so that the same call always takes the
 * same way. BLAS is loaded at its first use: a learner that trains row by row never loads it.
 *
 * <p>The rule comes from this measurement: time of {@link LoopKernels} over time of {@link
 * Nd4jKernels}, copies included, for affine / inputGradient / parameterGradient. JDK 17, one core
 * with AVX-512, one thread; more than 1 means BLAS is faster.
 *
 * <pre>
 * in -> out      1 row            4 rows           8 rows           32 rows          64 rows          256 rows
 *  32 ->   1                      0.5  0.6  0.2    0.8  0.9  0.3                     1.7  2.9  0.6    1.8  2.7  0.6
 * 256 ->   1                      0.7  1.4  0.5    0.9  2.0  0.5                     1.6  2.3  0.6    1.9  2.8  0.7
 *   8 ->   8                      0.6  0.6  0.7    1.0  1.0  0.9                     2.0  4.0  1.4    2.3  5.7  1.5
 *  32 ->   4                      0.8  1.1  1.4    1.3  1.7  1.5                     2.7  4.9  1.7    2.8  4.4  1.7
 *  32 ->   8     0.3  0.3  0.4    1.0  1.1  1.7    1.6  1.9  2.0    3.2  4.3  2.6    3.6  5.4  2.6    4.1  5.7  2.7
 *  32 ->  32     0.4  0.5  0.9    1.5  1.7  3.1    2.4  2.9  3.5    4.5  6.1  4.3    5.2  7.6  4.4    5.9  8.5  5.0
 *  64 ->  32     0.4  0.5  1.2    1.7  1.9  4.1    2.7  3.1  4.7    5.2  6.5  5.2    6.1  7.8  5.5    7.2  9.2  6.2
 * 128 -> 128     0.5  0.6  1.6    2.0  2.2  5.3    3.3  3.7  6.5    7.0  8.0  7.6    8.6 10.0  8.4   10.4 12.1 10.5
 * 256 -> 256     0.5  0.5  1.8    2.1  2.3  6.5    3.5  3.9  7.5    7.4  8.4  9.2    9.2 10.4 11.9   11.2 12.5 12.1
 * 512 -> 512     0.4  0.5  1.3    1.9  2.1  5.1    3.3  3.7  6.7    7.6  8.2 11.8    9.6 10.5 12.8   11.9 13.0 13.9
 * </pre>
 *
 * So BLAS pays from four rows on, unless the call is tiny or has a single output. One row stays
 * with the loops throughout, also where BLAS would gain on the gradient: learning row by row then
 * gives the same bits on every machine.
 *
 * <p>Where the Vector API is there it takes the place of the loops, to the same bits.
 *
 * <p>An instance is not thread-safe.
 */
public final class AutoKernels implements Kernels {
  private static final int MIN_ROWS = 4;
  private static final int MIN_OUT = 2;
  private static final int MIN_WORK = 1024;

  private final Kernels rowWise;
  private Kernels blas;

  public AutoKernels() {
    rowWise = VectorUnit.present() ? VectorUnit.get().kernels() : new LoopKernels();
  }

  /** Whether a call of this size goes to BLAS. */
  static boolean large(int rows, int in, int out) {
    return rows >= MIN_ROWS && out >= MIN_OUT && (long) rows * in * out >= MIN_WORK;
  }

  private Kernels pick(int rows, int in, int out) {
    if (!large(rows, in, out)) {
      return rowWise;
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
  public double squaredNorm(int n, float[] x, int at) {
    return rowWise.squaredNorm(n, x, at);
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
