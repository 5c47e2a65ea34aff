package io.braid.bench.quality;

import io.braid.model.data.Prediction;
import io.braid.model.data.Row;
import io.braid.model.learner.Learner;
import io.braid.model.learner.Prequential;
import io.braid.model.learner.TaskQuality;
import io.braid.model.spec.Pipeline;
import java.util.List;

/** Braid's learner, as {@code evaluate} and the application run it. */
final class Braid implements Contestant {
  private final Prequential prequential;

  /**
   * @param pipeline bound
   */
  Braid(Pipeline pipeline) {
    prequential = new Prequential(pipeline);
  }

  @Override
  public void event(Row row) {
    Prediction said = prequential.predict(row);
    prequential.learn(prequential.example(), said);
  }

  @Override
  public List<TaskQuality> quality() {
    return prequential.evaluator().quality();
  }

  @Override
  public long parameters() {
    return parameters(prequential.learner());
  }

  /** Trainable parameters of a pipeline's learner. */
  static long parameters(Pipeline pipeline) {
    return parameters(new Learner(pipeline));
  }

  private static long parameters(Learner learner) {
    return learner.parameterCount();
  }
}
