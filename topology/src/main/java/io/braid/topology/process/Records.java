package io.braid.topology.process;

import io.braid.model.learner.Drift;
import io.braid.model.learner.Learner;
import io.braid.model.learner.Prequential;
import io.braid.model.learner.TaskQuality;
import io.braid.model.learner.TransferGain;
import io.braid.model.relatedness.Relation;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.Task;
import io.braid.schemas.DriftEvent;
import io.braid.schemas.DriftSignal;
import io.braid.schemas.TaskKind;
import io.braid.schemas.TaskMetrics;
import io.braid.schemas.TaskRelation;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the learner says of its tasks, as the records of the output topics. */
final class Records {
  /** Where an event came from. */
  record Origin(String topic, int partition, long offset) {}

  private final Pipeline pipeline;

  Records(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  /** How well a task is predicted now. */
  TaskMetrics metrics(Prequential prequential, int task, double weight, long time, int partition) {
    Learner learner = prequential.learner();
    TaskQuality quality = prequential.evaluator().quality(task);
    return TaskMetrics.newBuilder()
        .setPipeline(pipeline.name())
        .setTask(quality.name())
        .setKind(kind(pipeline.tasks().get(task)))
        .setPartition(partition)
        .setTime(Instant.ofEpochMilli(time))
        .setStep(learner.steps())
        .setExamples(quality.n())
        .setDrifts(quality.drifts())
        .setWeight(weight)
        .setLoss(quality.watchedLoss())
        .setFrozen(learner.frozen(task))
        .setWhole(known(quality.whole()))
        .setFading(known(quality.fading()))
        .setWindowed(known(quality.window()))
        .setRelations(learner.relations().of(task).stream().map(this::relation).toList())
        .setStopped(learner.relations().stopped(task))
        .setTransferGain(gain(prequential.transferGain(task)))
        .build();
  }

  private TaskRelation relation(Relation relation) {
    String other = pipeline.tasks().get(relation.task()).name();
    return new TaskRelation(relation.measure(), other, relation.value(), relation.standardError());
  }

  /** What a task's detector has just found. */
  DriftEvent drift(Prequential prequential, int task, boolean certain, long time, Origin origin) {
    Task described = pipeline.tasks().get(task);
    DriftEvent.Builder event =
        DriftEvent.newBuilder()
            .setPipeline(pipeline.name())
            .setTask(described.name())
            .setDetector((described.drift() != null ? described.drift() : pipeline.drift()).kind())
            .setSignal(certain ? DriftSignal.DRIFT : DriftSignal.WARNING)
            .setTime(Instant.ofEpochMilli(time))
            .setExamples(prequential.evaluator().tested(task))
            .setTopic(origin.topic())
            .setPartition(origin.partition())
            .setOffset(origin.offset());
    if (certain) {
      List<Drift> drifts = prequential.evaluator().drifts();
      Drift latest = drifts.get(drifts.size() - 1);
      event.setErrorBefore(latest.before());
      event.setErrorAfter(latest.after());
      event.setReaction(prequential.learner().reactionName());
    }
    return event.build();
  }

  private static io.braid.schemas.TransferGain gain(TransferGain gain) {
    return gain == null || Double.isNaN(gain.value())
        ? null
        : new io.braid.schemas.TransferGain(
            gain.value(), gain.low(), gain.high(), gain.labels(), gain.shared());
  }

  private static Map<String, Double> known(Map<String, Double> figures) {
    Map<String, Double> known = new HashMap<>();
    figures.forEach(
        (name, value) -> {
          if (!Double.isNaN(value)) {
            known.put(name, value);
          }
        });
    return known;
  }

  private static TaskKind kind(Task task) {
    return TaskKind.valueOf(task.kind().name());
  }
}
