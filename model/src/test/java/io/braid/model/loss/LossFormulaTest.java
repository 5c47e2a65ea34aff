package io.braid.model.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.braid.model.data.Rng;
import io.braid.model.spec.Component;
import io.braid.model.spec.SpecException;
import io.braid.model.spec.Task.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each loss against its textbook formula, and what its minimiser predicts. */
class LossFormulaTest {

  private static double at(Loss loss, double label, double... z) {
    return loss.loss(floats(z), 0, label);
  }

  private static float[] floats(double... z) {
    float[] result = new float[z.length];
    for (int i = 0; i < z.length; i++) {
      result[i] = (float) z[i];
    }
    return result;
  }

  private static float[] link(Loss loss, double... z) {
    float[] prediction = new float[loss.predictions()];
    loss.link(floats(z), 0, prediction);
    return prediction;
  }

  /** Minimises the mean loss of the labels by plain gradient descent. */
  private static float[] minimiser(Loss loss, double... labels) {
    int n = loss.outputs();
    double[] z = new double[n];
    float[] dz = new float[n];
    for (int step = 1; step <= 40_000; step++) {
      double rate = 2.0 / Math.sqrt(step);
      float[] now = floats(z);
      for (double label : labels) {
        loss.gradient(now, 0, label, dz, 0);
        for (int i = 0; i < n; i++) {
          z[i] -= rate * dz[i] / labels.length;
        }
      }
    }
    return link(loss, z);
  }

  @Test
  void logLossIsTheNaiveFormulaWithSmoothingAndWeight() {
    Loss loss =
        LossContractTest.loss(
            Kind.BINARY, Component.of("log_loss", "label_smoothing", 0.2, "positive_weight", 3.0));
    for (double z = -6; z <= 6; z += 0.5) {
      double p = 1 / (1 + Math.exp(-z));
      assertThat(at(loss, 1, z))
          .isCloseTo(3 * -(0.9 * Math.log(p) + 0.1 * Math.log(1 - p)), within(1e-12));
      assertThat(at(loss, 0, z))
          .isCloseTo(-(0.1 * Math.log(p) + 0.9 * Math.log(1 - p)), within(1e-12));
      assertThat(link(loss, z)[0]).isCloseTo((float) p, within(1e-7f));
    }
  }

  @Test
  void logLossKeepsItsPrecisionFarFromZero() {
    Loss loss = LossContractTest.loss(Kind.BINARY, Component.of("log_loss"));
    assertThat(at(loss, 1, 50)).isCloseTo(Math.exp(-50), within(1e-30));
    assertThat(at(loss, 1, -1e6)).isEqualTo(1e6);
    assertThat(at(loss, 0, 1e6)).isEqualTo(1e6);
  }

  @Test
  void softmaxCrossEntropyIsTheNaiveFormulaWithSmoothingAndWeights() {
    List<Double> weights = List.of(1.0, 2.0, 0.5, 4.0);
    double s = 0.2;
    Loss loss =
        LossContractTest.loss(
            Kind.MULTICLASS,
            Component.of("softmax_cross_entropy", "label_smoothing", s, "class_weights", weights));
    Rng rng = new Rng(1);
    for (int round = 0; round < 50; round++) {
      float[] z = new float[4];
      double total = 0;
      for (int k = 0; k < 4; k++) {
        z[k] = (float) rng.nextGaussian();
        total += Math.exp(z[k]);
      }
      for (int y = 0; y < 4; y++) {
        double expected = 0;
        for (int k = 0; k < 4; k++) {
          double target = (k == y ? 1 - s : 0) + s / 4;
          expected -= weights.get(y) * target * Math.log(Math.exp(z[k]) / total);
        }
        assertThat(loss.loss(z, 0, y)).isCloseTo(expected, within(1e-10));
      }
    }
  }

  @Test
  void softmaxGradientOfTheOwnClassDoesNotCancel() {
    Loss loss = LossContractTest.loss(Kind.MULTICLASS, Component.of("softmax_cross_entropy"));
    float[] dz = new float[4];
    loss.gradient(floats(25, 0, 0, 0), 0, 0, dz, 0);
    assertThat((double) dz[0]).isCloseTo(-3 * Math.exp(-25), within(1e-15));
  }

  @Test
  void regressionLossesAreTheirFormulas() {
    Loss squared = LossContractTest.loss(Kind.REGRESSION, Component.of("squared_error"));
    Loss huber = LossContractTest.loss(Kind.REGRESSION, Component.of("huber", "delta", 0.5));
    Loss quantile =
        LossContractTest.loss(
            Kind.REGRESSION, Component.of("quantile", "quantiles", List.of(0.25, 0.75)));
    assertThat(at(squared, 1, 3)).isEqualTo(2.0);
    assertThat(at(huber, 1, 1.25)).isEqualTo(0.03125);
    assertThat(at(huber, 1, -1)).isEqualTo(0.5 * (2 - 0.25));
    // y - z is 1 for the first quantile and -2 for the second: (0.25 * 1 + 0.25 * 2) / 2.
    assertThat(at(quantile, 1, 0, 3)).isEqualTo(0.375);
  }

