package io.braid.topology.process;

import io.braid.model.learner.Drift;
import io.braid.model.learner.Learner;
import io.braid.model.learner.Prequential;
import io.braid.model.learner.TaskQuality;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.Task;
import io.braid.schemas.DriftEvent;
import io.braid.schemas.DriftSignal;
import io.braid.schemas.Prediction;
import io.braid.schemas.TaskKind;
import io.braid.schemas.TaskMetrics;
import io.braid.schemas.TaskPrediction;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the learner says, as the records of the output topics. The prediction record is made once
 * and filled anew for every event: it is serialised before the next one comes. Not thread-safe.
 */
final class Records {
  /** Where an event came from. */
  record Origin(String topic, int partition, long offset) {}

  private final Pipeline pipeline;
  private final Prediction prediction;
  private final int[] emitted;
  private final Floats[] values;

  Records(Pipeline pipeline) {
    this.pipeline = pipeline;
    List<Task> tasks = pipeline.tasks();
    emitted =
        java.util.stream.IntStream.range(0, tasks.size())
            .filter(k -> !tasks.get(k).auxiliary())
            .toArray();
    values = new Floats[emitted.length];
    List<TaskPrediction> entries = new ArrayList<>();
    for (int i = 0; i < emitted.length; i++) {
      values[i] = new Floats();
      Task task = tasks.get(emitted[i]);
      entries.add(new TaskPrediction(task.name(), kind(task), 0.0, null, null));
    }
    prediction = new Prediction();
    prediction.setPipeline(pipeline.name());
    prediction.setTasks(entries);
  }

  /** The reused prediction record. */
  Prediction prediction(
      String id, long time, Origin origin, boolean replay, io.braid.model.data.Prediction said) {
    prediction.setId(id);
    prediction.setTime(Instant.ofEpochMilli(time));
    prediction.setTopic(origin.topic());
    prediction.setPartition(origin.partition());
    prediction.setOffset(origin.offset());
    prediction.setStep(said.step);
    prediction.setReplay(replay);
    for (int i = 0; i < emitted.length; i++) {
      float[] outputs = said.outputs[emitted[i]];
      values[i].values = outputs;
      TaskPrediction entry = prediction.getTasks().get(i);
      entry.setValues(values[i]);
      Task task = pipeline.tasks().get(emitted[i]);
      if (task.kind() == Task.Kind.MULTICLASS) {
        int top = 0;
        for (int c = 1; c < outputs.length; c++) {
          top = outputs[c] > outputs[top] ? c : top;
        }
        entry.setValue(outputs[top]);
        entry.setClassName(task.classes().get(top));
      } else {
        entry.setValue(outputs[outputs.length / 2]);
      }
    }
    return prediction;
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
        .build();
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

  /** A view of the learner's own output array. */
  private static final class Floats extends AbstractList<Float> {
    private float[] values = {};

    @Override
    public Float get(int i) {
      return values[i];
    }

    @Override
    public int size() {
      return values.length;
    }
  }
}
