package io.braid.model.weighting;

import static io.braid.model.weighting.Steps.ALL;
import static io.braid.model.weighting.Steps.K;
import static io.braid.model.weighting.Steps.WIDTH;
import static io.braid.model.weighting.Steps.make;
import static io.braid.model.weighting.Steps.randomGradients;
import static io.braid.model.weighting.Steps.weighAndUpdate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.braid.model.data.Rng;
import io.braid.model.spec.SpecException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What each weighting that learns from step to step comes to. */
class WeightingFormulaTest {
  @Test
  void autoLambdaKeepsWhatHelpsThePrimaryTasksAndLetsGoOfWhatHarms() {
    Rng rng = new Rng(5);
    for (int sign : new int[] {1, -1}) {
      Weighting weighting = make("auto_lambda");
      float[] weights = new float[K];
      for (int t = 0; t < 2000; t++) {
        float[][] z = randomGradients(rng, K);
        for (int k = 0; k < K; k++) {
          z[k][0] += k == 3 ? sign : 1f;
        }
        weighAndUpdate(weighting, ALL, new double[K], z, weights);
      }
      assertThat(weights).startsWith(1f, 1f, 1f);
      if (sign > 0) {
        assertThat(weights[3]).isGreaterThan(1f);
      } else {
        assertThat(weights[3]).isLessThan(0.05f);
      }
    }
    assertThatThrownBy(() -> make("auto_lambda", List.of("a", "b")))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("auxiliary: true");
  }

  @Test
  void gradNormMakesWeightedGradientsEquallyLong() {
    Weighting weighting = make("gradnorm", "alpha", 0.0);
    float[] weights = new float[K];
    float[][] z = new float[K][WIDTH];
    for (int k = 0; k < K; k++) {
      z[k][k] = 1 + 3 * k;
    }
    double[] losses = {1, 1, 1, 1};
    for (int t = 0; t < 5000; t++) {
      weighAndUpdate(weighting, ALL, losses, z, weights);
    }
    for (int k = 1; k < K; k++) {
      assertThat(weights[k] * z[k][k]).isCloseTo(weights[0] * z[0][0], within(0.05f));
    }
  }

  @Test
  void gradNormAndFamoGiveMoreToATaskThatImprovesLess() {
    for (String name : List.of("gradnorm", "famo")) {
      Weighting weighting =
          make(name, name.equals("famo") ? new Object[] {"pull", 0.0} : new Object[0]);
      float[] weights = new float[K];
      double[] losses = {1, 1, 1, 1};
      for (int t = 0; t < 400; t++) {
        for (int k = 1; k < K; k++) {
          losses[k] *= 0.995;
        }
        weighAndUpdate(weighting, ALL, losses, weights);
      }
      // Famo's own normalisation divides by the loss; what it has learned is the rest.
      double first = weights[0] * (name.equals("famo") ? losses[0] : 1);
      double other = weights[1] * (name.equals("famo") ? losses[1] : 1);
      assertThat(first).as(name).isGreaterThan(1.2 * other);
    }
  }

  @Test
  void stchIsInverseToThePastAndFavoursTheTaskThatImprovedLeastForSmallMu() {
    double[] losses = {0.1, 1, 2, 4};
    Weighting plain = make("stch");
    float[] weights = new float[K];
    for (int t = 0; t < 8000; t++) {
      weighAndUpdate(plain, ALL, losses, weights);
    }
    double whole = 0;
    for (double loss : losses) {
      whole += 1 / loss;
    }
    for (int k = 0; k < K; k++) {
      assertThat((double) weights[k]).isCloseTo(K / losses[k] / whole, within(1e-4));
    }
    Weighting sharp = make("stch", "mu", 0.2);
    double[] now = {1, 1, 1, 1};
    for (int t = 0; t < 1200; t++) {
      now[0] = t < 1000 ? 1 : 1.2;
      weighAndUpdate(sharp, ALL, now, weights);
    }
    assertThat(weights[0]).isGreaterThan(1.3f * weights[1]);
  }

  @Test
  void randomWeightsSumToTheNumberOfLabelsAndAverageOne() {
    Weighting weighting = make("rlw");
    float[] weights = new float[K];
    double[] sums = new double[K];
    int steps = 4000;
    for (int t = 0; t < steps; t++) {
      weighAndUpdate(weighting, ALL, new double[K], weights);
      assertThat(weights[0] + weights[1] + weights[2] + weights[3]).isCloseTo(4f, within(1e-4f));
      for (int k = 0; k < K; k++) {
        sums[k] += weights[k];
      }
    }
    for (double sum : sums) {
      assertThat(sum / steps).isCloseTo(1, within(0.1));
    }
  }

