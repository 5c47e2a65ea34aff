package io.braid.topology.store;

import io.braid.model.data.SnapshotException;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * What a learner's store has written, for readers in other threads: open from loading to closing.
 * The stream thread waits for a reading to end before it closes the store, and for nothing else.
 */
public final class Committed {
  private final String store;
  private ReadOnlyKeyValueStore<Bytes, byte[]> inner;

  Committed(String store) {
    this.store = store;
  }

  synchronized void open(ReadOnlyKeyValueStore<Bytes, byte[]> opened) {
    inner = opened;
  }

  synchronized void close() {
    inner = null;
  }

  /** Whether there is something to read. */
  public synchronized boolean isOpen() {
    return inner != null;
  }

  /**
   * The snapshots there are.
   *
   * @throws SnapshotException if the store is closed
   */
  synchronized <R> R read(Reading<R> reading) {
    if (inner == null) {
      throw new SnapshotException("store '" + store + "' is not open here");
    }
    return reading.of(new Snapshots(inner, UNCHECKED, store));
  }

  /** One look at the snapshots. */
  interface Reading<R> {
    R of(Snapshots snapshots);
  }

  /** A reader beside the stream thread sees no commits: what is written is good enough. */
  static final CommitMetadata UNCHECKED =
      new CommitMetadata() {
        @Override
        public Long get(String key) {
          return null;
        }

        @Override
        public void put(String key, long value) {
          throw new UnsupportedOperationException("a reader commits nothing");
        }
      };
}
