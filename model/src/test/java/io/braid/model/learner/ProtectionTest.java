package io.braid.model.learner;

import static org.assertj.core.api.Assertions.assertThat;

import io.braid.model.data.Example;
import io.braid.model.data.Moments;
import io.braid.model.data.Prediction;
import io.braid.model.data.Rng;
import io.braid.model.data.Row;
import io.braid.model.metric.Horizon;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import io.braid.model.spec.Task;
import io.braid.model.spec.Task.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One task is poison for the others: with protection none of them is hurt, without all are. */
class ProtectionTest {
  private static final int EVENTS = 4000;
  private static final int TASKS = 4;

  /** Of these three depend on the features; of the poison nothing can be learned. */
  private static final String YAML =
      """
      name: poisoned
      features: [a, b, c, d]
      trunk: {kind: mlp, hidden: [12]}
      weighting: equal
      optimizer: {kind: sgd, learning_rate: 0.02}
      drift: none
      tasks:
        - {name: flow, kind: regression}
        - {name: flood, kind: binary}
        - {name: season, kind: multiclass, classes: 3}
        - {name: poison, kind: regression, weight: %s}
      """;

  private static Pipeline pipeline(double weight, String more) {
    return PipelineFile.parse(YAML.formatted(weight) + more, "poisoned.yaml");
  }

  /** A row; the poison has label noise with tails. */
  private static Row row(Rng rng, int event) {
    Row row = new Row(4, TASKS);
    for (int j = 0; j < 4; j++) {
      row.numbers[j] = rng.nextGaussian();
    }
    double bend = Math.tanh(2 * row.numbers[0] - row.numbers[1]);
    double fold = Math.abs(row.numbers[2]) - 0.8;
    row.labels[0] = 5 + 2 * bend + fold + 0.1 * rng.nextGaussian();
    row.labels[1] = bend * fold > 0 ? 1 : 0;
    row.labels[2] = bend > 0.4 ? 2 : fold > 0 ? 1 : 0;
    row.labels[3] = rng.nextGaussian() / Math.max(0.1, Math.abs(rng.nextGaussian()));
    if (event % 7 == 3) {
      row.labels[event % 3] = Double.NaN;
    }
    return row;
  }

  /** The row with one task's label. */
  private static Row alone(Row row, int task) {
    Row own = new Row(4, 1);
    System.arraycopy(row.numbers, 0, own.numbers, 0, 4);
    own.labels[0] = row.labels[task];
    return own;
  }

  /** Prequential losses by task, as the bound has them, of what is emitted. */
  private static final class Losses {
    final double[] sum = new double[TASKS];
    final long[] labels = new long[TASKS];
    private final Moments[] scales = new Moments[TASKS];
    private final double range;

    Losses(double range) {
      this.range = range;
      for (int k = 0; k < TASKS; k++) {
        scales[k] = new Moments();
      }
    }

    /**
     * @param others what else was said of the row: with it, the worst error decides what counts
     */
    void add(Task[] tasks, Row row, float[][] said, float[][]... others) {
      for (int k = 0; k < TASKS; k++) {
        double label = row.labels[k];
        if (Double.isNaN(label)) {
          continue;
        }
        labels[k]++;
        if (tasks[k].kind() == Kind.BINARY) {
          sum[k] -= Math.log(label > 0.5 ? said[k][0] : 1.0 - said[k][0]);
        } else if (tasks[k].kind() == Kind.MULTICLASS) {
          sum[k] -= Math.log(said[k][(int) label]);
        } else {
          scales[k].add(label);
          double scale = scales[k].deviation();
          double worst = range;
          for (float[][] other : others) {
            worst = Math.max(worst, Math.abs(other[k][0] - label) / scale);
          }
          double error = (said[k][0] - label) / scale * (range / worst);
          sum[k] += scale > 0 ? 0.5 * error * error : 0;
        }
      }
    }
  }

  /** Three learners side by side: what each has lost by task. */
  private record Outcome(Losses shared, Losses single, Losses emitted, Prequential learner) {}

