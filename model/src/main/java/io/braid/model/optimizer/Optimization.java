package io.braid.model.optimizer;

/**
 * How parameters move: the algorithm, and how far it may go in one step. The optimizer has state;
 * everything else is fixed.
 *
 * @param optimizer the algorithm
 * @param schedule factor on the learning rate by step number
 * @param learningRate base learning rate, positive
 * @param clipNorm largest norm of the whole gradient, or 0 to leave it as it is
 */
public record Optimization(
    Optimizer optimizer, Schedule schedule, double learningRate, double clipNorm) {

  /**
   * Learning rate of a step.
   *
   * @param step steps taken before this one, at least 0
   */
  public double rate(long step) {
    return learningRate * schedule.factor(step);
  }

  /**
   * Factor that brings a gradient of the given norm down to {@link #clipNorm}; 1 if it is within.
   */
  public double clipScale(double gradientNorm) {
    return clipNorm > 0 && gradientNorm > clipNorm ? clipNorm / gradientNorm : 1.0;
  }
}
