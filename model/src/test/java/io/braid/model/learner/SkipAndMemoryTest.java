package io.braid.model.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.braid.model.data.Example;
import io.braid.model.data.Prediction;
import io.braid.model.data.Rng;
import io.braid.model.data.Row;
import io.braid.model.data.Update;
import io.braid.model.layer.Trunks;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.SpecException;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The linear path beside the trunk, and remembered labels, in the whole learner. */
class SkipAndMemoryTest {
  private static final String BOTH =
      "skip: true\nlabel_memory: {keep: 2, key: colour, keys: 2}\nweighting: equal\n";

  static Set<String> trunks() {
    return Trunks.CATALOG.names();
  }

  private static Prequential learned(Pipeline pipeline, int events, double absent) {
    Prequential learner = new Prequential(pipeline);
    Rng rng = new Rng(3);
    for (int n = 0; n < events; n++) {
      Row row = Streams.row(rng, absent);
      learner.predict(row);
      learner.learn(row);
    }
    return learner;
  }

  private static float[][] copy(Prediction said) {
    float[][] outputs = new float[said.outputs.length][];
    for (int k = 0; k < outputs.length; k++) {
      outputs[k] = said.outputs[k].clone();
    }
    return outputs;
  }

  @ParameterizedTest
  @MethodSource("trunks")
  void overEveryTrunkARestoredLearnerGoesOnToTheSameBits(String trunk) {
    Pipeline pipeline = Streams.pipeline(BOTH + "trunk: " + trunk + "\n");
    Prequential saved = learned(pipeline, 150, 0.3);
    Prequential restored = new Prequential(pipeline);
    SnapshotFile.restore(SnapshotFile.save(saved), restored);
    Rng rng = new Rng(4);
    for (int n = 0; n < 50; n++) {
      Row row = Streams.row(rng, 0.3);
      assertThat(copy(restored.predict(row))).isDeepEqualTo(copy(saved.predict(row)));
      assertThat(restored.learn(row).status).isEqualTo(saved.learn(row).status);
    }
    assertThat(SnapshotFile.save(restored)).isEqualTo(SnapshotFile.save(saved));
  }

  @Test
  void aLabelIsRememberedFromTheNextEventOnAndNotBefore() {
    Pipeline pipeline = Streams.pipeline("label_memory: true\n");
    Prequential one = learned(pipeline, 100, 0);
    Prequential other = learned(pipeline, 100, 0);
    Rng rng = new Rng(5);
    Row row = Streams.row(rng, 0);
    Row changed = new Row(6, 4);
    changed.set(row);
    changed.labels[2] += 100;
    assertThat(copy(other.predict(changed))).isDeepEqualTo(copy(one.predict(row)));
    one.learn(row);
    Example late = other.learner().newExample();
    late.set(other.example());
    Row next = Streams.row(rng, 0);
    float[] unknown = memoryColumns(other, next);
    assertThat(memoryColumns(one, next)).isNotEqualTo(unknown);
    late.labels[2] = row.labels[2];
    other.learner().learn(late);
    assertThat(memoryColumns(one, next)[1]).isEqualTo(memoryColumns(other, next)[1]);
  }

  /** The dense columns beyond those of the same pipeline without memory: ages, then labels. */
  private static float[] memoryColumns(Prequential learner, Row row) {
    int events = new Learner(Streams.pipeline("")).newExample().features.denseWidth + 4;
    Example example = learner.learner().newExample();
    learner.learner().encode(row, example);
    float[] dense = example.features.dense;
    return Arrays.copyOfRange(dense, events, dense.length);
  }

  @Test
  void whatIsRefusedIsNotRemembered() {
    Pipeline pipeline = Streams.pipeline("label_memory: true\n");
    Prequential learner = learned(pipeline, 50, 0);
    Row row = Streams.row(new Rng(6), 0);
    learner.predict(row);
    float[] before = memoryColumns(learner, row);
    Example example = learner.example();
    example.weight = Double.POSITIVE_INFINITY;
    assertThat(learner.learner().learn(example).status).isEqualTo(Update.Status.REFUSED_NON_FINITE);
    assertThat(memoryColumns(learner, row)).isEqualTo(before);
  }

