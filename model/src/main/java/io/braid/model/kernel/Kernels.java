package io.braid.model.kernel;

/**
 * The few dense operations layers need, over row-major {@code float[]} parts. Weights of an affine
 * map stand input-major: {@code p[weights + i * out + o]}, so that both the forward pass and the
 * parameter gradient run along contiguous outputs.
 *
 * <p>Results do not depend on anything but the arguments: the same call gives the same bits.
 */
public interface Kernels {

  /** {@code y[r, :] = p[bias, :] + x[r, :] W} for {@code r < rows}; a negative bias means none. */
  void affine(
      int rows,
      int in,
      int out,
      float[] x,
      int xAt,
      float[] p,
      int weights,
      int bias,
      float[] y,
      int yAt);

  /** {@code dx[r, :] += dy[r, :] W^T}. */
  void inputGradient(
      int rows,
      int in,
      int out,
      float[] dy,
      int dyAt,
      float[] p,
      int weights,
      float[] dx,
      int dxAt);

  /**
   * Overwrites {@code g[weights, :] = x^T dy} and, unless bias is negative, {@code g[bias, :] = sum
   * over rows of dy}.
   */
  void parameterGradient(
      int rows,
      int in,
      int out,
      float[] x,
      int xAt,
      float[] dy,
      int dyAt,
      float[] g,
      int weights,
      int bias);

  /**
   * Squared norm of {@code x[at .. at + n)}; infinite or NaN if it is beyond 1e38 or not finite.
   */
  default double squaredNorm(int n, float[] x, int at) {
    return Sums.squares(n, x, at);
  }
}
