package io.braid.topology.meter;

import java.util.List;

/**
 * How the learner of one partition stands, as of a commit. Immutable.
 *
 * @param partition of the input
 * @param time when this was written down, epoch milliseconds
 * @param step steps it has learned since it was new
 * @param parameters trainable parameters
 * @param waiting events and labels that wait for their other half
 * @param tasks in the pipeline's order
 * @param snapshot the latest; null before the first
 */
public record ReplicaNote(
    int partition,
    long time,
    long step,
    int parameters,
    long waiting,
    List<TaskNote> tasks,
    SnapshotNote snapshot) {
  public ReplicaNote {
    tasks = List.copyOf(tasks);
  }
}
