package io.braid.bench.quality;

import io.braid.model.data.Row;
import io.braid.model.learner.TaskQuality;
import java.util.List;

/** Goes through a stream once, test then train. Not thread-safe. */
interface Contestant {

  /** Predicts the row's labels, is judged by them, then learns them. */
  void event(Row row);

  /** How well each task has been predicted. */
  List<TaskQuality> quality();

  /** Trainable parameters; 0 where that means nothing. */
  default long parameters() {
    return 0;
  }
}
