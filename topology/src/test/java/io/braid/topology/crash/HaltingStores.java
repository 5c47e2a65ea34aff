package io.braid.topology.crash;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/** A persistent store that ends the process, without any clean-up, at a chosen write. */
final class HaltingStores implements KeyValueBytesStoreSupplier {
  /** Exit code of a process that halted here. */
  static final int HALTED = 86;

  private final KeyValueBytesStoreSupplier rocks;
  private final long haltAtPut;

  /**
   * @param haltAtPut which write does not happen, counted from 1; 0 for none
   */
  HaltingStores(String name, long haltAtPut) {
    this.rocks = Stores.persistentKeyValueStore(name);
    this.haltAtPut = haltAtPut;
  }

  @Override
  public String name() {
    return rocks.name();
  }

  @Override
  public KeyValueStore<Bytes, byte[]> get() {
    return new Halting(rocks.get(), haltAtPut);
  }

  @Override
  public String metricsScope() {
    return rocks.metricsScope();
  }

  private static final class Halting implements KeyValueStore<Bytes, byte[]> {
    private final KeyValueStore<Bytes, byte[]> rocks;
    private final long haltAtPut;
    private long puts;

    Halting(KeyValueStore<Bytes, byte[]> rocks, long haltAtPut) {
      this.rocks = rocks;
      this.haltAtPut = haltAtPut;
    }

    private void count() {
      if (++puts == haltAtPut) {
        Runtime.getRuntime().halt(HALTED);
      }
    }

    @Override
    public void put(Bytes key, byte[] value) {
      count();
      rocks.put(key, value);
    }

    @Override
    public byte[] delete(Bytes key) {
      count();
      return rocks.delete(key);
    }

    @Override
    public byte[] putIfAbsent(Bytes key, byte[] value) {
      return rocks.putIfAbsent(key, value);
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
      rocks.putAll(entries);
    }

    @Override
    public byte[] get(Bytes key) {
      return rocks.get(key);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
      return rocks.range(from, to);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
      return rocks.all();
    }

    @Override
    public long approximateNumEntries() {
      return rocks.approximateNumEntries();
    }

    @Override
    public String name() {
      return rocks.name();
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
      rocks.init(context, root);
    }

    @Override
    public void commit(Map<TopicPartition, Long> offsets) {
      rocks.commit(offsets);
    }

    @Override
    @SuppressWarnings("deprecation")
    public boolean managesOffsets() {
      return rocks.managesOffsets();
    }

    @Override
    public Long committedOffset(TopicPartition partition) {
      return rocks.committedOffset(partition);
    }

    @Override
    public Position getPosition() {
      return rocks.getPosition();
    }

    @Override
    public void close() {
      rocks.close();
    }

    @Override
    public boolean persistent() {
      return rocks.persistent();
    }

    @Override
    public boolean isOpen() {
      return rocks.isOpen();
    }
  }
}
