package io.braid.model.data;

/**
 * Something that learning changes. Saved and restored bit for bit: after a restore, every later
 * output is identical to that of the instance that was saved.
 *
 * <p>{@code restore} is called on a freshly constructed instance of the same configuration and
 * reads exactly what {@code save} wrote.
 */
public interface State {
  /** Writes everything that learning has changed. */
  void save(SnapshotWriter out);

  /**
   * Reads what {@link #save} wrote.
   *
   * @throws SnapshotException if the bytes do not fit this instance
   */
  void restore(SnapshotReader in);
}
