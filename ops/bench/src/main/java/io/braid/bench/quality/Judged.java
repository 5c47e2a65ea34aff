package io.braid.bench.quality;

import io.braid.model.data.Row;
import io.braid.model.learner.Evaluator;
import io.braid.model.learner.TaskQuality;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.Task;
import java.util.List;

/** A forecaster judged by the metrics and drift detectors that Braid itself is judged by. */
final class Judged implements Contestant {
  private final Forecaster forecaster;
  private final Evaluator evaluator;
  private final float[][] said;

  Judged(Forecaster forecaster, Pipeline pipeline) {
    this.forecaster = forecaster;
    evaluator =
        new Evaluator(
            pipeline.tasks(), pipeline.evaluation(), pipeline.drift(), pipeline.training().seed());
    said = outputs(pipeline.tasks());
  }

  /** One array per task, of the width of its prediction. */
  static float[][] outputs(List<Task> tasks) {
    return tasks.stream()
        .map(task -> new float[Math.max(1, task.classes().size())])
        .toArray(float[][]::new);
  }

  @Override
  public void event(Row row) {
    forecaster.predict(row, said);
    for (int k = 0; k < said.length; k++) {
      evaluator.test(k, said[k], row.labels[k], row.weight);
    }
    forecaster.learn(row);
  }

  @Override
  public List<TaskQuality> quality() {
    return evaluator.quality();
  }
}
