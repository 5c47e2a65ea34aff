package io.braid.cli.demo;

import io.braid.cli.evaluate.PredictionFile;
import io.braid.model.data.Prediction;
import io.braid.model.spec.Pipeline;
import io.braid.schemas.TaskPrediction;
import java.io.IOException;
import java.util.List;

/** Writes what the predictions topic holds in the form {@code evaluate} writes. */
final class PredictionBits {
  private final PredictionFile file;
  private final Pipeline pipeline;
  private Prediction prediction;

  /**
   * @param pipeline without auxiliary tasks, which have no predictions on the topic
   */
  PredictionBits(PredictionFile file, Pipeline pipeline) {
    this.file = file;
    this.pipeline = pipeline;
  }

  void write(io.braid.schemas.Prediction record) throws IOException {
    List<TaskPrediction> tasks = record.getTasks();
    if (tasks.size() != pipeline.tasks().size()) {
      throw new IllegalStateException(
          tasks.size() + " predictions for " + pipeline.tasks().size() + " tasks");
    }
    if (prediction == null) {
      prediction =
          new Prediction(tasks.stream().mapToInt(task -> task.getValues().size()).toArray());
    }
    prediction.step = record.getStep();
    for (int k = 0; k < tasks.size(); k++) {
      List<Float> values = tasks.get(k).getValues();
      for (int i = 0; i < values.size(); i++) {
        prediction.outputs[k][i] = values.get(i);
      }
    }
    file.predicted(record.getOffset(), prediction);
  }
}
