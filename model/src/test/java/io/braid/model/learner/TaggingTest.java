package io.braid.model.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.braid.model.data.RejectedException;
import io.braid.model.data.RejectedException.Reason;
import io.braid.model.data.Rng;
import io.braid.model.data.Row;
import io.braid.model.feature.RowBinder;
import io.braid.model.metric.Horizon;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import org.junit.jupiter.api.Test;

/** Tasks with a class for each position of a sequence, in the whole learner. */
class TaggingTest {
  private static final int LENGTH = 12;

  private static Pipeline pipeline(String trunk, String more) {
    return PipelineFile.parse(
        """
        name: tags
        features: [{name: words, type: sequence, length: 12, buckets: 64}]
        tasks:
          - {name: tags, kind: tagging, classes: [DET, PRON, NOUN, VERB, ADJ, ADV], length: 12}
          - {name: long, kind: binary}
        trunk: %s
        evaluation: {window: 2000}
        """
                .formatted(trunk)
            + more,
        "tags.yaml");
  }

  private static void fill(RowBinder binder, Row row, TagStream stream) throws RejectedException {
    stream.next();
    binder.begin(row);
    binder.text(0, String.join(" ", stream.words));
    binder.labelText(0, String.join(" ", stream.tags));
    binder.labelFlag(1, stream.words.length > 8);
  }

  /** Accuracy over the last tags of some thousands of sentences. */
  private static double accuracy(String trunk, TagStream stream) throws RejectedException {
    Prequential learner = new Prequential(pipeline(trunk, ""));
    RowBinder binder = new RowBinder(learner.learner().pipeline());
    Row row = binder.newRow();
    for (int n = 0; n < 2500; n++) {
      fill(binder, row, stream);
      learner.predict(row);
      learner.learn(row);
    }
    return learner.evaluator().quality(0).value(Horizon.WINDOW, "accuracy");
  }

  @Test
  void aWindowLearnsTagsThatDependOnNeighboursWhichNoModelOfSinglePositionsCan()
      throws RejectedException {
    TagStream stream = new TagStream(1);
    double window = accuracy("{kind: conv1d, window: 3, channels: [32, 32]}", stream);
    assertThat(window).isGreaterThan(0.99);
    TagStream same = new TagStream(1);
    double single = accuracy("{kind: conv1d, window: 1, channels: [32, 32]}", same);
    assertThat(same.bestByWordAlone()).isLessThan(0.9);
    // The bound holds for the whole stream; the last tags are a sample of it.
    assertThat(single).isBetween(same.bestByWordAlone() - 0.05, same.bestByWordAlone() + 0.02);
  }

  @Test
  void overATrunkWithoutPositionsEveryPositionIsLearnedByItself() throws RejectedException {
    TagStream stream = new TagStream(2);
    assertThat(accuracy("{kind: mlp, hidden: [32]}", stream)).isGreaterThan(0.6);
  }

  @Test
  void everyTagIsTestedAndAnAbsentOneIsNot() throws RejectedException {
    Pipeline pipeline = pipeline("conv1d", "");
    Prequential learner = new Prequential(pipeline);
    RowBinder binder = new RowBinder(pipeline);
    Row row = binder.newRow();
    binder.begin(row);
    binder.text(0, "the fast run");
    binder.labelText(0, " DET _  NOUN ");
    assertThat(row.labels).hasSize(2 + LENGTH).startsWith(1, Double.NaN, 0, Double.NaN, 2);
    float[] said = learner.predict(row).outputs[0];
    assertThat(said).hasSize(6 * LENGTH);
    learner.learn(row);
    assertThat(learner.evaluator().tested(0)).isEqualTo(2);
    assertThat(learner.evaluator().tested(1)).isZero();
    binder.labelText(0, "_ _");
    assertThat(row.labels[0]).isNaN();
    binder.labelText(0, "ADV");
    binder.labelText(0, "");
    assertThat(row.labels).containsOnly(Double.NaN);
  }

  @Test
  void anAbsentTagTrainsNothing() throws RejectedException {
    Pipeline pipeline = pipeline("{kind: conv1d, window: 1}", "optimizer: sgd\n");
    Prequential learner = new Prequential(pipeline);
    RowBinder binder = new RowBinder(pipeline);
    Row row = binder.newRow();
    binder.begin(row);
    binder.text(0, "the fast run");
    binder.labelText(0, "DET _ _");
    for (int n = 0; n < 20; n++) {
      learner.predict(row);
      learner.learn(row);
    }
    float[] said = learner.predict(row).outputs[0].clone();
    assertThat(said[0]).isGreaterThan(0.3f);
    // Without its tag, the first position still decides the second's only through what is shared.
    Prequential other = new Prequential(pipeline);
    binder.labelText(0, "DET VERB _");
    for (int n = 0; n < 20; n++) {
      other.predict(row);
      other.learn(row);
    }
    assertThat(other.predict(row).outputs[0][6 + 3]).isGreaterThan(said[6 + 3]);
  }

  @Test
  void tagsThatDoNotFitAreRefusedWithTheReason() {
    RowBinder binder = new RowBinder(pipeline("conv1d", ""));
    binder.begin(binder.newRow());
    assertRefused(
        () -> binder.labelText(0, "DET NOUM"),
        Reason.UNKNOWN_CLASS,
        "label of task 'tags' (field 'tags'): 'NOUM' is not allowed, must be one of [DET, PRON,"
            + " NOUN, VERB, ADJ, ADV], or _ for none");
    assertRefused(
        () -> binder.labelText(0, "DET ".repeat(13)),
        Reason.TOO_LARGE,
        "label of task 'tags' (field 'tags'): '"
            + "DET ".repeat(13)
            + "' is not allowed, must be at most 12 tags");
    assertRefused(
        () -> binder.labelNumber(0, 1),
        Reason.WRONG_TYPE,
        "label of task 'tags' (field 'tags'): '1.0' is not allowed, must be a text of tags");
    assertRefused(
        () -> binder.labelFlag(0, true),
        Reason.WRONG_TYPE,
        "label of task 'tags' (field 'tags'): 'true' is not allowed, must be a text of tags");
  }

  private static void assertRefused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, Reason reason, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RejectedException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessage(message);
  }

  @Test
  void aRestoredTaggerGoesOnToTheSameBits() throws RejectedException {
    Pipeline pipeline = pipeline("{kind: conv1d, dropout: 0.1}", "batch: 4\n");
    Prequential saved = new Prequential(pipeline);
    RowBinder binder = new RowBinder(pipeline);
    Row row = binder.newRow();
    TagStream stream = new TagStream(3);
    Rng rng = new Rng(4);
    for (int n = 0; n < 150; n++) {
      fill(binder, row, stream);
      if (rng.nextInt(3) == 0) {
        binder.labelMissing(0);
      }
      saved.predict(row);
      saved.learn(row);
    }
    Prequential restored = new Prequential(pipeline);
    SnapshotFile.restore(SnapshotFile.save(saved), restored);
    for (int n = 0; n < 50; n++) {
      fill(binder, row, stream);
      assertThat(restored.predict(row).outputs).isDeepEqualTo(saved.predict(row).outputs);
      restored.learn(row);
      saved.learn(row);
    }
    assertThat(SnapshotFile.save(restored)).isEqualTo(SnapshotFile.save(saved));
  }
}
