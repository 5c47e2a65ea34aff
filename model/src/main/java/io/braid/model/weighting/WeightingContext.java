package io.braid.model.weighting;

import io.braid.model.spec.Pipeline;
import io.braid.model.spec.Task;
import java.util.List;

/**
 * What a weighting needs besides its settings.
 *
 * @param tasks their names, in order
 * @param auxiliary which of them are auxiliary, in the same order
 * @param width of the representation in which the tasks' gradients are compared; 0 if there is none
 * @param seed of everything random
 */
public record WeightingContext(List<String> tasks, List<Boolean> auxiliary, int width, long seed) {

  public WeightingContext {
    tasks = List.copyOf(tasks);
    auxiliary = List.copyOf(auxiliary);
  }

  /** Of the tasks of a pipeline. */
  public static WeightingContext of(Pipeline pipeline, int width) {
    return new WeightingContext(
        pipeline.tasks().stream().map(Task::name).toList(),
        pipeline.tasks().stream().map(Task::auxiliary).toList(),
        width,
        pipeline.training().seed());
  }

  /** How many tasks there are. */
  public int size() {
    return tasks.size();
  }
}