  private static Outcome run(Pipeline guarded, Pipeline plain, double range, long seed) {
    Prequential learner = new Prequential(guarded);
    Prequential shared = new Prequential(plain);
    Prequential[] single = new Prequential[TASKS];
    for (int k = 0; k < TASKS; k++) {
      single[k] = new Prequential(Shadow.alone(plain, k));
    }
    Task[] tasks = plain.tasks().toArray(Task[]::new);
    Outcome outcome = new Outcome(new Losses(range), new Losses(range), new Losses(range), learner);
    Rng rng = new Rng(seed);
    for (int i = 0; i < EVENTS; i++) {
      Row row = row(rng, i);
      float[][] together = shared.predict(row).outputs;
      float[][] apart = new float[TASKS][];
      for (int k = 0; k < TASKS; k++) {
        Row own = alone(row, k);
        apart[k] = single[k].predict(own).outputs[0].clone();
        single[k].learn(own);
      }
      Prediction said = learner.predict(row);
      outcome.shared.add(tasks, row, together, together, apart);
      outcome.single.add(tasks, row, apart, together, apart);
      outcome.emitted.add(tasks, row, said.outputs, together, apart);
      shared.learn(row);
      learner.learn(row);
    }
    return outcome;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void withProtectionNoTaskIsHurtAndWithoutItEveryGoodOneIs(long seed) {
    Pipeline plain = pipeline(20, "");
    Pipeline guarded = pipeline(20, "protection: hedge\n");
    double range = guarded.safeguards().hedge().range();
    Outcome outcome = run(guarded, plain, range, seed);
    for (int k = 0; k < TASKS; k++) {
      Task task = plain.tasks().get(k);
      long labels = outcome.emitted.labels[k];
      double bound = guarded.safeguards().hedge().bound(task.kind(), labels, 0);
      double rounding = 1e-5 * labels;
      double better = Math.min(outcome.shared.sum[k], outcome.single.sum[k]);
      assertThat(outcome.emitted.sum[k])
          .as("%s, of %d labels", task.name(), labels)
          .isLessThan(better + bound + rounding);
      if (k < TASKS - 1) {
        assertThat(outcome.shared.sum[k])
            .as("%s unprotected", task.name())
            .isGreaterThan(outcome.single.sum[k] + 5 * bound);
        assertThat(outcome.learner.transferGain(k).high()).as(task.name()).isNegative();
        assertThat(outcome.learner.transferGain(k).shared()).as(task.name()).isLessThan(0.1);
      }
    }
  }

  /** Four noisy views of one thing. */
  private static Pipeline alike(String more) {
    return PipelineFile.parse(
        """
        name: alike
        features: [a, b, c, d]
        trunk: {kind: mlp, hidden: [12]}
        optimizer: {kind: sgd, learning_rate: 0.02}
        drift: none
        tasks:
          - {name: north, kind: regression}
          - {name: east, kind: regression}
          - {name: south, kind: regression}
          - {name: west, kind: binary}
        """
            + more,
        "alike.yaml");
  }

  @Test
  void whereTasksAreAlikeSharingHelpsAndTheMixtureIsNoWorse() {
    Prequential learner = new Prequential(alike("protection: hedge\n"));
    Prequential shared = new Prequential(alike(""));
    Rng rng = new Rng(11);
    for (int i = 0; i < EVENTS; i++) {
      Row row = row(rng, i);
      double bend = Math.tanh(2 * row.numbers[0] - row.numbers[1]);
      for (int k = 0; k < 3; k++) {
        row.labels[k] = bend + rng.nextGaussian();
      }
      row.labels[3] = bend + rng.nextGaussian() > 0 ? 1 : 0;
      learner.predict(row);
      shared.predict(row);
      learner.learn(row);
      shared.learn(row);
    }
    for (int k = 0; k < TASKS; k++) {
      assertThat(learner.transferGain(k).value()).as("task %d", k).isPositive();
      assertThat(learner.evaluator().quality(k).loss(Horizon.WHOLE))
          .isLessThan(1.01 * shared.evaluator().quality(k).loss(Horizon.WHOLE));
    }
  }

  @Test
  void aGateServesATaskThatIsSurelyHurtFromItsShadow() {
    Pipeline gated = pipeline(20, "transfer_gain: {action: gate, window: 500}\n");
    Prequential learner = new Prequential(gated);
    Prequential shadow = new Prequential(Shadow.alone(pipeline(20, ""), 0));
    Rng rng = new Rng(12);
    int served = 0;
    for (int i = 0; i < EVENTS; i++) {
      Row row = row(rng, i);
      TransferGain gain = learner.transferGain(0);
      float[] said = learner.predict(row).outputs[0].clone();
      float[] alone = shadow.predict(alone(row, 0)).outputs[0];
      if (gain != null && gain.shared() == 0) {
        assertThat(said).isEqualTo(alone);
        served++;
      }
      learner.learn(row);
      shadow.learn(alone(row, 0));
    }
    assertThat(served).isGreaterThan(EVENTS / 2);
    assertThat(learner.transferGain(3).shared()).as("the poison is not hurt").isEqualTo(1);
  }

  @Test
  void theGateOpensWhenSharingSurelyHelpsAgainAndNotBefore() {
    Pipeline gated = pipeline(1, "transfer_gain: {action: gate, window: 1000}\n");
    Shadow shadow = new Shadow(gated, 0);
    Learner learner = new Learner(gated);
    Prediction shared = learner.newPrediction();
    Example example = learner.newExample();
    Rng rng = new Rng(13);
    learner.take(row(rng, 0), example);
    shadow.predict(example);
    boolean[] speaks = new boolean[3];
    // The shadow, which has learned nothing, says 0; the shared model less, the same, and more.
    double[] factors = {-1, 0, 1};
    for (int phase = 0; phase < 3; phase++) {
      for (int i = 0; i < 4000; i++) {
        double label = rng.nextGaussian();
        shared.outputs[0][0] = (float) (factors[phase] * label);
        shadow.judge(shared, label);
      }
      speaks[phase] = shadow.speaks();
    }
    assertThat(speaks).containsExactly(true, true, false);
  }
}
