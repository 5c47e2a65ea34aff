package io.braid.model.layer;

import io.braid.model.data.Features;
import io.braid.model.data.State;

/**
 * The shared part of the network: features in, one representation per task out. With hard sharing
 * all tasks see the same arrays; soft sharing and mixtures give each task its own.
 *
 * <p>{@link State} is what a trunk carries besides its parameters (a dropout generator, load
 * counters); the parameters themselves are saved with the flat vector.
 */
public interface Trunk extends State {
  /**
   * Width of the representation task {@code task} sees, or 0 if its head reads the features
   * themselves (the linear model).
   */
  int width(int task);

  /**
   * Runs all rows of {@code x} through the trunk.
   *
   * @param training whether dropout and the like are on
   */
  void forward(Features x, boolean training);

  /** After {@link #forward}: {@code [rows][width(task)]}, row-major, owned by the trunk. */
  float[] representation(int task);

  /**
   * Where task {@code task}'s gradient with respect to its representation is to be added, {@code
   * [rows][width(task)]}; zero after {@link #forward} in training. Tasks that share a
   * representation share this array.
   */
  float[] representationGradient(int task);

  /** Turns the representation gradients into parameter gradients, for the rows last forwarded. */
  void backward(Features x);
}
