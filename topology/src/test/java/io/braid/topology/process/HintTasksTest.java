package io.braid.topology.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.braid.model.data.Row;
import io.braid.model.learner.Prequential;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import io.braid.schemas.TaskMetrics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A field that is known only after the event cannot be a feature, but it can be a hint: the label
 * of an auxiliary task, on the topic of later labels. And what protection and measuring say.
 */
class HintTasksTest {
  private static final int EVENTS = 200;

  @TempDir private Path directory;

  private static Pipeline pipeline(String more) {
    return PipelineFile.parse(
        """
        name: late
        input: {topic: events}
        labels: {topic: labels, wait: 1d}
        features:
          - {name: a, type: numeric}
          - {name: b, type: numeric}
          - {name: colour, type: categorical, buckets: 16}
        trunk: {kind: mlp, hidden: [8]}
        optimizer: rmsprop
        tasks:
          - {name: open, kind: binary}
          - {name: much, kind: regression}
          - {name: hint, kind: regression, auxiliary: true}
        evaluation: {every: 50}
        """
            + more,
        "hint.yaml");
  }

  @Test
  void aHintComesByTheLabelTopicTrainsTheTrunkAndIsNotEmitted() {
    Pipeline pipeline = pipeline("weighting: auto_lambda\n");
    Prequential reference = new Prequential(pipeline);
    Prequential without = new Prequential(pipeline);
    Random random = new Random(3);
    try (LateScene scene = new LateScene(directory, pipeline)) {
      for (int i = 0; i < EVENTS; i++) {
        LateStream.Sample sample = LateStream.sample(random);
        double hint = sample.a() + 0.3 * sample.b();
        scene.event("e" + i, 1000L * i, sample);
        scene.label("e" + i, Map.of("open", sample.open(), "much", sample.much(), "hint", hint));
        Row row = sample.row();
        double[] labels = {sample.open() ? 1 : 0, sample.much(), hint};
        LateStream.label(reference, LateStream.predict(reference, row), labels);
        double[] unhinted = {labels[0], labels[1], Double.NaN};
        LateStream.label(without, LateStream.predict(without, row), unhinted);
      }
      assertThat(scene.learnedAs(reference)).isTrue();
      assertThat(scene.learnedAs(without)).as("the hint has taught something").isFalse();
      assertThat(scene.predictions())
          .hasSize(EVENTS)
          .allSatisfy(
              said ->
                  assertThat(said.getTasks())
                      .extracting(task -> task.getTask())
                      .containsExactly("open", "much"));
      assertThat(scene.metrics())
          .filteredOn(metrics -> metrics.getTask().equals("hint"))
          .hasSize(EVENTS / 50)
          .allSatisfy(metrics -> assertThat(metrics.getWeight()).isBetween(0.0, 10.0));
      assertThat(scene.deadLetters()).isEmpty();
    }
  }

  @Test
  void theGainBySharingGoesToTheMetricsTopicAndTheMixtureToThePredictions() {
    Pipeline pipeline = pipeline("protection: hedge\n");
    Prequential reference = new Prequential(pipeline);
    List<LateStream.Kept> kept = new ArrayList<>();
    Random random = new Random(4);
    try (LateScene scene = new LateScene(directory, pipeline)) {
      for (int i = 0; i < EVENTS; i++) {
        LateStream.Sample sample = LateStream.sample(random);
        scene.event("e" + i, 1000L * i, sample, "open");
        scene.label("e" + i, Map.of("much", sample.much()));
        kept.add(LateStream.predict(reference, sample.row("open")));
        double[] labels = {Double.NaN, sample.much(), Double.NaN};
        LateStream.label(reference, kept.get(i), labels);
      }
      assertThat(scene.learnedAs(reference)).isTrue();
      List<io.braid.schemas.Prediction> said = scene.predictions();
      for (int i = 0; i < EVENTS; i++) {
        assertThat(said.get(i).getTasks().get(0).getValues())
            .containsExactly(kept.get(i).prediction().outputs[0][0]);
      }
      List<TaskMetrics> metrics = scene.metrics();
      assertThat(metrics)
          .hasSize(2 * EVENTS / 50)
          .allSatisfy(
              each -> {
                assertThat(each.getTransferGain().getLabels()).isPositive();
                assertThat(each.getTransferGain().getShared()).isBetween(0.0, 1.0);
                assertThat(each.getTransferGain().getValue())
                    .isBetween(each.getTransferGain().getLow(), each.getTransferGain().getHigh());
              });
    }
  }
}
