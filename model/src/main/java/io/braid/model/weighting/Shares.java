package io.braid.model.weighting;

/** Turns what each task deserves into weights with a mean of 1. */
final class Shares {
  private Shares() {}

  /**
   * Gives each active task its part of the whole, times the number of tasks. The whole is taken
   * over all tasks ever seen, not over the active ones: so a task's weight does not depend on which
   * other labels happen to come with its own, and rare company does not count double.
   *
   * @param worth what each task deserves, finite and positive
   * @param seen tasks ever seen before
   */
  static void weigh(boolean[] active, double[] worth, LossAverage seen, float[] weights) {
    double whole = 0;
    int count = 0;
    for (int k = 0; k < worth.length; k++) {
      if (active[k] || seen.seen(k)) {
        whole += worth[k];
        count++;
      }
    }
    double factor = count / whole;
    for (int k = 0; k < weights.length; k++) {
      weights[k] = active[k] ? (float) (worth[k] * factor) : 0f;
    }
  }
}
