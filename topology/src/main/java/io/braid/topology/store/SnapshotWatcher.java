package io.braid.topology.store;

/**
 * Told by the stream thread of every snapshot it has just written.
 *
 * @param <L> the learner
 */
@FunctionalInterface
public interface SnapshotWatcher<L> {
  /**
   * Must be quick, and must not change the learner.
   *
   * @param bytes of all sections
   * @param changedBytes of the sections that had to be written
   * @param nanos how long it took
   */
  void written(L learner, long bytes, long changedBytes, long nanos);
}
