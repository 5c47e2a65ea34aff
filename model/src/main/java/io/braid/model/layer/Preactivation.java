package io.braid.model.layer;

/**
 * No non-linearity, but the initial size of a layer that has one: for the terms of a sum to which
 * the activation is applied later.
 */
final class Preactivation extends Identity {
  private final Activation activation;

  Preactivation(Activation activation) {
    this.activation = activation;
  }

  @Override
  public double initialVariance(int in, int out) {
    return activation.initialVariance(in, out);
  }
}
