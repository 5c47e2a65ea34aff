package io.braid.model.layer;

import io.braid.model.data.Features;
import io.braid.model.data.Rng;
import io.braid.model.data.State;

/**
 * The shared part of the network: features in, one representation per task out. With hard sharing
 * all tasks see the same arrays; soft sharing and mixtures give each task its own.
 *
 * <p>{@link State} is what a trunk carries besides its parameters (a dropout generator, load
 * counters); the parameters themselves are saved with the flat vector.
 */
public interface Trunk extends State {
  /** Sets the initial parameters, once they are allocated; called once, before anything else. */
  void initialize(Rng rng);

  /**
   * Width of the representation task {@code task} sees, or 0 if its head reads the features
   * themselves (the linear model).
   */
  int width(int task);

  /**
   * How many positions of a sequence task {@code task}'s representation consists of, side by side:
   * its head is then to treat all of them alike. 1 if it is no sequence.
   */
  default int positions(int task) {
    return 1;
  }

  /**
   * Whether {@link #forward} in training differs from that in prediction. If not, a step may reuse
   * the forward pass of the prediction just made for the same rows.
   */
  boolean stochastic();

  /**
   * Runs all rows of {@code x} through the trunk. What only one task needs may wait until its
   * {@link #representation} is asked for, so {@code x} must stay as it is until then.
   *
   * @param training whether dropout and the like are on
   */
  void forward(Features x, boolean training);

  /**
   * After {@link #forward}: {@code [rows][width(task)]}, row-major, owned by the trunk, valid until
   * the next forward pass; null if the width is 0.
   */
  float[] representation(int task);

  /**
   * Zeroes the representation gradients of the rows last forwarded: the first thing a backward pass
   * does, before that of the heads. (A prediction, which needs no gradients, does not pay for it.)
   */
  void clearGradients();

  /**
   * {@link #clearGradients()} of a step in which only some tasks have a label: nothing of what
   * belongs to another task alone may get a gradient, not from penalties either. Only the
   * representation gradients of those tasks may be asked for.
   *
   * @param active which tasks have a label; read until the backward pass is over
   */
  default void clearGradients(boolean[] active) {
    clearGradients();
  }

  /**
   * After {@link #clearGradients}: where task {@code task}'s gradient with respect to its
   * representation is to be added, {@code [rows][width(task)]}; null if the width is 0. Tasks that
   * share a representation share this array.
   */
  float[] representationGradient(int task);

  /**
   * Turns the representation gradients into parameter gradients, for the rows last forwarded, and
   * leaves the representation gradients as they are.
   */
  void backward(Features x);

  /**
   * The step of the backward pass just made has been applied, the parameters have moved. What a
   * trunk learns beside its parameters moves here alone: a step may be refused after its backward
   * pass.
   */
  default void accepted() {}
}
