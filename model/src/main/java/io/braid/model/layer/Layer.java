package io.braid.model.layer;

import io.braid.model.data.Rng;
import io.braid.model.data.State;

/**
 * Rows of numbers in, rows of numbers out. A layer asks for its segments when it is constructed and
 * owns its buffers, which grow with the rows and are reused; a backward pass belongs to the forward
 * pass just before it. Not thread-safe.
 */
interface Layer extends State {
  /** Sets the initial parameters, once they are allocated. */
  void initialize(Rng rng);

  /**
   * @param x {@code [rows][in]}
   * @return {@code [rows][out]}, owned by the layer, valid until the next call
   */
  float[] forward(int rows, float[] x, boolean training);

  /**
   * Writes the gradients of the layer's own parameters, and adds to that of its input.
   *
   * @param x what the forward pass was given; stays as it is until the step is over
   * @param dy gradient with respect to the output, {@code [rows][out]}; left as it is
   * @param dx where the gradient with respect to the input is added, or null if nobody wants it
   */
  void backward(int rows, float[] x, float[] dy, float[] dx);
}
