package io.braid.topology.store;

import io.braid.model.data.Learned;
import io.braid.topology.StreamsSettings;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Builds {@link LearnerStore}s: always logged, on a compacted changelog, and never cached, because
 * a second cache would hold back what a snapshot writes just before a commit. The inner store is
 * persistent by default: without a persistent store a restarted process cannot fence its own old
 * transaction and waits for its timeout.
 *
 * @param <L> the learner
 */
public final class LearnerStoreBuilder<L extends Learned> implements StoreBuilder<LearnerStore<L>> {
  /** Bytes of a snapshot's largest block. */
  public static final int BLOCK_BYTES = 512 * 1024;

  /** Largest record batch the changelog topic takes; blocks must stay below. */
  public static final int MAX_MESSAGE_BYTES = 1024 * 1024;

  private static final Map<String, String> LOG_CONFIG =
      Map.of(
          TopicConfig.CLEANUP_POLICY_CONFIG,
          TopicConfig.CLEANUP_POLICY_COMPACT,
          TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
          Integer.toString(MAX_MESSAGE_BYTES));

  private final KeyValueBytesStoreSupplier inner;
  private final Supplier<? extends L> factory;
  private final int blockBytes;

  /**
   * A store with a persistent inner store.
   *
   * @param factory makes a new learner, always of the same structure
   */
  public LearnerStoreBuilder(String name, Supplier<? extends L> factory) {
    this(Stores.persistentKeyValueStore(name), factory, BLOCK_BYTES);
  }

  /**
   * A store of the inner store's name.
   *
   * @param blockBytes bytes of a snapshot's largest block, positive, below {@link
   *     #MAX_MESSAGE_BYTES} by the room a record needs for itself
   */
  public LearnerStoreBuilder(
      KeyValueBytesStoreSupplier inner, Supplier<? extends L> factory, int blockBytes) {
    int most = MAX_MESSAGE_BYTES - StreamsSettings.REQUEST_OVERHEAD_BYTES;
    if (blockBytes <= 0 || blockBytes > most) {
      throw new IllegalArgumentException(
          "blockBytes is "
              + blockBytes
              + ", allowed: 1 to "
              + most
              + ": a block must fit into the changelog's max.message.bytes");
    }
    this.inner = Objects.requireNonNull(inner, "inner");
    this.factory = Objects.requireNonNull(factory, "factory");
    this.blockBytes = blockBytes;
  }

  @Override
  public LearnerStore<L> build() {
    return new LearnerStore<>(
        Stores.keyValueStoreBuilder(inner, Serdes.Bytes(), Serdes.ByteArray())
            .withLoggingEnabled(LOG_CONFIG)
            .withCachingDisabled()
            .build(),
        factory,
        blockBytes);
  }

  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public Map<String, String> logConfig() {
    return LOG_CONFIG;
  }

  @Override
  public boolean loggingEnabled() {
    return true;
  }

  /** Refused: see the class comment. */
  @Override
  public StoreBuilder<LearnerStore<L>> withCachingEnabled() {
    throw new UnsupportedOperationException("a LearnerStore is its own cache");
  }

  /** Does nothing: the store is never cached. */
  @Override
  public StoreBuilder<LearnerStore<L>> withCachingDisabled() {
    return this;
  }

  /** Refused: the changelog's settings are part of the guarantee. */
  @Override
  public StoreBuilder<LearnerStore<L>> withLoggingEnabled(Map<String, String> config) {
    throw new UnsupportedOperationException("the changelog settings of a LearnerStore are fixed");
  }

  /** Refused: without a changelog nothing survives. */
  @Override
  public StoreBuilder<LearnerStore<L>> withLoggingDisabled() {
    throw new UnsupportedOperationException("a LearnerStore is always logged");
  }
}
