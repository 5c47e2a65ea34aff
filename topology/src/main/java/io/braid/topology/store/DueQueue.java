package io.braid.topology.store;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Ids in the order of their due times, kept in a key-value store. Remembers a lower bound of the
 * first due time: most questions are answered without a look into the store, and a look does not
 * wade through what was deleted at the front.
 */
final class DueQueue {
  /** What was due: when, the offset that makes it unique, and the id. */
  record Due(long due, long offset, Bytes id) {}

  private final KeyValueStore<Bytes, byte[]> inner;
  private final int number;
  private long noneBefore = Long.MIN_VALUE;

  DueQueue(KeyValueStore<Bytes, byte[]> inner, int number) {
    this.inner = inner;
    this.number = number;
  }

  void add(long due, long offset, byte[] id) {
    inner.put(PendingKeys.due(number, due, offset), id);
    noneBefore = Math.min(noneBefore, due);
  }

  void remove(long due, long offset) {
    inner.delete(PendingKeys.due(number, due, offset));
  }

  /** The first due time, or the largest number if the queue is empty. */
  long first() {
    try (KeyValueIterator<Bytes, byte[]> entries = range()) {
      noneBefore = nextDue(entries);
      return noneBefore;
    }
  }

  /** Removes and returns the first entry if it was due before a time; else null. */
  Due takeBefore(long time) {
    if (noneBefore >= time) {
      return null;
    }
    try (KeyValueIterator<Bytes, byte[]> entries = range()) {
      noneBefore = nextDue(entries);
      if (noneBefore >= time) {
        return null;
      }
      KeyValue<Bytes, byte[]> first = entries.next();
      noneBefore = nextDue(entries);
      Due due =
          new Due(
              PendingKeys.dueOf(first.key),
              PendingKeys.offsetOf(first.key),
              Bytes.wrap(first.value));
      inner.delete(first.key);
      return due;
    }
  }

  private KeyValueIterator<Bytes, byte[]> range() {
    return inner.range(
        PendingKeys.due(number, noneBefore, 0),
        PendingKeys.due(number, Long.MAX_VALUE, Long.MAX_VALUE));
  }

  private static long nextDue(KeyValueIterator<Bytes, byte[]> entries) {
    return entries.hasNext() ? PendingKeys.dueOf(entries.peekNextKey()) : Long.MAX_VALUE;
  }
}
