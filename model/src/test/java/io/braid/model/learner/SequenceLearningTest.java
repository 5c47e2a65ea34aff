package io.braid.model.learner;

import static org.assertj.core.api.Assertions.assertThat;

import io.braid.model.data.RejectedException;
import io.braid.model.data.Rng;
import io.braid.model.data.Row;
import io.braid.model.feature.RowBinder;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Texts and sequences in the whole learner. */
class SequenceLearningTest {
  private static final int EVENTS = 3000;
  private static final int WORDS = 7;

  /** Whether {@code good} comes right behind {@code not}, both being there anyhow. */
  private static boolean sentence(Rng rng, List<String> words) {
    words.clear();
    for (int t = 0; t < WORDS - 2; t++) {
      words.add("w" + rng.nextInt(8));
    }
    boolean together = rng.nextInt(2) == 1;
    int at = rng.nextInt(WORDS - 1);
    words.add(at, "not");
    int behind = at + 1;
    int place = behind;
    while (!together && place == behind) {
      place = rng.nextInt(WORDS);
    }
    words.add(place, "good");
    return together;
  }

  private static double accuracy(String trunk) throws RejectedException {
    Pipeline pipeline =
        PipelineFile.parse(
            """
            name: order
            features: [{name: words, type: sequence, length: 8, buckets: 64}]
            tasks: [{name: together, kind: binary}]
            trunk: %s
            """
                .formatted(trunk),
            "order.yaml");
    Prequential learner = new Prequential(pipeline);
    RowBinder binder = new RowBinder(pipeline);
    Row row = binder.newRow();
    Rng rng = new Rng(1);
    List<String> words = new ArrayList<>();
    int right = 0;
    for (int n = 0; n < EVENTS; n++) {
      boolean together = sentence(rng, words);
      binder.begin(row);
      binder.text(0, String.join(" ", words));
      binder.labelFlag(0, together);
      float said = learner.predict(row).outputs[0][0];
      right += n >= EVENTS / 2 && said > 0.5f == together ? 1 : 0;
      learner.learn(row);
    }
    return right / (EVENTS / 2.0);
  }

  @Test
  void aWindowSeesTheOrderOfWordsWhichSinglePositionsDoNotHave() throws RejectedException {
    assertThat(accuracy("{kind: conv1d, window: 3}")).isGreaterThan(0.98);
    assertThat(accuracy("{kind: conv1d, window: 1}")).isLessThan(0.6);
  }

  @Test
  void aRestoredLearnerOfTextsGoesOnToTheSameBits() throws RejectedException {
    Pipeline pipeline =
        PipelineFile.parse(
            """
            name: texts
            features:
              - {name: body, type: text, buckets: 128}
              - {name: words, field: body, type: sequence, length: 8, buckets: 32}
            tasks:
              - {name: together, kind: binary}
              - {name: length, kind: count, label: {field: body, measure: length}, auxiliary: true}
            trunk: {kind: conv1d, dropout: 0.2, channels: [8, 4]}
            label_memory: true
            """,
            "texts.yaml");
    Prequential saved = new Prequential(pipeline);
    RowBinder binder = new RowBinder(pipeline);
    Rng rng = new Rng(2);
    for (int n = 0; n < 150; n++) {
      Row row = row(binder, rng);
      saved.predict(row);
      saved.learn(row);
    }
    Prequential restored = new Prequential(pipeline);
    SnapshotFile.restore(SnapshotFile.save(saved), restored);
    for (int n = 0; n < 50; n++) {
      Row row = row(binder, rng);
      assertThat(restored.predict(row).outputs).isDeepEqualTo(saved.predict(row).outputs);
      restored.learn(row);
      saved.learn(row);
    }
    assertThat(SnapshotFile.save(restored)).isEqualTo(SnapshotFile.save(saved));
  }

  private static Row row(RowBinder binder, Rng rng) throws RejectedException {
    List<String> words = new ArrayList<>();
    boolean together = sentence(rng, words);
    Row row = binder.newRow();
    binder.begin(row);
    if (rng.nextInt(10) > 0) {
      String text = String.join(" ", words);
      binder.text(0, text);
      binder.text(1, text);
      binder.labelText(1, text);
    }
    if (rng.nextInt(3) > 0) {
      binder.labelFlag(0, together);
    }
    return row;
  }
}
