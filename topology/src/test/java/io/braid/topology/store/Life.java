package io.braid.topology.store;

import io.braid.topology.crash.ToyLearner;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;

/**
 * One life of a task: plays Kafka Streams' part around a {@link LearnerStore}, step by step. The
 * journal and the committed offset outlive it.
 */
final class Life implements CommitMetadata {
  static final String TOPIC = "in";
  static final int BLOCK_BYTES = 1000;

  /** What the broker keeps of commits. */
  static final class Committed {
    long offset;
    Map<String, Long> metadata = new HashMap<>();
  }

  final JournalStore inner;
  final LearnerStore<ToyLearner> store;
  final Map<String, Long> metadata;
  private final Committed committed;
  long next;

  Life(List<KeyValue<Bytes, byte[]>> journal, boolean atLeastOnce, Committed committed) {
    this(new JournalStore(journal), atLeastOnce, committed);
  }

  Life(JournalStore inner, boolean atLeastOnce, Committed committed) {
    this.inner = inner;
    this.committed = committed;
    this.metadata = new HashMap<>(committed.metadata);
    this.next = committed.offset;
    store = new LearnerStore<>(inner, ToyLearner::new, BLOCK_BYTES);
    store.open("0_0", atLeastOnce, this);
    store.load();
  }

  @Override
  public Long get(String key) {
    return metadata.get(key);
  }

  @Override
  public void put(String key, long value) {
    metadata.put(key, value);
  }

  Snapshots snapshots() {
    return new Snapshots(inner, this, inner.name());
  }

  /** Processes the next {@code count} records. */
  void process(int count) {
    for (int i = 0; i < count; i++) {
      long offset = next++;
      if (store.isNew(TOPIC, 0, offset)) {
        store.mutate(TOPIC, 0, offset, learner -> learner.learn(value(offset)));
      }
    }
  }

  /** Flush, offsets, confirmation. */
  void commit() {
    store.flushCache();
    commitOffsets();
    store.commit(Map.of());
  }

  void commitOffsets() {
    committed.offset = next;
    committed.metadata = new HashMap<>(metadata);
  }

  static long value(long offset) {
    return offset * 7919 % 1009;
  }

  /** The learner that has learned the first {@code count} events, undisturbed. */
  static ToyLearner reference(long count) {
    ToyLearner learner = new ToyLearner();
    for (long i = 0; i < count; i++) {
      learner.learn(value(i));
    }
    return learner;
  }
}
