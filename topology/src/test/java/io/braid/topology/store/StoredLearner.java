package io.braid.topology.store;

import io.braid.model.data.Learned;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Bytes;

/** Reads the learner out of the records of a store's changelog, as a new process would. */
public final class StoredLearner {
  private final JournalStore inner = new JournalStore();

  /** The changelog's next record. */
  public void add(byte[] key, byte[] value) {
    inner.put(Bytes.wrap(key), value);
  }

  /** The learner of the newest valid snapshot. */
  public <L extends Learned> L restore(Supplier<L> factory) {
    LearnerStore<L> store = new LearnerStore<>(inner, factory, LearnerStoreBuilder.BLOCK_BYTES);
    Map<String, Long> nothingCommitted = new HashMap<>();
    store.open(
        "changelog",
        true,
        new CommitMetadata() {
          @Override
          public Long get(String key) {
            return nothingCommitted.get(key);
          }

          @Override
          public void put(String key, long value) {
            nothingCommitted.put(key, value);
          }
        });
    store.load();
    return store.learner();
  }
}
