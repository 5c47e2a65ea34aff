package io.braid.model.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.braid.model.data.Prediction;
import io.braid.model.data.Rng;
import io.braid.model.data.Row;
import io.braid.model.metric.Horizon;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import io.braid.model.spec.SpecException;
import org.junit.jupiter.api.Test;

/** Several learning rates at once are about as good as the best of them, whichever that is. */
class MixtureTest {

  private static Pipeline pipeline(String rates) {
    return PipelineFile.parse(
        """
        name: hedge
        features: [a, b]
        tasks:
          - {name: y, kind: regression}
          - {name: c, kind: binary}
        trunk: linear
        optimizer: {kind: sgd, learning_rate: %s}
        """
            .formatted(rates),
        "hedge.yaml");
  }

  /** A target that turns every {@code period} events: the shorter, the larger the right rate. */
  private static double[] errors(String rates, int period, Horizon horizon) {
    Prequential learner = new Prequential(pipeline(rates));
    Rng rng = new Rng(1);
    for (int i = 0; i < 12_000; i++) {
      Row row = new Row(2, 2);
      row.numbers[0] = rng.nextGaussian();
      row.numbers[1] = rng.nextGaussian();
      double angle = 2 * Math.PI * i / period;
      double signal = Math.cos(angle) * row.numbers[0] + Math.sin(angle) * row.numbers[1];
      row.labels[0] = signal + 0.3 * rng.nextGaussian();
      row.labels[1] = signal + 0.3 * rng.nextGaussian() > 0 ? 1 : 0;
      learner.predict(row);
      learner.learn(row);
    }
    return new double[] {
      learner.evaluator().quality(0).value(horizon, "rmse"),
      learner.evaluator().quality(1).value(horizon, "log_loss")
    };
  }

  @Test
  void theMixtureComesNearTheBestRateOfEveryTaskWhicheverItIs() {
    String[] rates = {"1e-3", "2e-2", "0.3"};
    for (int period : new int[] {200, 1_000_000}) {
      double[] mixed = errors("[" + String.join(", ", rates) + "]", period, Horizon.WHOLE);
      double[][] single = {
        errors(rates[0], period, Horizon.WHOLE),
        errors(rates[1], period, Horizon.WHOLE),
        errors(rates[2], period, Horizon.WHOLE)
      };
      for (int k = 0; k < 2; k++) {
        double best = Math.min(single[0][k], Math.min(single[1][k], single[2][k]));
        double worst = Math.max(single[0][k], Math.max(single[1][k], single[2][k]));
        assertThat(worst).as("the rate matters").isGreaterThan(1.08 * best);
        assertThat(mixed[k]).as("task %d, period %d", k, period).isLessThan(1.03 * best);
      }
    }
  }

  @Test
  void aRateThatDivergesHasNoPartAndHoldsNobodyUp() {
    double[] mixed = errors("[1000, 0.01]", 1_000_000, Horizon.WINDOW);
    double[] alone = errors("0.01", 1_000_000, Horizon.WINDOW);
    assertThat(mixed[0]).isLessThan(1.1 * alone[0]);
    assertThat(mixed[1]).isLessThan(1.1 * alone[1]);
  }

  @Test
  void oneRateInAListIsThatRate() {
    Prequential one = new Prequential(pipeline("[0.01]"));
    Prequential bare = new Prequential(pipeline("0.01"));
    assertThat(one.structureHash()).isNotNull();
    Row row = new Row(2, 2);
    Rng rng = new Rng(2);
    for (int i = 0; i < 50; i++) {
      row.numbers[0] = rng.nextGaussian();
      row.numbers[1] = 1;
      row.labels[0] = rng.nextGaussian();
      row.labels[1] = rng.nextInt(2);
      Prediction expected = bare.predict(row);
      assertThat(one.predict(row).outputs).isDeepEqualTo(expected.outputs);
      one.learn(row);
      bare.learn(row);
    }
    assertThat(one.structureHash()).isEqualTo(bare.structureHash());
  }

  @Test
  void modelsOfOtherNumbersOfRatesAreOtherModels() {
    assertThat(pipeline("[0.1, 0.01]").structureHash())
        .isNotEqualTo(pipeline("[0.1, 0.01, 0.001]").structureHash())
        .isNotEqualTo(pipeline("0.1").structureHash())
        .isEqualTo(pipeline("[0.5, 0.2]").structureHash());
  }

  @Test
  void wrongRatesAreRefused() {
    assertThatThrownBy(() -> new Prequential(pipeline("[]")))
        .isInstanceOf(SpecException.class)
        .hasMessage("optimizer.learning_rate: 0 rates are not allowed, must be 1 to 16");
    assertThatThrownBy(() -> new Prequential(pipeline("[0.1, -1]")))
        .isInstanceOf(SpecException.class)
        .hasMessageStartingWith("optimizer.learning_rate[1]: '-1' is not allowed");
  }
}
