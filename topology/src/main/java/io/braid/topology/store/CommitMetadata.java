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
