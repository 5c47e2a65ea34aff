package io.braid.model.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.braid.model.data.Parameters;
import io.braid.model.data.Rng;
import io.braid.model.data.Segment;
import io.braid.model.kernel.KernelChoice;
import io.braid.model.spec.Component;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A step on the factors of an outer product is the step on the product. */
class OuterStepTest {
  private static final int[][] SHAPES = {{32, 1}, {7, 1}, {5, 8}, {33, 37}, {4, 64}, {0, 9}};

  static Stream<Arguments> steps() {
    return Optimizers.CATALOG.names().stream()
        .flatMap(name -> Stream.of("loops", "auto").map(kernels -> arguments(name, kernels)));
  }

  @ParameterizedTest
  @MethodSource("steps")
  void theFactorsMoveParametersToTheSameBits(String name, String kernels) {
    for (int[] shape : SHAPES) {
      for (boolean table : new boolean[] {false, true}) {
        Model written = new Model(name, kernels, shape[0], shape[1], table, false);
        Model factored = new Model(name, kernels, shape[0], shape[1], table, true);
        for (int n = 0; n < 50; n++) {
          written.step(n);
          factored.step(n);
        }
        assertThat(factored.parameters.values()).isEqualTo(written.parameters.values());
        assertThat(factored.optimizer.slots()).isEqualTo(written.optimizer.slots());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sgd", "adagrad", "rmsprop", "adam", "adamw"})
  void theCommonOptimizersTakeFactors(String name) {
    assertThat(new Model(name, "loops", 3, 8, false, true).optimizer.takesOuter()).isTrue();
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

  @Test
  void theRowsOfATableAreWrittenToo() {
    Parameters parameters = new Parameters();
    Segment segment = parameters.table("table", 4, 2);
    parameters.allocate();
    int[] rows = {9, 3, 1};
    float[] delta = {10, 20};
    segment.outerRows(rows, new float[] {7, 1, 2}, 1, 3, delta, Double.NaN);
    assertThat(segment.hasGradient()).isTrue();
    assertThat(segment.squaredNorm()).isEqualTo(500.0 * 5);
    assertThat(segment.touchedCount()).isEqualTo(2);
    assertThat(segment.touchedRow(0)).isEqualTo(3);
    assertThat(segment.touchedRow(1)).isEqualTo(1);
    assertThat(parameters.gradient()).containsExactly(0, 0, 20, 40, 0, 0, 10, 20);
    parameters.clearGradients();
    assertThat(segment.hasGradient()).isFalse();
  }

  /** One layer and its optimizer, given random gradients. */
  private static final class Model {
    final Parameters parameters = new Parameters();
    final Optimizer optimizer;
    private final Segment segment;
    private final boolean factored;
    private final float[] x;
    private final int[] rows;
    private final float[] delta;

    Model(String name, String kernels, int in, int out, boolean table, boolean factored) {
      this.factored = factored;
      segment =
          table
              ? parameters.table("layer", in + 1, out)
              : parameters.dense("layer", in * out + out, out);
      parameters.dense("another", 3, 0);
      parameters.allocate();
      optimizer =
          Optimizers.CATALOG
              .create(
                  Component.of(name), OptimizerContext.of(parameters, KernelChoice.steps(kernels)))
              .optimizer();
      x = new float[in];
      rows = table ? IntStream.range(1, in + 1).toArray() : null;
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
      if (rows == null) {
        segment.outer(x, x.length, delta, Double.NaN);
      } else {
        segment.outerRows(rows, x, 0, Math.min(x.length, 1 + n % 4), delta, Double.NaN);
      }
      optimizer.begin(segment);
      float scale = n % 2 == 0 ? 1f : 0.37f;
      if (factored && optimizer.takesOuter()) {
        optimizer.stepOuter(segment, 0.01f, scale);
      } else {
        stepWritten(scale);
      }
      parameters.clearGradients();
    }

    private void stepWritten(float scale) {
      if (!segment.table()) {
        optimizer.step(segment, segment.from(), segment.to(), 0.01f, scale);
      }
      for (int i = 0; i < segment.touchedCount(); i++) {
        int at = segment.from() + segment.touchedRow(i) * segment.rowWidth();
        optimizer.step(segment, at, at + segment.rowWidth(), 0.01f, scale);
      }
    }

    private static void fill(float[] values, Rng rng) {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) rng.nextGaussian();
      }
    }
  }
}
