package io.braid.model.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.braid.model.data.Parameters;
import io.braid.model.data.Rng;
import io.braid.model.data.Segment;
import io.braid.model.spec.Component;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Optimizers whose parameters move together: against their papers, a whole vector at a time. */
class SegmentOptimizersTest {
  static final Set<String> NAMES = Set.of("dowg", "prodigy");

  private static final int N = 12;

  /** What a paper does with one gradient; the arrays are its memory. */
  private interface Paper {
    void step(double[] p, double[] g, double factor);
  }

  private static void check(Component component, Paper paper, double factor) {
    Parameters parameters = new Parameters();
    Segment segment = parameters.dense("only", N, 3);
    parameters.allocate();
    Optimizer optimizer =
        Optimizers.CATALOG.create(component, OptimizerContext.of(parameters)).optimizer();
    Rng rng = new Rng(1);
    double[] expected = new double[N];
    double[] gradient = new double[N];
    for (int t = 0; t < 300; t++) {
      for (int i = 0; i < N; i++) {
        // A noisy bowl with its bottom at i.
        gradient[i] = (expected[i] - i) * 0.5 + 0.1 * rng.nextGaussian();
        parameters.gradient()[i] = (float) (2 * gradient[i]);
      }
      optimizer.begin(segment);
      optimizer.step(segment, 0, N, (float) factor, 0.5f);
      paper.step(expected, gradient, factor);
      for (int i = 0; i < N; i++) {
        assertThat((double) parameters.values()[i])
            .as("parameter %d after step %d", i, t)
            .isCloseTo(expected[i], within(1e-3 * (1 + Math.abs(expected[i]))));
      }
    }
    assertThat(expected[N - 1]).as("it has moved").isGreaterThan(0.1);
  }

  private static double norm(double[] x) {
    double sum = 0;
    for (double each : x) {
      sum += each * each;
    }
    return Math.sqrt(sum);
  }

  @Test
  void dowgMovesAsItsPaperSays() {
    double[] memory = {1e-3, 0};
    check(
        Component.of("dowg"),
        (p, g, factor) -> {
          memory[0] = Math.max(memory[0], norm(p)); // the start is 0
          memory[1] += memory[0] * memory[0] * norm(g) * norm(g);
          for (int i = 0; i < N; i++) {
            p[i] -= factor * memory[0] * memory[0] * g[i] / Math.sqrt(memory[1]);
          }
        },
        1);
  }

  @Test
  void prodigyMovesAsItsPaperSays() {
    double[] d = {1e-4};
    double[] r = {0};
    double[] m = new double[N];
    double[] v = new double[N];
    double[] s = new double[N];
    double b1 = 0.9;
    double b2 = 0.99;
    double root = Math.sqrt(b2);
    check(
        Component.of("prodigy", "beta1", b1, "beta2", b2),
        (p, g, factor) -> {
          double l1 = 0;
          double product = 0;
          for (int i = 0; i < N; i++) {
            m[i] = b1 * m[i] + (1 - b1) * d[0] * g[i];
            v[i] = b2 * v[i] + (1 - b2) * d[0] * d[0] * g[i] * g[i];
            s[i] = root * s[i] + (1 - root) * d[0] * d[0] * g[i];
            product += g[i] * -p[i]; // the start is 0
            l1 += Math.abs(s[i]);
          }
          r[0] = root * r[0] + (1 - root) * d[0] * d[0] * product;
          d[0] = Math.max(d[0], r[0] / l1);
          for (int i = 0; i < N; i++) {
            p[i] -= factor * d[0] * m[i] / (Math.sqrt(v[i]) + d[0] * 1e-8);
          }
        },
        0.5);
  }
}
