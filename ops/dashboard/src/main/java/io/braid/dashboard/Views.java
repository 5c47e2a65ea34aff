package io.braid.dashboard;

import io.braid.model.learner.Chosen;
import io.braid.model.spec.Component;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.Task;
import io.braid.topology.meter.DeadLetterNote;
import io.braid.topology.meter.DriftNote;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the pipeline and single happenings look like in JSON. Immutable. */
final class Views {
  /** Body of {@code GET /api/pipeline}. */
  record PipelineView(
      String name,
      String id,
      String yaml,
      ChosenView trunk,
      ChosenView weighting,
      ChosenView optimizer,
      ChosenView drift,
      List<FeatureView> features,
      List<TaskView> tasks,
      int parameters,
      String guarantee,
      int partitions) {}

  /** A component with all of its settings. */
  record ChosenView(String kind, String summary, List<SettingView> settings) {}

  /** One setting. */
  record SettingView(String key, String value, boolean written) {}

  /** One feature. */
  record FeatureView(String name, String type) {}

  /** One task. */
  record TaskView(
      String name,
      String kind,
      String loss,
      double weight,
      boolean auxiliary,
      String primary,
      boolean higherIsBetter) {}

  /** One drift. */
  record DriftView(
      long time,
      long eventTime,
      long step,
      String task,
      String detector,
      String what,
      double before,
      double after,
      String reaction) {}

  /** One dead letter. */
  record DeadLetterView(
      long time, String reason, String message, String topic, int partition, long offset) {}

  private final Pipeline pipeline;
  private final String yaml;
  private final List<Figures> figures;
  private final List<Chosen> chosen;
  private final Map<String, String> watched = new HashMap<>();

  /**
   * @param yaml the pipeline file's text without secrets
   */
  Views(Pipeline pipeline, String yaml, List<Figures> figures) {
    this.pipeline = pipeline;
    this.yaml = yaml;
    this.figures = figures;
    this.chosen = Chosen.of(pipeline);
    for (Task task : pipeline.tasks()) {
      watched.put(task.name(), watched(task));
    }
  }

  private String watched(Task task) {
    Component drift = task.drift() != null ? task.drift() : pipeline.drift();
    return chosen(drift).settings().stream()
        .filter(setting -> setting.key().equals("on"))
        .map(SettingView::value)
        .findFirst()
        .orElse("error");
  }

  PipelineView pipeline(int parameters, String guarantee, int partitions) {
    return new PipelineView(
        pipeline.name(),
        pipeline.name(),
        yaml,
        chosen(pipeline.trunk()),
        chosen(pipeline.weighting()),
        chosen(pipeline.optimizer()),
        chosen(pipeline.drift()),
        pipeline.features().stream()
            .map(feature -> new FeatureView(feature.name(), feature.encoder().kind()))
            .toList(),
        figures.stream().map(Views::task).toList(),
        parameters,
        guarantee,
        partitions);
  }

  private static TaskView task(Figures figures) {
    Task task = figures.task();
    return new TaskView(
        task.name(),
        task.kind().key(),
        task.loss().kind(),
        task.weight(),
        task.auxiliary(),
        figures.primary(),
        figures.largerIsBetter(figures.primary()));
  }

  private ChosenView chosen(Component component) {
    return chosen.stream()
        .filter(each -> each.place().equals(component.path()))
        .findFirst()
        .map(
            each ->
                new ChosenView(
                    each.name(),
                    each.summary(),
                    each.settings().stream()
                        .map(s -> new SettingView(s.key(), s.value(), s.written()))
                        .toList()))
        .orElse(new ChosenView(component.kind(), "", List.of()));
  }

  DriftView drift(DriftNote drift) {
    return new DriftView(
        drift.time(),
        drift.eventTime(),
        drift.step(),
        drift.task(),
        drift.detector(),
        watched.get(drift.task()),
        drift.before(),
        drift.after(),
        drift.reaction());
  }

  DeadLetterView deadLetter(DeadLetterNote letter) {
    return new DeadLetterView(
        letter.time(),
        letter.reason().name(),
        letter.message(),
        letter.topic(),
        letter.partition(),
        letter.offset());
  }
}
