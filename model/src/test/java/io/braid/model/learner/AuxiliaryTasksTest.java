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
  private static final int FEATURES = 6;
  private static final int EVENTS = 8000;

  private static Prequential learner(String weighting, String auxiliary) {
    return new Prequential(
        PipelineFile.parse(
            """
            name: hints
            features: [a, b, c, d, e, f]
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
   * The goal is noisy and seldom known, and the level of what is behind it wanders; of the
   * auxiliary tasks one shows that, the other nothing.
   */
  private static Row row(Rng rng, int event, int tasks) {
    Row row = new Row(FEATURES, tasks);
    double behind = 2 * Math.sin(2 * Math.PI * event / 600);
    for (int j = 0; j < FEATURES; j++) {
      row.numbers[j] = rng.nextGaussian();
      behind += 0.5 * (j % 3 - 1) * row.numbers[j];
    }
    double goal = behind + 0.5 * rng.nextGaussian();
    row.labels[0] = rng.nextInt(8) == 0 ? goal : Double.NaN;
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
    Prequential learner = withBoth("auto_lambda");
    Prequential without = learner("equal", "");
    Rng rng = new Rng(seed);
    Rng same = new Rng(seed);
    double helpful = 0;
    double useless = 0;
    for (int i = 0; i < EVENTS; i++) {
      Row row = row(rng, i, 3);
      learner.predict(row);
      Update update = learner.learn(row);
      if (i >= EVENTS / 2) {
        helpful += update.weights[1];
        useless += update.weights[2];
      }
      Row bare = row(same, i, 1);
      without.predict(bare);
      without.learn(bare);
    }
    assertThat(helpful).isGreaterThan(3 * useless);
    assertThat(learner.evaluator().quality(0).value(Horizon.WHOLE, "rmse"))
        .isLessThan(without.evaluator().quality(0).value(Horizon.WHOLE, "rmse"));
  }
}
