package io.braid.model.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.braid.model.data.Prediction;
import io.braid.model.data.Rng;
import io.braid.model.data.Row;
import io.braid.model.layer.Trunks;
import io.braid.model.optimizer.Optimizers;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import io.braid.model.spec.SpecException;
import io.braid.model.spec.Transfer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A new learner begins with what another has learned. */
class WarmStartTest {
  /** The structure is another, nothing that is learned is. */
  private static final String OTHERWISE = "evaluation: {window: 77}\n";

  @TempDir Path folder;

  static Set<String> trunks() {
    return Trunks.CATALOG.names();
  }

  static Set<String> optimizers() {
    return Optimizers.CATALOG.names();
  }

  private Prequential warm(Prequential source, Pipeline pipeline, boolean trunk, boolean heads) {
    Path file = folder.resolve("source.braid");
    try {
      ModelFile.write(file, source);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    Transfer.WarmStart start = new Transfer.WarmStart(file.toString(), trunk, heads);
    Prequential learner = new Prequential(pipeline.with(pipeline.transfer().from(start)));
    learner.begin();
    return learner;
  }

  private static float[][] said(Prequential learner, Row row) {
    Prediction prediction = learner.replay(row);
    float[][] outputs = new float[prediction.outputs.length][];
    for (int k = 0; k < outputs.length; k++) {
      outputs[k] = prediction.outputs[k].clone();
    }
    return outputs;
  }

  /** Both go on, and say the same all the time. */
  private static void assertSame(Prequential one, Prequential other) {
    Rng rng = new Rng(21);
    for (int n = 0; n < 40; n++) {
      Row row = Streams.row(rng, 0.3);
      assertThat(said(one, row)).isDeepEqualTo(said(other, row));
      one.predict(row);
      one.learn(row);
      other.predict(row);
      other.learn(row);
    }
  }

  @ParameterizedTest
  @MethodSource("trunks")
  void overEveryTrunkItGoesOnToTheSameBits(String trunk) {
    String more = "weighting: equal\ntrunk: " + trunk + "\n";
    Prequential source = ModelFileTest.learned(Streams.pipeline(more), 150);
    Prequential warm = warm(source, Streams.pipeline(more + OTHERWISE), true, true);
    assertThat(warm.inherited().whole()).isFalse();
    assertThat(warm.learner().steps()).isZero();
    assertSame(warm, source);
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void underEveryOptimizerItGoesOnToTheSameBits(String optimizer) {
    String more =
        "weighting: equal\ntrunk: {kind: mlp, hidden: [8]}\noptimizer: {kind: "
            + optimizer
            + ", l2: 1e-3, learning_rate: [1e-3, 1e-2]}\nskip: true\n";
    Prequential source = ModelFileTest.learned(Streams.pipeline(more), 150);
    Prequential warm = warm(source, Streams.pipeline(more + OTHERWISE), true, true);
    assertThat(warm.inherited().whole()).isFalse();
    assertSame(warm, source);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rls", "passive_aggressive", "{kind: dense, hidden: [6]}"})
  void withEveryHeadItGoesOnToTheSameBits(String head) {
    for (String trunk : new String[] {"linear", "{kind: mlp, hidden: [8]}", "fourier"}) {
      String more = "weighting: equal\nhead: " + head + "\ntrunk: " + trunk + "\n";
      Prequential source = ModelFileTest.learned(Streams.pipeline(more), 150);
      Prequential warm = warm(source, Streams.pipeline(more + OTHERWISE), true, true);
      assertSame(warm, source);
    }
  }

  @Test
  void ofTheSameStructureEverythingIsTakenOver() {
    String more = "batch: 3\nlabel_memory: true\nearly_stopping: {kind: patience, patience: 100}\n";
    Pipeline pipeline = Streams.pipeline(more);
    Prequential source = ModelFileTest.learned(pipeline, 151);
    Prequential warm = warm(source, pipeline, true, true);
    assertThat(warm.inherited().whole()).isTrue();
    assertThat(warm.inherited().toString()).endsWith("(50 steps): everything");
    assertThat(warm.learner().steps()).isZero();
    Rng rng = new Rng(22);
    for (int n = 0; n < 40; n++) {
      Row row = Streams.row(rng, 0.3);
      assertThat(warm.predict(row).outputs).isDeepEqualTo(source.predict(row).outputs);
      warm.learn(row);
      source.learn(row);
    }
  }

  @Test
  void aTaskTheOtherDoesNotHaveBeginsAnew() {
    String few = "trunk: {kind: low_rank, hidden: [8]}\n";
    Pipeline all = Streams.pipeline(few);
    Pipeline without =
        PipelineFile.parse(
            PipelineFile.text(all).replaceFirst("(?s)- name: \"which\".*?(?=- name: \"much\")", ""),
            "three.yaml");
    assertThat(without.tasks()).hasSize(3);
    Prequential source = new Prequential(without);
    Rng rng = new Rng(23);
    for (int n = 0; n < 150; n++) {
      Row row = three(Streams.row(rng, 0));
      source.predict(row);
      source.learn(row);
    }
    Prequential warm = warm(source, all, true, true);
    assertThat(warm.inherited().heads()).containsExactly("true", "much", "many");
    assertThat(warm.inherited().anew()).containsExactly("which");
    assertThat(warm.inherited().features()).isEqualTo(6);
    Row row = Streams.row(rng, 0);
    float[][] now = said(warm, row);
    float[][] before = said(source, three(row));
    assertThat(now[0]).isEqualTo(before[0]);
    assertThat(now[2]).isEqualTo(before[1]);
    assertThat(now[3]).isEqualTo(before[2]);
    assertThat(now[1]).isEqualTo(said(new Prequential(all), row)[1]);
  }

  private static Row three(Row row) {
    Row three = new Row(6, 3);
    System.arraycopy(row.numbers, 0, three.numbers, 0, 6);
    System.arraycopy(row.codes, 0, three.codes, 0, 6);
    three.labels[0] = row.labels[0];
    three.labels[1] = row.labels[2];
    three.labels[2] = row.labels[3];
    return three;
  }

  @Test
  void whatIsNotWantedBeginsAnew() {
    Pipeline pipeline = Streams.pipeline("trunk: {kind: mlp, hidden: [8]}\noptimizer: sgd\n");
    Prequential source = ModelFileTest.learned(pipeline, 100);
    Prequential fresh = new Prequential(pipeline);
    float[] theirs = source.learner().models[0].network().parameters().values();
    float[] own = fresh.learner().models[0].network().parameters().values();
    int heads = fresh.learner().models[0].network().headSegments(0).get(0).from();
    Prequential trunkOnly = warm(source, pipeline, true, false);
    float[] values = trunkOnly.learner().models[0].network().parameters().values();
    assertThat(values).containsExactly(joined(theirs, own, heads));
    Prequential headsOnly = warm(source, pipeline, false, true);
    values = headsOnly.learner().models[0].network().parameters().values();
    assertThat(values).containsExactly(joined(own, theirs, heads));
    assertThat(warm(source, pipeline, false, false).inherited().toString())
        .endsWith("(100 steps): the statistics of 6 features; new: true, which, much, many");
  }

  private static float[] joined(float[] one, float[] other, int at) {
    float[] joined = one.clone();
    System.arraycopy(other, at, joined, at, joined.length - at);
    return joined;
  }

  @Test
  void eachLearningRateBeginsWithTheNearest() {
    String mlp = "trunk: {kind: mlp, hidden: [4]}\noptimizer: {kind: sgd, learning_rate: ";
    Prequential source = ModelFileTest.learned(Streams.pipeline(mlp + "[1e-3, 1e-1]}\n"), 100);
    Prequential warm = warm(source, Streams.pipeline(mlp + "[2e-1, 5e-2, 1e-4]}\n"), true, true);
    int[] expected = {1, 1, 0};
    for (int m = 0; m < expected.length; m++) {
      assertThat(warm.learner().models[m].network().parameters().values())
          .isEqualTo(source.learner().models[expected[m]].network().parameters().values());
    }
  }

  @Test
  void allThatDoesNotFitIsListedAndNothingIsTakenOver() throws IOException {
    Prequential source =
        ModelFileTest.learned(Streams.pipeline("trunk: {kind: mlp, hidden: [8, 4]}\n"), 10);
    refused(
        source,
        "trunk: {kind: mlp, hidden: [8, 5]}\n",
        "does not fit this pipeline: trunk.1 is 9 x 5 here, 9 x 4 there; head.true.0 is 6 x 1 here,"
            + " 5 x 1 there; head.which.0 is 6 x 3 here, 5 x 3 there; ");
    refused(
        source,
        "trunk: fourier\nhead: rls\n",
        "the trunk is fourier here, mlp there; task true is");
    refused(source, "trunk: {kind: mlp, hidden: [8]}\n", "trunk.1 is not here, 9 x 4 there");
    refused(
        source,
        "trunk: {kind: mlp, hidden: [8, 4], dropout: 0.1}\n",
        "the trunk's own state has 16 bytes here, 0 there");
    refused(source, "skip: true\ntrunk: {kind: mlp, hidden: [8, 4]}\n", "skip.true is ");
    refused(
        source,
        "label_memory: true\ntrunk: {kind: mlp, hidden: [8, 4]}\n",
        "column 5 is 'age of last true' here, none there; ");
    Files.delete(folder.resolve("source.braid"));
    Transfer.WarmStart start = new Transfer.WarmStart("no/such.braid", true, true);
    Pipeline pipeline = Streams.pipeline("");
    Prequential learner = new Prequential(pipeline.with(pipeline.transfer().from(start)));
    assertThatThrownBy(learner::begin)
        .isInstanceOf(SpecException.class)
        .hasMessage("warm_start.from: no/such.braid: no such file");
  }

  private void refused(Prequential source, String more, String message) {
    assertThatThrownBy(() -> warm(source, Streams.pipeline(more), true, true))
        .isInstanceOf(SpecException.class)
        .hasMessageStartingWith("warm_start.from: ")
        .hasMessageContaining(message)
        .hasMessageContaining("What is not wanted is left out by");
  }
}
