package io.braid.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.braid.model.data.Features;
import io.braid.model.data.Rng;
import io.braid.model.spec.Component;
import io.braid.model.spec.Task.Kind;
import org.junit.jupiter.api.Test;

class PassiveAggressiveHeadTest {
  private static final double[] ONE = {1.0};

  private static Pupil pupil(Kind kind, int outputs, Object... settings) {
    Pupil pupil = new Pupil(Component.of("passive_aggressive", settings), 4, 5, kind, 1.0, outputs);
    pupil.repeats = false;
    return pupil;
  }

  @Test
  void anUnlimitedMoveMakesTheRowsLossExactlyZeroAndASmallerOneDoesNothing() {
    Pupil pupil = pupil(Kind.REGRESSION, 1, "aggressiveness", 1e6, "epsilon", 0.125);
    Rng rng = new Rng(1);
    for (int i = 0; i < 100; i++) {
      Features x = pupil.rows(1, rng);
      double label = 3 * rng.nextGaussian();
      double before = pupil.output(0, x);
      pupil.learn(x, new double[][] {{label}}, ONE);
      double after = pupil.output(0, x);
      if (Math.abs(label - before) <= 0.125) {
        assertThat(after).isEqualTo(before);
      } else {
        assertThat(Math.abs(label - after)).isCloseTo(0.125, within(1e-4));
      }
    }
  }

  @Test
  void bothVariantsMoveByTheirPapersStep() {
    for (String variant : new String[] {"pa1", "pa2"}) {
      Pupil pupil =
          pupil(Kind.REGRESSION, 1, "variant", variant, "aggressiveness", 0.05, "epsilon", 0.1);
      Rng rng = new Rng(2);
      double[] v = new double[10];
      for (int i = 0; i < 300; i++) {
        Features x = pupil.rows(1, rng);
        double weight = 1 + i % 3;
        double[] z = new double[10];
        for (int j = 0; j < 4; j++) {
          z[j] = x.dense[j];
        }
        for (int k = 0; k < x.start[1]; k++) {
          z[4 + x.index[k]] += x.value[k];
        }
        z[9] = 1;
        double label = z[0] - z[1] + 0.3 * rng.nextGaussian();
        double y = 0;
        for (int j = 0; j < 10; j++) {
          y += v[j] * z[j];
        }
        assertThat(pupil.output(0, x)).isCloseTo(y, within(1e-4));
        double norm = 0;
        for (int j = 0; j < 10; j++) {
          norm += z[j] * z[j];
        }
        double loss = Math.max(0, Math.abs(label - y) - 0.1);
        double c = 0.05 * weight;
        double tau = variant.equals("pa1") ? Math.min(c, loss / norm) : loss / (norm + 0.5 / c);
        for (int j = 0; j < 10; j++) {
          v[j] += Math.signum(label - y) * tau * z[j];
        }
        pupil.learn(x, new double[][] {{label}}, new double[] {weight});
      }
    }
  }

  @Test
  void aRowThatWasLearnedHasAMarginOfOne() {
    Pupil pupil = pupil(Kind.BINARY, 1, "aggressiveness", 1e6);
    Rng rng = new Rng(3);
    Features x = pupil.rows(1, rng);
    pupil.learn(x, new double[][] {{0}}, ONE);
    float scaled = (float) pupil.output(0, x);
    assertThat(scaled).isNegative();
    pupil.learn(x, new double[][] {{1}}, ONE);
    assertThat(pupil.output(0, x)).isPositive();
  }

  @Test
  void continuesBitForBitAfterARestore() {
    Pupil original = pupil(Kind.BINARY, 1);
    Pupil restored = pupil(Kind.BINARY, 1);
    Rng rng = new Rng(4);
    for (int i = 0; i < 200; i++) {
      Features x = original.rows(1, rng);
      double[][] targets = {{x.dense[0] > 0 ? 1 : 0}};
      original.learn(x, targets, ONE);
      if (i == 100) {
        restored.restore(original.saved());
      } else if (i > 100) {
        restored.learn(x, targets, ONE);
        assertThat(restored.saved()).isEqualTo(original.saved());
      }
    }
  }
}
