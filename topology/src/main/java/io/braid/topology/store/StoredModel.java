package io.braid.topology.store;

import io.braid.model.data.Learned;
import io.braid.model.data.SnapshotException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * What a learner's store holds, read from outside of the application: from its changelog topic,
 * whether the application runs or not, or from the files of a stopped one. Changes nothing there.
 */
public final class StoredModel {
  private static final Duration POLL = Duration.ofMillis(500);

  private final Contents contents;

  private StoredModel(NavigableMap<Bytes, byte[]> entries) {
    contents = new Contents(entries);
  }

  /**
   * Reads the committed part of a changelog.
   *
   * @param settings of a consumer
   * @throws SnapshotException if there is no such topic or partition
   */
  public static StoredModel ofChangelog(Map<String, Object> settings, String topic, int partition) {
    Map<String, Object> own = new HashMap<>(settings);
    own.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, IsolationLevel.READ_COMMITTED.toString());
    own.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    own.remove(ConsumerConfig.GROUP_ID_CONFIG);
    NavigableMap<Bytes, byte[]> entries = new TreeMap<>();
    TopicPartition from = new TopicPartition(topic, partition);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(own, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<?> partitions = consumer.listTopics().getOrDefault(topic, List.of());
      if (partition < 0 || partition >= partitions.size()) {
        throw new SnapshotException(
            partitions.isEmpty()
                ? "there is no topic '" + topic + "': nothing has been learned under this name"
                : "the topic '" + topic + "' has the partitions 0 to " + (partitions.size() - 1));
      }
      consumer.assign(Set.of(from));
      consumer.seekToBeginning(Set.of(from));
      long end = consumer.endOffsets(Set.of(from)).get(from);
      while (consumer.position(from) < end) {
        consumer.poll(POLL).forEach(record -> apply(record.key(), record.value(), entries));
      }
    }
    return new StoredModel(entries);
  }

  private static void apply(byte[] key, byte[] value, Map<Bytes, byte[]> entries) {
    if (value == null) {
      entries.remove(Bytes.wrap(key));
    } else {
      entries.put(Bytes.wrap(key), value);
    }
  }

  /**
   * Reads the store's own files.
   *
   * @param directory of the store, such as {@code STATE/NAME/0_0/rocksdb/learner}; of an
   *     application that runs it holds what had been written out by itself only
   * @throws SnapshotException if it cannot be read
   */
  public static StoredModel ofDirectory(Path directory) {
    NavigableMap<Bytes, byte[]> entries = new TreeMap<>();
    List<ColumnFamilyDescriptor> families = new ArrayList<>();
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try (Options listing = new Options();
        DBOptions options = new DBOptions()) {
      for (byte[] name : RocksDB.listColumnFamilies(listing, directory.toString())) {
        families.add(new ColumnFamilyDescriptor(name));
      }
      if (families.isEmpty()) {
        throw new SnapshotException(directory + " holds no store");
      }
      try (RocksDB db = RocksDB.openReadOnly(options, directory.toString(), families, handles)) {
        for (ColumnFamilyHandle handle : handles) {
          try (RocksIterator each = db.newIterator(handle)) {
            for (each.seekToFirst(); each.isValid(); each.next()) {
              entries.put(Bytes.wrap(each.key()), each.value());
            }
          }
        }
        handles.forEach(ColumnFamilyHandle::close);
      }
    } catch (RocksDBException e) {
      SnapshotException unreadable =
          new SnapshotException(directory + " cannot be read: " + e.getMessage());
      unreadable.initCause(e);
      throw unreadable;
    }
    return new StoredModel(entries);
  }

  /**
   * Restores the newest snapshot into a new learner.
   *
   * @param store the store's name
   * @return the events it has learned
   * @throws SnapshotException if there is none, or if it is of a learner of another structure
   */
  public long restore(String store, Learned learner) {
    Snapshots snapshots = new Snapshots(contents, Committed.UNCHECKED, store);
    if (snapshots.manifests.isEmpty() && snapshots.problems.isEmpty()) {
      throw new SnapshotException("there is no snapshot of the store '" + store + "' yet");
    }
    return snapshots.restoreBest(learner).learned();
  }

  /** Entries in the order of their keys, on the heap. */
  private record Contents(NavigableMap<Bytes, byte[]> entries)
      implements ReadOnlyKeyValueStore<Bytes, byte[]> {
    @Override
    public byte[] get(Bytes key) {
      return entries.get(key);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
      return new Entries(entries.subMap(from, true, to, true));
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
      return new Entries(entries);
    }

    @Override
    public long approximateNumEntries() {
      return entries.size();
    }
  }

  private static final class Entries implements KeyValueIterator<Bytes, byte[]> {
    private final Iterator<Map.Entry<Bytes, byte[]>> left;
    private Map.Entry<Bytes, byte[]> next;

    Entries(NavigableMap<Bytes, byte[]> entries) {
      left = entries.entrySet().iterator();
      advance();
    }

    private void advance() {
      next = left.hasNext() ? left.next() : null;
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public KeyValue<Bytes, byte[]> next() {
      if (next == null) {
        throw new NoSuchElementException();
      }
      KeyValue<Bytes, byte[]> result = KeyValue.pair(next.getKey(), next.getValue());
      advance();
      return result;
    }

    @Override
    public Bytes peekNextKey() {
      return next.getKey();
    }

    @Override
    public void close() {}
  }
}
