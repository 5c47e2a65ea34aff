package io.braid.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.braid.model.data.Rng;
import io.braid.model.spec.Component;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ActivationTest {
  static List<String> names() {
    return Activations.names();
  }

  private static Activation make(String name) {
    return Activations.CATALOG.create(Component.of(name), null);
  }

  private static float value(Activation activation, float z) {
    float[] y = new float[1];
    activation.forward(1, new float[] {z}, y);
    return y[0];
  }

  private static float derivative(Activation activation, float z) {
    float[] dz = new float[1];
    activation.backward(
        1, new float[] {z}, new float[] {value(activation, z)}, new float[] {1f}, dz);
    return dz[0];
  }

  @ParameterizedTest
  @MethodSource("names")
  void theDerivativeIsThatOfTheFunction(String name) {
    Activation activation = make(name);
    for (float z = -12.003f; z < 12; z += 0.01f) {
      float h = 0x1p-8f;
      double slope = ((double) value(activation, z + h) - value(activation, z - h)) / (2 * h);
      if (Math.abs(z) > h) {
        // Both sides are off by rounding of values near 12 over the step.
        assertThat(derivative(activation, z))
            .as("at %s", z)
            .isCloseTo((float) slope, within(3e-4f));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void everythingButNanStaysFiniteAndNanShows(String name) {
    Activation activation = make(name);
    for (float z : new float[] {0f, -0f, 1e-40f, -1e-40f, 1e6f, -1e6f}) {
      assertThat(value(activation, z)).isFinite();
      assertThat(derivative(activation, z)).isFinite();
    }
    assertThat(value(activation, Float.NaN)).isNaN();
    assertThat(derivative(activation, Float.NaN)).isNaN();
  }

  @Test
  void tanhIsTanh() {
    Rng rng = new Rng(1);
    for (int i = 0; i < 200_000; i++) {
      float z = 24 * (rng.nextFloat() - 0.5f);
      assertThat(Tanh.of(z)).isCloseTo((float) StrictMath.tanh(z), within(6e-7f));
    }
    assertThat(Tanh.of(8f)).isEqualTo(1f);
    assertThat(Tanh.of(-1e9f)).isEqualTo(-1f);
    assertThat(Tanh.of(1e-20f)).isEqualTo(1e-20f);
  }

  @Test
  void geluIsItsTanhForm() {
    Activation gelu = make("gelu");
    for (float z = -10; z < 10; z += 0.013f) {
      double u = Math.sqrt(2 / Math.PI) * (z + 0.044715 * z * z * z);
      assertThat(value(gelu, z))
          .isCloseTo((float) (0.5 * z * (1 + StrictMath.tanh(u))), within(3e-6f));
    }
    assertThat(value(gelu, 1e6f)).isEqualTo(1e6f);
    assertThat(value(gelu, -1e6f)).isZero();
    assertThat(derivative(gelu, 1e6f)).isEqualTo(1f);
    assertThat(derivative(gelu, -1e6f)).isZero();
  }

  @Test
  void reluHasDerivativeOneAboveZeroAndZeroElsewhere() {
    Activation relu = make("relu");
    assertThat(derivative(relu, Float.MIN_NORMAL)).isEqualTo(1f);
    assertThat(derivative(relu, 1e30f)).isEqualTo(1f);
    assertThat(derivative(relu, 0f)).isZero();
    assertThat(derivative(relu, -1e30f)).isZero();
  }
}