  @Test
  void aReplayChangesNothingAndSeesNeitherItsOwnLabelNorALaterOne() {
    Pipeline pipeline = Streams.pipeline("label_memory: {keep: 1}\n");
    Row first = Streams.row(new Rng(7), 0);
    Row second = Streams.row(new Rng(8), 0);
    float[][] said = copyOfReplay(pipeline, first, second);
    Row own = new Row(6, 4);
    own.set(second);
    own.labels[2] += 500;
    assertThat(copyOfReplay(pipeline, first, own)).isDeepEqualTo(said);
    Row earlier = new Row(6, 4);
    earlier.set(first);
    earlier.labels[2] += 500;
    assertThat(copyOfReplay(pipeline, earlier, second)[2]).isNotEqualTo(said[2]);
  }

  private static float[][] copyOfReplay(Pipeline pipeline, Row first, Row second) {
    Prequential learner = learned(pipeline, 200, 0);
    byte[] before = SnapshotFile.save(learner);
    learner.replay(first);
    float[][] said = copy(learner.replay(second));
    assertThat(SnapshotFile.save(learner)).isEqualTo(before);
    return said;
  }

  @Test
  void askingIsPredictingTheNextEventAndMovesTheEncodersAlone() {
    Pipeline pipeline = Streams.pipeline(BOTH);
    Prequential asked = learned(pipeline, 100, 0.2);
    Prequential predicting = learned(pipeline, 100, 0.2);
    Row row = Streams.row(new Rng(9), 0);
    assertThat(copy(asked.ask(row))).isDeepEqualTo(copy(predicting.predict(row)));
    for (int s = 1; s < asked.sections().size(); s++) {
      long version = asked.sections().get(s).version().getAsLong();
      asked.ask(row);
      assertThat(asked.sections().get(s).version().getAsLong()).isEqualTo(version);
    }
  }

  @Test
  void thePathLearnsAtAFactorOfTheRate() {
    String sgd = "optimizer: {kind: sgd, learning_rate: 0.01}\ntrunk: {kind: linear}\n";
    float one = firstMove(sgd + "skip: {rate: 1}\n");
    float three = firstMove(sgd + "skip: {rate: 3}\n");
    float none = firstMove(sgd);
    // Over the linear trunk the head is a path of the same kind, at the rate itself.
    assertThat(one / none).isCloseTo(2f, offset(0.01f));
    assertThat(three / none).isCloseTo(4f, offset(0.02f));
  }

  /** How far one step moves the raw output of the regression for the very same row. */
  private static float firstMove(String more) {
    Learner learner = new Learner(Streams.pipeline("weighting: equal\n" + more));
    Example example = learner.newExample();
    Prediction said = learner.newPrediction();
    Row row = Streams.row(new Rng(11), 0);
    learner.take(row, example);
    learner.predict(example, said);
    float before = logit(said);
    learner.learn(example);
    learner.predict(example, said);
    return logit(said) - before;
  }

  private static float logit(Prediction said) {
    double p = said.outputs[0][0];
    return (float) Math.log(p / (1 - p));
  }

  @Test
  void mistakesInTheSettingsAreNamed() {
    assertThatThrownBy(() -> Streams.pipeline("skip: {rate: 0}\n"))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("skip.rate: '0' is not allowed");
    assertThatThrownBy(() -> Streams.pipeline("skip: [1]\n"))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("skip: ");
    assertThatThrownBy(
            () -> new Learner(Streams.pipeline("skip: true\nhead: {kind: passive_aggressive}\n")))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("skip: not allowed beside the head 'passive_aggressive'");
    assertThat(Streams.pipeline("skip: false\n").skip()).isNull();
  }
}
