package io.braid.model.relatedness;

/** Cosines of gradients. */
final class Cosine {
  private Cosine() {}

  /** The cosine, in [-1, 1] whatever is rounded; NaN if a length is 0. */
  static double of(double inner, double lengths) {
    return lengths > 0 ? Math.max(-1, Math.min(1, inner / lengths)) : Double.NaN;
  }
}