  @Test
  void fixedWeightsAreGivenByNameAndUnknownNamesAreRefused() {
    float[] weights = new float[K];
    weighAndUpdate(
        make("fixed", "weights", Map.of("c", 4.0)),
        new boolean[] {true, false, true, true},
        new double[K],
        weights);
    assertThat(weights).containsExactly(1f, 0f, 4f, 1f);
    assertThatThrownBy(() -> make("fixed", "weights", Map.of("x", 4.0)))
        .isInstanceOf(SpecException.class)
        .hasMessage("fixed.weights.x: no task named 'x', known: [a, b, c, d]");
  }

  @Test
  void emaNormIsInverseToTheMeanLossAndAveragesOne() {
    Weighting weighting = make("ema_norm");
    float[] weights = new float[K];
    double[] losses = {0.1, 0.2, 1, 10};
    double whole = 0;
    for (double loss : losses) {
      whole += 1 / (loss + 0.01);
    }
    for (int t = 0; t < 1000; t++) {
      weighAndUpdate(weighting, ALL, losses, weights);
    }
    for (int k = 0; k < K; k++) {
      assertThat((double) weights[k]).isCloseTo(K / (losses[k] + 0.01) / whole, within(1e-5));
    }
  }

  @Test
  void emaNormDoesNotDependOnWhichOtherLabelsCome() {
    Weighting together = make("ema_norm");
    Weighting alone = make("ema_norm");
    double[] losses = {0.1, 0.2, 1, 10};
    float[] weights = new float[K];
    float[] lonely = new float[K];
    for (int t = 0; t < 500; t++) {
      weighAndUpdate(together, ALL, losses, weights);
      for (int k = 0; k < K; k++) {
        boolean[] active = new boolean[K];
        active[k] = true;
        weighAndUpdate(alone, active, losses, lonely);
        if (t == 499) {
          assertThat(lonely[k]).isCloseTo(weights[k], within(1e-5f));
        }
      }
    }
  }

  @Test
  void aFirstLossOfZeroDoesNotDrownTheOtherTasks() {
    float[] weights = new float[K];
    weighAndUpdate(make("ema_norm"), ALL, new double[] {0, 0.7, 0.7, 0.7}, weights);
    assertThat(weights[1]).isGreaterThan(0.5f);
    assertThat(weights[0]).isLessThan(3f);
  }

  @Test
  void aTaskThatGetsWorseGainsUnderDwa() {
    Weighting weighting = make("dwa");
    float[] weights = new float[K];
    for (int t = 0; t < 2000; t++) {
      weighAndUpdate(weighting, ALL, new double[] {1, 1, 1, 1}, weights);
    }
    assertThat(weights).containsOnly(1f);
    double fast = 1;
    double slow = 1;
    for (int t = 0; t < 50; t++) {
      fast += 0.02 * (3 - fast);
      slow += 0.002 * (3 - slow);
      weighAndUpdate(weighting, ALL, new double[] {3, 1, 1, 1}, weights);
    }
    double worse = Math.exp(fast / slow / 2);
    double same = Math.exp(0.5);
    assertThat((double) weights[0])
        .isCloseTo(K * worse / (worse + 3 * same), within(2e-2))
        .isGreaterThan(1.2);
    float sum = weights[0] + weights[1] + weights[2] + weights[3];
    assertThat(sum).isCloseTo(K, within(1e-5f));
  }

  @Test
  void uncertaintyRestsAtHalfOverTheLossAndImtlAtOneOverIt() {
    double[] losses = {0.1, 0.5, 1, 4};
    for (String name : List.of("uncertainty", "imtl_l")) {
      double target = name.equals("uncertainty") ? 0.5 : 1.0;
      Weighting weighting = make(name);
      float[] weights = new float[K];
      for (int t = 0; t < 20_000; t++) {
        weighAndUpdate(weighting, ALL, losses, weights);
      }
      for (int k = 0; k < K; k++) {
        assertThat((double) weights[k]).isCloseTo(target / losses[k], within(1e-3));
      }
    }
  }

  @Test
  void oneOutlierMovesALearnedWeightByOneStepAtMost() {
    for (String name : List.of("uncertainty", "imtl_l")) {
      Weighting weighting = make(name);
      float[] weights = new float[K];
      weighAndUpdate(weighting, ALL, new double[] {1e12, 1, 1, 1}, weights);
      weighAndUpdate(weighting, ALL, new double[] {1, 1, 1, 1}, weights);
      assertThat((double) weights[0]).isCloseTo(Math.exp(-0.01), within(1e-6));
    }
  }
}
