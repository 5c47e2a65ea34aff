package io.braid.model.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.braid.model.data.Example;
import io.braid.model.data.Prediction;
import io.braid.model.data.Rng;
import io.braid.model.data.Row;
import io.braid.model.data.SnapshotException;
import io.braid.model.data.Update;
import io.braid.model.layer.Trunks;
import io.braid.model.optimizer.Optimizers;
import io.braid.model.spec.Pipeline;
import io.braid.model.weighting.Weightings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LearnerTest {

  /** Soft sharing, a weighting by gradients, heads that learn by themselves, an action. */
  private static final String COMPOSED =
      """
      trunk: {kind: soft_pairs, hidden: [8]}
      weighting: cagrad
      head: rls
      relatedness: {every: 2, action: soft_sharing}
      """;

  /** Every catalogue entry appears in at least one of these. */
  static List<String> settings() {
    Stream<String> optimizers =
        Optimizers.CATALOG.names().stream().map(n -> "optimizer: {kind: " + n + "}\n");
    Stream<String> weightings =
        Weightings.CATALOG.names().stream()
            .filter(n -> !n.equals("fixed"))
            .map(n -> "weighting: {kind: " + n + "}\n");
    Stream<String> trunks =
        Trunks.CATALOG.names().stream().map(n -> "trunk: {kind: " + n + "}\nbatch: 2\n");
    Stream<String> others =
        Stream.of(
            "trunk: {kind: linear}\n",
            "trunk: {kind: fourier, features: 32}\n",
            "trunk: {kind: fourier, features: 32}\nhead: rls\n",
            "head: rls\n",
            "trunk: {kind: linear}\nhead: {kind: rls, forgetting: 0.98}\n",
            "trunk: {kind: mlp, hidden: [8], dropout: 0.1}\nbatch: 4\nhead: rls\n",
            "head: rls\ndrift: {detector: page_hinkley, reaction: reset_head}\n",
            "head: {kind: passive_aggressive, variant: pa2}\n",
            "trunk: {kind: linear}\nbatch: 3\nhead: passive_aggressive\n",
            "trunk: {kind: mlp, hidden: [16], activation: tanh}\n",
            "trunk: {kind: mlp, hidden: [16, 8], activation: gelu, dropout: 0.2}\n",
            "trunk: {kind: mmoe, hidden: [8], dropout: 0.1}\n",
            "trunk: {kind: soft, hidden: [8, 6], dropout: 0.1}\n",
            "trunk: {kind: perceptron, interaction: learned}\n",
            "optimizer: {kind: sgd, learning_rate: [0.001, 0.03]}\n",
            "head: rls\nbatch: 4\noptimizer: {kind: adam, learning_rate: [0.001, 0.01]}\n",
            "relatedness: {every: 2, action: {kind: gate, every: 3, conflict: 0.01, sureness: 0}}\n",
            "batch: 3\nrelatedness: {every: 1, action: {kind: group, by: residual_correlation}}\n",
            "trunk: {kind: soft, hidden: [8]}\nrelatedness: {action: {kind: group, every: 1}}\n",
            COMPOSED,
            "batch: 16\n",
            "batch: 16\nkernels: nd4j\n",
            "early_stopping: {kind: patience, patience: 200, min_improvement: 0.5}\n",
            "drift: {detector: page_hinkley, reaction: reset_head}\n",
            "drift: {detector: ddm, reaction: raise_learning_rate, factor: 5}\n");
    return Stream.of(optimizers, weightings, trunks, others).flatMap(s -> s).toList();
  }

  @ParameterizedTest
  @MethodSource("settings")
  void continuesBitForBitAfterARestoreInMidStream(String more) {
    Pipeline pipeline = Streams.pipeline(more);
    Prequential original = new Prequential(pipeline);
    Rng rng = new Rng(1);
    run(original, rng, 777);
    byte[] snapshot = SnapshotFile.save(original);

    Prequential restored = new Prequential(pipeline);
    run(restored, new Rng(99), 50); // whatever it knew before is replaced
    SnapshotFile.restore(snapshot, restored);
    assertThat(SnapshotFile.save(restored)).isEqualTo(snapshot);

    Rng same = new Rng(2);
    List<float[]> expected = run(original, same, 500);
    List<float[]> actual = run(restored, new Rng(2), 500);
    assertThat(actual).usingElementComparator(Arrays::compare).isEqualTo(expected);
    assertThat(SnapshotFile.save(restored)).isEqualTo(SnapshotFile.save(original));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void predictsBetterThanChanceAndStaysFinite(String more) {
    Prequential learner = new Prequential(Streams.pipeline(more));
    for (float[] outputs : run(learner, new Rng(5), 3000)) {
      for (float output : outputs) {
        assertThat(output).isFinite();
      }
    }
    assertThat(learner.evaluator().quality(0).whole().get("accuracy")).isGreaterThan(0.6);
  }

  @Test
  void loopsAndBlasTakeTheSameSteps() {
    String more = "batch: 8\noptimizer: {kind: sgd, learning_rate: 0.01}\nkernels: ";
    Prequential loops = new Prequential(Streams.pipeline(more + "loops\n"));
    Prequential blas = new Prequential(Streams.pipeline(more + "nd4j\n"));
    List<float[]> one = run(loops, new Rng(11), 200);
    List<float[]> other = run(blas, new Rng(11), 200);
    for (int i = 0; i < one.size(); i++) {
      for (int o = 0; o < one.get(i).length; o++) {
        float scale = Math.max(1f, Math.abs(one.get(i)[o]));
        assertThat(other.get(i)[o]).isCloseTo(one.get(i)[o], within(1e-5f * scale));
      }
    }
  }

  @Test
  void anExampleWithoutLabelsMovesNothingButTheEncoders() {
    Prequential learner = new Prequential(Streams.pipeline(""));
    Rng rng = new Rng(3);
    run(learner, rng, 100);
    Example unlabelled = learner.learner().newExample();
    learner.learner().encode(Streams.row(rng, 1.0), unlabelled);
    byte[] before = SnapshotFile.save(learner.learner());
    Update update = learner.learner().learn(unlabelled);
    assertThat(update.status).isEqualTo(Update.Status.NOTHING_TO_LEARN);
    assertThat(SnapshotFile.save(learner.learner())).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "head: rls\n", "head: passive_aggressive\n"})
  void anAbsentTaskKeepsItsPredictionsWhenNothingIsShared(String head) {
    Learner learner = new Learner(Streams.pipeline("trunk: {kind: linear}\n" + head));
    Rng rng = new Rng(4);
    Example probe = learner.newExample();
    learner.encode(Streams.row(rng, 0), probe);
    Prediction before = learner.newPrediction();
    Prediction after = learner.newPrediction();
    Example example = learner.newExample();
    for (int i = 0; i < 200; i++) {
      Row row = Streams.row(rng, 0);
      int absent = rng.nextInt(4);
      row.labels[absent] = Double.NaN;
      learner.encode(row, example);
      learner.predict(probe, before);
      learner.learn(example);
      learner.predict(probe, after);
      assertThat(after.outputs[absent]).isEqualTo(before.outputs[absent]);
    }
  }

  static List<String> trunks() {
    return List.copyOf(Trunks.CATALOG.names());
  }

  @ParameterizedTest
  @MethodSource("trunks")
  void aTaskThatIsNeverLabelledChangesNothingForTheOthers(String trunk) {
    Learner learner = new Learner(Streams.pipeline("trunk: {kind: " + trunk + "}\n"));
    Learner other = new Learner(Streams.pipeline("trunk: {kind: " + trunk + "}\n"));
    Rng rng = new Rng(4);
    Example example = learner.newExample();
    Prediction all = learner.newPrediction();
    for (int i = 0; i < 100; i++) {
      Row row = Streams.row(rng, 0.3);
      row.labels[1] = Double.NaN;
      learner.observe(row);
      other.observe(row);
      learner.encode(row, example);
      // One predicts before it learns, and so runs the absent task's part; the other does not.
      learner.predict(example, all);
      learner.learn(example);
      other.learn(example);
    }
    assertThat(SnapshotFile.save(other)).isEqualTo(SnapshotFile.save(learner));
    learner.predict(example, all);
    for (float output : all.outputs[1]) {
      assertThat(output).as("the prior of three classes").isEqualTo(1f / 3);
    }
  }

  static Stream<String> shapes() {
    return Stream.concat(
        trunks().stream().map(trunk -> "trunk: {kind: " + trunk + "}\n"),
        Stream.of(
            "head: rls\n",
            "trunk: linear\nhead: rls\n",
            "trunk: linear\nhead: passive_aggressive\n"));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void aStepThatWouldNotBeFiniteIsRefusedAndChangesNothing(String more) {
    Learner learner = new Learner(Streams.pipeline(more));
    Rng rng = new Rng(6);
    Example example = learner.newExample();
    for (int i = 0; i < 50; i++) {
      learner.encode(Streams.row(rng, 0), example);
      learner.learn(example);
    }
    learner.encode(Streams.row(rng, 0), example);
    Arrays.fill(example.features.dense, 3e38f);
    byte[] before = SnapshotFile.save(learner);
    long steps = learner.steps();
    assertThat(learner.learn(example).status).isEqualTo(Update.Status.REFUSED_NON_FINITE);
    assertThat(learner.steps()).isEqualTo(steps);
    assertThat(SnapshotFile.save(learner)).isEqualTo(before);
    learner.encode(Streams.row(rng, 0), example);
    assertThat(learner.learn(example).status).isEqualTo(Update.Status.APPLIED);
  }

  @Test
  void aFrozenTaskThawsWhenItsDetectorFires() {
    Learner learner =
        new Learner(
            Streams.pipeline(
                "early_stopping: {kind: patience, patience: 50, min_improvement: 0.9}\n"));
    Rng rng = new Rng(7);
    Example example = learner.newExample();
    for (int i = 0; i < 400 && !learner.frozen(0); i++) {
      learner.encode(Streams.row(rng, 0), example);
      learner.learn(example);
    }
    assertThat(learner.frozen(0)).isTrue();
    learner.drifted(0);
    assertThat(learner.frozen(0)).isFalse();
  }

  @Test
  void everyDamagedSnapshotIsRefusedAndLeavesTheLearnerAsItWas() {
    Pipeline pipeline = Streams.pipeline("trunk: {kind: mlp, hidden: [4]}\n");
    Prequential learner = new Prequential(pipeline);
    run(learner, new Rng(8), 60);
    byte[] good = SnapshotFile.save(learner);
    run(learner, new Rng(9), 60);
    byte[] now = SnapshotFile.save(learner);
    Rng rng = new Rng(10);
    for (int i = 0; i < 300; i++) {
      byte[] damaged = good.clone();
      damaged[rng.nextInt(damaged.length)] ^= (byte) (1 << rng.nextInt(8));
      assertThatThrownBy(() -> SnapshotFile.restore(damaged, learner))
          .isInstanceOf(SnapshotException.class);
      byte[] cut = Arrays.copyOf(good, rng.nextInt(good.length));
      assertThatThrownBy(() -> SnapshotFile.restore(cut, learner))
          .isInstanceOf(SnapshotException.class);
    }
    assertThat(SnapshotFile.save(learner)).isEqualTo(now);
    Prequential other = new Prequential(Streams.pipeline("trunk: {kind: mlp, hidden: [5]}\n"));
    assertThatThrownBy(() -> SnapshotFile.restore(good, other))
        .isInstanceOf(SnapshotException.class)
        .hasMessageContaining("another model");
  }

  private static List<float[]> run(Prequential learner, Rng rng, int events) {
    List<float[]> outputs = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      Prediction prediction = learner.predict(Streams.row(rng, 0.3));
      for (float[] output : prediction.outputs) {
        outputs.add(output.clone());
      }
      learner.learn(learner.example(), prediction);
    }
    return outputs;
  }
}
