package io.braid.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import io.braid.model.spec.SpecException;
import io.braid.schemas.RegistryClient;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.streams.errors.LogAndContinueProcessingExceptionHandler;
import org.apache.kafka.streams.errors.LogAndFailProcessingExceptionHandler;
import org.junit.jupiter.api.Test;

class LateLabelsSettingsTest {
  private static final String LABELS = "labels: {wait: 1h}\n";

  private static Pipeline pipeline(String more) {
    return PipelineFile.parse(
        "name: s\nfeatures: [a]\ntasks: [{name: t, kind: regression}]\n" + more, "s.yaml");
  }

  @Test
  void atLeastOnceIsRefusedWithLabelsThatComeLaterByOneLine() {
    Pipeline pipeline = pipeline(LABELS + "kafka: {processing.guarantee: at_least_once}\n");
    assertThatThrownBy(() -> StreamsSettings.of("s", null, pipeline))
        .isInstanceOf(SpecException.class)
        .hasMessage(
            "kafka.processing.guarantee: 'at_least_once' is not allowed with labels, must be"
                + " exactly_once_v2: the events that wait for labels could run ahead of the"
                + " learner's snapshot");
    assertThatThrownBy(() -> LateLabels.requireExactlyOnce(pipeline, Map.of()))
        .hasMessageStartingWith("kafka.processing.guarantee: 'at_least_once' is not allowed");
  }

  @Test
  void aHandlerThatSkipsFailedRecordsIsRefusedWithLabelsThatComeLater() {
    String skips = LogAndContinueProcessingExceptionHandler.class.getName();
    String handler = "kafka: {processing.exception.handler: " + skips + "}\n";
    assertThatThrownBy(() -> StreamsSettings.of("s", null, pipeline(LABELS + handler)))
        .isInstanceOf(SpecException.class)
        .hasMessageStartingWith(
            "kafka.processing.exception.handler: '" + skips + "' is not allowed with labels");
    LateLabels.requireExactlyOnce(
        pipeline(LABELS),
        Map.of(
            "processing.guarantee",
            "exactly_once_v2",
            "processing.exception.handler",
            LogAndFailProcessingExceptionHandler.class));
  }

  @Test
  void withoutThemBothGuaranteesAreAllowedAndTasksDoNotIdle() {
    Pipeline pipeline = pipeline("kafka: {processing.guarantee: at_least_once}\n");
    assertThat(StreamsSettings.of("s", null, pipeline))
        .containsEntry("processing.guarantee", "at_least_once")
        .containsEntry("max.task.idle.ms", "-1");
  }

  @Test
  void theirSourceAndStoreAreThereOnlyIfLabelsComeLater() {
    assertThat(described(pipeline(LABELS))).contains("s.labels", "pending");
    assertThat(described(pipeline(""))).contains("s.events").doesNotContain("labels", "pending");
  }

  private static String described(Pipeline pipeline) {
    RegistryClient registry = RegistryClient.of(Map.of("url", "mock://described"));
    return LearnerTopology.build(pipeline, registry, Duration.ZERO).describe().toString();
  }

  @Test
  void tasksWaitAMomentForTheOtherTopicUnlessTheUserSaysOtherwise() {
    assertThat(StreamsSettings.of("s", null, pipeline(LABELS)))
        .containsEntry("max.task.idle.ms", "100");
    assertThat(StreamsSettings.of("s", null, pipeline(LABELS + "kafka: {max.task.idle.ms: 0}\n")))
        .containsEntry("max.task.idle.ms", "0");
  }
}
