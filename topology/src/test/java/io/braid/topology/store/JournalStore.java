package io.braid.topology.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * A key-value store on the heap that remembers every write in order: a changelog. {@link #upTo}
 * gives the store that a process finds which starts after the first {@code k} writes.
 */
final class JournalStore implements KeyValueStore<Bytes, byte[]> {
  final TreeMap<Bytes, byte[]> map = new TreeMap<>();
  final List<KeyValue<Bytes, byte[]>> journal;

  JournalStore() {
    this(new ArrayList<>());
  }

  /** A store whose writes go to a journal it shares with others, as zombies do. */
  JournalStore(List<KeyValue<Bytes, byte[]>> journal) {
    this.journal = journal;
    replay(journal);
  }

  static JournalStore upTo(List<KeyValue<Bytes, byte[]>> journal, int writes) {
    return new JournalStore(new ArrayList<>(journal.subList(0, writes)));
  }

  private void replay(List<KeyValue<Bytes, byte[]>> writes) {
    for (KeyValue<Bytes, byte[]> write : writes) {
      apply(write.key, write.value);
    }
  }

  private void apply(Bytes key, byte[] value) {
    if (value == null) {
      map.remove(key);
    } else {
      map.put(key, value);
    }
  }

  @Override
  public void put(Bytes key, byte[] value) {
    journal.add(KeyValue.pair(key, value));
    apply(key, value);
  }

  @Override
  public byte[] putIfAbsent(Bytes key, byte[] value) {
    byte[] old = map.get(key);
    if (old == null) {
      put(key, value);
    }
    return old;
  }

  @Override
  public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
    for (KeyValue<Bytes, byte[]> entry : entries) {
      put(entry.key, entry.value);
    }
  }

  @Override
  public byte[] delete(Bytes key) {
    byte[] old = map.get(key);
    put(key, null);
    return old;
  }

  @Override
  public byte[] get(Bytes key) {
    return map.get(key);
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
    return iterate(map.subMap(from, true, to, true));
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> all() {
    return iterate(map);
  }

  /** Over what is there now: later writes do not show, as in RocksDB. */
  private static KeyValueIterator<Bytes, byte[]> iterate(Map<Bytes, byte[]> entries) {
    ArrayDeque<Map.Entry<Bytes, byte[]>> left = new ArrayDeque<>(new TreeMap<>(entries).entrySet());
    return new KeyValueIterator<>() {
      @Override
      public boolean hasNext() {
        return !left.isEmpty();
      }

      @Override
      public KeyValue<Bytes, byte[]> next() {
        Map.Entry<Bytes, byte[]> next = left.remove();
        return KeyValue.pair(next.getKey(), next.getValue());
      }

      @Override
      public Bytes peekNextKey() {
        return left.element().getKey();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public long approximateNumEntries() {
    return map.size();
  }

  @Override
  public String name() {
    return "learner";
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {}

  @Override
  public void close() {}

  @Override
  public boolean persistent() {
    return false;
  }

  @Override
  public boolean isOpen() {
    return true;
  }
}
