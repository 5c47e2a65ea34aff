package io.braid.topology.meter;

import io.braid.model.relatedness.Relatedness;
import java.util.List;

/**
 * How the tasks of one partition's learner stand, as of a commit. Immutable.
 *
 * @param partition of the input
 * @param time when this was written down, epoch milliseconds
 * @param parameters trainable parameters
 * @param tasks in the pipeline's order
 * @param relatedness how they stand to each other; null if that is not measured
 */
public record ReplicaNote(
    int partition, long time, int parameters, List<TaskNote> tasks, Relatedness relatedness) {
  public ReplicaNote {
    tasks = List.copyOf(tasks);
  }
}
