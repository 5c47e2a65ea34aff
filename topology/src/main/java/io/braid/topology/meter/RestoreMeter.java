package io.braid.topology.meter;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/** Follows the restoring of stores from their changelogs. Thread-safe. */
public final class RestoreMeter implements StateRestoreListener {
  private final LongSupplier nanos;
  private final Map<TopicPartition, Long> began = new ConcurrentHashMap<>();
  private volatile long lastNanos;

  RestoreMeter(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Changelog partitions being restored now. */
  public int restoring() {
    return began.size();
  }

  /** How long the latest one took, nanoseconds; 0 before the first. */
  public long lastNanos() {
    return lastNanos;
  }

  @Override
  public void onRestoreStart(TopicPartition partition, String store, long from, long to) {
    began.put(partition, nanos.getAsLong());
  }

  @Override
  public void onBatchRestored(TopicPartition partition, String store, long end, long restored) {}

  @Override
  public void onRestoreEnd(TopicPartition partition, String store, long total) {
    end(partition);
  }

  @Override
  public void onRestoreSuspended(TopicPartition partition, String store, long total) {
    end(partition);
  }

  private void end(TopicPartition partition) {
    Long start = began.remove(partition);
    if (start != null) {
      lastNanos = nanos.getAsLong() - start;
    }
  }
}
