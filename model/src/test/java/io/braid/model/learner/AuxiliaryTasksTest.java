package io.braid.model.learner;

import static org.assertj.core.api.Assertions.assertThat;

import io.braid.model.data.Rng;
import io.braid.model.data.Row;
import io.braid.model.data.Update;
import io.braid.model.metric.Horizon;
import io.braid.model.spec.PipelineFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Auxiliary tasks are there for the primary ones, which decide what they are worth. */
class AuxiliaryTasksTest {
  private static final int FEATURES = 12;
  private static final int EVENTS = 8000;

  private static Prequential learner(String weighting, String auxiliary) {
    return new Prequential(
        PipelineFile.parse(
            """
            name: hints
            features: [a, b, c, d, e, f, g, h, i, j, k, l]
            trunk: {kind: mlp, hidden: [16]}
            optimizer: {kind: sgd, learning_rate: 0.02}
            drift: none
            weighting: %s
            tasks:
              - {name: goal, kind: regression}
            """
                    .formatted(weighting)
                + auxiliary,
            "hints.yaml"));
  }

  private static Prequential withBoth(String weighting) {
    return learner(
        weighting,
        """
          - {name: helpful, kind: regression, auxiliary: true}
          - {name: useless, kind: regression, auxiliary: true}
        """);
  }

  /**
   * The goal is noisy and seldom known; one auxiliary task shows what is behind it, one nothing.
   */
  private static Row row(Rng rng, int tasks) {
    Row row = new Row(FEATURES, tasks);
    double behind = 0;
    for (int j = 0; j < FEATURES; j++) {
      row.numbers[j] = rng.nextGaussian();
      behind += (j % 3 - 1) * row.numbers[j];
    }
    behind = Math.tanh(behind);
    double goal = behind + 0.5 * rng.nextGaussian();
    row.labels[0] = rng.nextInt(4) == 0 ? goal : Double.NaN;
    double noise = rng.nextGaussian();
    if (tasks > 1) {
      row.labels[1] = behind;
      row.labels[2] = noise;
    }
    return row;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void autoLambdaGivesAHelpfulTaskWeightAndLetsGoOfAUselessOne(long seed) {
    Prequential learner = withBoth("{kind: auto_lambda, step_size: 0.004}");
    Prequential without = learner("equal", "");
    Rng rng = new Rng(seed);
    Rng same = new Rng(seed);
    double helpful = 0;
    double useless = 0;
    for (int i = 0; i < EVENTS; i++) {
      Row row = row(rng, 3);
      learner.predict(row);
      Update update = learner.learn(row);
      if (i >= EVENTS / 2) {
        helpful += update.weights[1];
        useless += update.weights[2];
      }
      Row bare = row(same, 1);
      without.predict(bare);
      without.learn(bare);
    }
    System.out.println("LAMBDA " + helpful/4000+" "+useless/4000+" "+learner.evaluator().quality(0).value(Horizon.WHOLE, "rmse")+" "+without.evaluator().quality(0).value(Horizon.WHOLE, "rmse"));
    assertThat(helpful).isGreaterThan(3 * useless);
    assertThat(learner.evaluator().quality(0).value(Horizon.WHOLE, "rmse"))
        .isLessThan(without.evaluator().quality(0).value(Horizon.WHOLE, "rmse"));
  }
}
