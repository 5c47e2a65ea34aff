package io.braid.model.layer;

/** An elementwise non-linearity. Stateless; safe to share. */
interface Activation {
  /** Writes {@code y[i] = f(z[i])} for {@code i < n}. */
  void forward(int n, float[] z, float[] y);

  /**
   * Writes {@code dz[i] = dy[i] * f'(z[i])} for {@code i < n}.
   *
   * @param y what {@link #forward} made of {@code z}
   */
  void backward(int n, float[] z, float[] y, float[] dy, float[] dz);

  /**
   * Variance of the initial parameters of a layer with this non-linearity, such that signals keep
   * their size; 0 starts the layer at zero.
   */
  double initialVariance(int in, int out);
}
