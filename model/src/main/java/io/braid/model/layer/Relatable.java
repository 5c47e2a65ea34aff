package io.braid.model.layer;

/** A trunk that holds some tasks closer together than others, and can be told which. */
public interface Relatable {
  /**
   * Sets how strongly two tasks pull on each other, in both directions; state, saved with the
   * trunk. Call it between steps.
   *
   * @param i one task
   * @param j another task
   * @param strength at least 0, in units of the trunk's own setting; 0 lets them go their own ways
   * @throws IllegalArgumentException if i equals j or the strength is negative or not finite
   */
  void relate(int i, int j, float strength);

  /** How strongly two different tasks pull on each other. */
  float strength(int i, int j);

  /** Refuses what {@link #relate} does not take. */
  static void check(int i, int j, float strength) {
    if (i == j || !(strength >= 0 && strength <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "strength of tasks %d and %d: '%s' is not allowed, must be at least 0, of two tasks"
              .formatted(i, j, strength));
    }
  }
}
