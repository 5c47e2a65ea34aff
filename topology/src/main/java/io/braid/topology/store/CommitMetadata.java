package io.braid.topology.store;

import org.apache.kafka.streams.processor.internals.InternalProcessorContext;

/**
 * Numbers that are committed together with the input offsets, atomically, and come back with them
 * when a task starts. Kafka Streams merges those of several partitions by the maximum.
 */
interface CommitMetadata {
  /** The committed number, or null. */
  Long get(String key);

  /** Adds a number to the next commit. */
  void put(String key, long value);

  /**
   * Makes the next commit say what was learned.
   *
   * @param store the store's name
   */
  default void require(String store, long learned, Offsets offsets) {
    put(store, learned);
    for (int i = 0; i < offsets.size(); i++) {
      put(key(store, offsets, i), offsets.offset(i));
    }
  }

  /** Events learned according to the committed offsets; null if nothing was committed. */
  default Long learned(String store) {
    return get(store);
  }

  /** Whether a snapshot has learned all that the committed offsets say was learned. */
  default boolean covers(String store, Manifest manifest) {
    Long required = get(store);
    boolean covered = required == null || manifest.learned() >= required;
    Offsets held = manifest.offsets();
    for (int i = 0; i < held.size(); i++) {
      Long through = get(key(store, held, i));
      covered &= through == null || held.offset(i) >= through;
    }
    return covered;
  }

  private static String key(String store, Offsets offsets, int i) {
    return store + '/' + offsets.topic(i) + '-' + offsets.partition(i);
  }

  /** The metadata of a stream task's commits. */
  static CommitMetadata of(InternalProcessorContext<?, ?> context) {
    return new CommitMetadata() {
      @Override
      public Long get(String key) {
        return context.processorMetadataForKey(key);
      }

      @Override
      public void put(String key, long value) {
        context.addProcessorMetadataKeyValue(key, value);
      }
    };
  }
}