  @Test
  void poissonIsHalfTheDeviance() {
    Loss loss = LossContractTest.loss(Kind.COUNT, Component.of("poisson"));
    for (double y : new double[] {0, 0.3, 1, 4}) {
      for (double z = -4; z <= 4; z += 0.25) {
        double rate = Math.exp(z);
        double deviance = 2 * ((y == 0 ? 0 : y * Math.log(y / rate)) - (y - rate));
        assertThat(at(loss, y, z)).isCloseTo(deviance / 2, within(1e-12));
      }
    }
    assertThat(link(loss, 1)[0]).isCloseTo((float) Math.E, within(1e-6f));
  }

  @Test
  void minimisersAreTheMeanTheFrequencyAndTheQuantile() {
    double[] numbers = {-1, 0, 0.5, 1, 4};
    assertThat(minimiser(LossContractTest.loss(Kind.BINARY, Component.of("log_loss")), 1, 0, 0, 0))
        .containsExactly(new float[] {0.25f}, within(1e-3f));
    assertThat(
            minimiser(
                LossContractTest.loss(
                    Kind.BINARY, Component.of("log_loss", "label_smoothing", 0.2)),
                1))
        .containsExactly(new float[] {0.9f}, within(1e-3f));
    // A positive weight of 3 makes one positive among four look like three among six.
    assertThat(
            minimiser(
                LossContractTest.loss(
                    Kind.BINARY, Component.of("log_loss", "positive_weight", 3.0)),
                1,
                0,
                0,
                0))
        .containsExactly(new float[] {0.5f}, within(1e-3f));
    assertThat(
            minimiser(
                LossContractTest.loss(Kind.MULTICLASS, Component.of("softmax_cross_entropy")),
                0,
                1,
                1,
                2,
                2,
                2,
                3,
                3,
                3,
                3))
        .containsExactly(new float[] {0.1f, 0.2f, 0.3f, 0.4f}, within(1e-3f));
    assertThat(
            minimiser(
                LossContractTest.loss(Kind.REGRESSION, Component.of("squared_error")), numbers))
        .containsExactly(new float[] {0.9f}, within(1e-3f));
    // Half a unit from 4 the pull is 0.5; the others' residuals must sum to -0.5: z = 0.25.
    assertThat(
            minimiser(
                LossContractTest.loss(Kind.REGRESSION, Component.of("huber", "delta", 0.5)),
                -0.2,
                0.3,
                0.2,
                0.2,
                4))
        .containsExactly(new float[] {0.25f}, within(1e-3f));
    assertThat(minimiser(LossContractTest.loss(Kind.COUNT, Component.of("poisson")), 0, 0, 1, 5))
        .containsExactly(new float[] {1.5f}, within(1e-3f));
    assertThat(
            minimiser(
                LossContractTest.loss(
                    Kind.REGRESSION, Component.of("quantile", "quantiles", List.of(0.1, 0.5, 0.9))),
                numbers))
        .containsExactly(new float[] {-1f, 0.5f, 4f}, within(0.05f));
  }

  @Test
  void quantilesComeOutInOrderAndTheMedianIsThePoint() {
    Loss loss =
        LossContractTest.loss(
            Kind.REGRESSION, Component.of("quantile", "quantiles", List.of(0.1, 0.5, 0.9)));
    assertThat(link(loss, 3, -1, 2)).containsExactly(-1f, 2f, 3f);
    assertThat(loss.point()).isEqualTo(1);
    assertThat(
            LossContractTest.loss(
                    Kind.REGRESSION, Component.of("quantile", "quantiles", List.of(0.8, 0.9)))
                .point())
        .isZero();
  }

  @Test
  void wrongParametersAreRefusedWithPathValueAndRange() {
    assertThatThrownBy(
            () ->
                LossContractTest.loss(
                    Kind.REGRESSION, Component.of("quantile", "quantiles", List.of(0.9, 0.1))))
        .isInstanceOf(SpecException.class)
        .hasMessage(
            "quantile.quantiles: '[0.9, 0.1]' is not allowed,"
                + " must be one or more numbers in rising order");
    assertThatThrownBy(
            () ->
                LossContractTest.loss(
                    Kind.MULTICLASS,
                    Component.of("softmax_cross_entropy", "class_weights", List.of(1.0, 2.0))))
        .isInstanceOf(SpecException.class)
        .hasMessage(
            "softmax_cross_entropy.class_weights: 2 values are not allowed,"
                + " must be one per class of [a, b, c, d]");
    assertThatThrownBy(
            () -> LossContractTest.loss(Kind.REGRESSION, Component.of("huber", "delta", 0)))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("huber.delta: '0' is not allowed, must be a number from 0.001");
  }
}
