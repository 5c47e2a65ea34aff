package io.braid.model.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.braid.model.data.Parameters;
import io.braid.model.data.Rng;
import io.braid.model.data.Segment;
import io.braid.model.kernel.KernelChoice;
import io.braid.model.spec.Component;
import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A step on the factors of an outer product is the step on the product. */
class OuterStepTest {
  private static final int[][] SHAPES = {{32, 1}, {7, 1}, {5, 8}, {33, 37}, {4, 64}, {0, 9}};

  static Collection<String> optimizers() {
    return Optimizers.CATALOG.names();
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void theFactorsMoveParametersToTheSameBits(String name) {
    for (int[] shape : SHAPES) {
      Model written = new Model(name, shape[0], shape[1], false);
      Model factored = new Model(name, shape[0], shape[1], true);
      for (int n = 0; n < 50; n++) {
        written.step(n);
        factored.step(n);
      }
      assertThat(factored.parameters.values()).isEqualTo(written.parameters.values());
      assertThat(factored.optimizer.slots()).isEqualTo(written.optimizer.slots());
    }
  }

  @Test
  void vectorsAreTakenByTheCommonOptimizers() {
    assumeTrue(KernelChoice.steps("auto") != null, "this virtual machine has no vectors");
    for (String name : new String[] {"sgd", "adagrad", "rmsprop", "adam", "adamw"}) {
      assertThat(new Model(name, 3, 8, true).optimizer.takesOuter()).as(name).isTrue();
    }
  }

  @Test
  void whoeverAsksForTheGradientFindsItWritten() {
    Parameters parameters = new Parameters();
    Segment segment = parameters.dense("layer", 3 * 2 + 2, 2);
    parameters.allocate();
    segment.outer(new float[] {1, 2, 3}, 3, new float[] {10, 20}, Double.NaN);
    assertThat(parameters.gradient()).containsExactly(10, 20, 20, 40, 30, 60, 10, 20);
    assertThat(segment.outerX()).isNull();
  }

  @Test
  void theNormDoesNotDependOnTheForm() {
    Parameters parameters = new Parameters();
    Segment segment = parameters.dense("layer", 3 * 2 + 2, 2);
    parameters.allocate();
    segment.outer(new float[] {1, 2, 3}, 3, new float[] {10, 20}, Double.NaN);
    assertThat(segment.squaredNorm()).isEqualTo(500.0 * 15);
  }

  /** One layer and its optimizer, given random gradients. */
  private static final class Model {
    final Parameters parameters = new Parameters();
    final Optimizer optimizer;
    private final Segment segment;
    private final boolean factored;
    private final float[] x;
    private final float[] delta;

    Model(String name, int in, int out, boolean factored) {
      this.factored = factored;
      segment = parameters.dense("layer", in * out + out, out);
      parameters.dense("another", 3, 0);
      parameters.allocate();
      optimizer =
          Optimizers.CATALOG
              .create(
                  Component.of(name), OptimizerContext.of(parameters, KernelChoice.steps("auto")))
              .optimizer();
      x = new float[in];
      delta = new float[out];
      fill(parameters.values(), new Rng(3));
    }

    void step(int n) {
      Rng rng = new Rng(n);
      fill(x, rng);
      fill(delta, rng);
      if (n % 3 == 0) {
        delta[0] = 0;
      }
      segment.outer(x, x.length, delta, Double.NaN);
      optimizer.begin(segment);
      float scale = n % 2 == 0 ? 1f : 0.37f;
      if (factored && optimizer.takesOuter()) {
        optimizer.stepOuter(segment, 0.01f, scale);
      } else {
        optimizer.step(segment, segment.from(), segment.to(), 0.01f, scale);
      }
      parameters.clearGradients();
    }

    private static void fill(float[] values, Rng rng) {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) rng.nextGaussian();
      }
    }
  }
}
