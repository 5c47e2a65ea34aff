package io.braid.model.optimizer;

import java.util.Map;

/** The optimizers as written in their papers, one parameter at a time and in double precision. */
final class References {
  /** Moves one parameter; {@code memory} starts at zero, {@code t} at 1. */
  interface Reference {
    double move(double p, double g, double[] memory, int t, double rate, boolean bias);
  }

  static final Map<String, Reference> BY_NAME =
      Map.of(
          "sgd",
          (p, g, memory, t, rate, bias) -> p - rate * g,
          "momentum",
          References::momentum,
          "adagrad",
          References::adaGrad,
          "rmsprop",
          References::rmsProp,
          "adam",
          References::adam,
          "adamw",
          (p, g, memory, t, rate, bias) ->
              adam(bias ? p : p - rate * 0.01 * p, g, memory, t, rate, bias),
          "cocob",
          References::cocob,
          "ftrl",
          ftrl(0, 0));

  private References() {}

  static double nesterov(double p, double g, double[] memory, int t, double rate, boolean bias) {
    memory[0] = 0.9 * memory[0] + g;
    return p - rate * (g + 0.9 * memory[0]);
  }

  private static double momentum(
      double p, double g, double[] memory, int t, double rate, boolean bias) {
    memory[0] = 0.9 * memory[0] + g;
    return p - rate * memory[0];
  }

  private static double adaGrad(
      double p, double g, double[] memory, int t, double rate, boolean bias) {
    memory[0] += g * g;
    return p - rate * g / (Math.sqrt(memory[0]) + 1e-8);
  }

  private static double rmsProp(
      double p, double g, double[] memory, int t, double rate, boolean bias) {
    memory[0] = 0.99 * memory[0] + 0.01 * g * g;
    return p - rate * g / (Math.sqrt(memory[0] / (1 - Math.pow(0.99, t))) + 1e-8);
  }

  private static double adam(
      double p, double g, double[] memory, int t, double rate, boolean bias) {
    memory[0] = 0.9 * memory[0] + 0.1 * g;
    memory[1] = 0.999 * memory[1] + 0.001 * g * g;
    double first = memory[0] / (1 - Math.pow(0.9, t));
    double second = memory[1] / (1 - Math.pow(0.999, t));
    return p - rate * first / (Math.sqrt(second) + 1e-8);
  }

  /** memory: largest, sum of sizes, reward, sum of gradients, what has been bet. */
  private static double cocob(
      double p, double g, double[] memory, int t, double rate, boolean bias) {
    double start = p - memory[4];
    memory[0] = Math.max(memory[0], Math.abs(g));
    memory[1] += Math.abs(g);
    memory[2] = Math.max(memory[2] - memory[4] * g, 0);
    memory[3] -= g;
    double fraction =
        memory[0] == 0
            ? 0
            : memory[3] / (memory[0] * Math.max(memory[1] + memory[0], 100 * memory[0]));
    memory[4] = rate * fraction * (memory[0] + memory[2]);
    return start + memory[4];
  }

  /**
   * Minimises the regularised sum of all past steps: memory holds sum of g, of g^2, of sigma and of
   * sigma p.
   */
  static Reference ftrl(double lasso, double ridge) {
    return (p, g, memory, t, rate, bias) -> {
      double l1 = bias ? 0 : lasso;
      double l2 = bias ? 0 : ridge;
      memory[0] += g;
      memory[1] += g * g;
      double sum = (1 + Math.sqrt(memory[1])) / rate;
      double sigma = sum - memory[2];
      memory[2] = sum;
      memory[3] += sigma * p;
      // 1/2 (sum + l2) p^2 - pull p + l1 |p| is least at:
      double pull = memory[3] - memory[0];
      double shrunk = Math.signum(pull) * Math.max(Math.abs(pull) - l1, 0);
      return shrunk / (sum + l2);
    };
  }

  /** L2 and L1 around a reference. */
  static Reference regularized(Reference inner, double l1, double l2) {
    return (p, g, memory, t, rate, bias) -> {
      if (bias) {
        return inner.move(p, g, memory, t, rate, true);
      }
      double smooth = g + l2 * p;
      if (p == 0) {
        double pull = Math.signum(smooth) * Math.max(Math.abs(smooth) - l1, 0);
        double moved = inner.move(p, pull, memory, t, rate, false);
        return pull == 0 ? 0 : moved;
      }
      double moved = inner.move(p, smooth + l1 * Math.signum(p), memory, t, rate, false);
      return moved * p < 0 ? 0 : moved;
    };
  }
}
