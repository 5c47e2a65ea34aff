package io.braid.topology.process;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;

/**
 * A prediction on its way to its sink: the event's key, timestamp and headers with another value.
 * Reused: a sink serialises it before {@code forward} returns.
 *
 * <p>{@link Record#withValue} would do as well, but makes a record and a copy of the headers for
 * every event, and since the copy is not the headers that Kafka Streams holds, a new record context
 * too: 200 bytes, of which nobody needs any.
 */
final class Outgoing extends Record<byte[], Object> {
  private Record<byte[], byte[]> event;
  private Object value;

  Outgoing() {
    super(null, null, 0);
  }

  Outgoing set(Record<byte[], byte[]> record, Object newValue) {
    event = record;
    value = newValue;
    return this;
  }

  @Override
  public byte[] key() {
    return event.key();
  }

  @Override
  public Object value() {
    return value;
  }

  @Override
  public long timestamp() {
    return event.timestamp();
  }

  @Override
  public Headers headers() {
    return event.headers();
  }

  @Override
  public <K> Record<K, Object> withKey(K key) {
    return new Record<>(key, value, timestamp(), headers());
  }

  @Override
  public <V> Record<byte[], V> withValue(V newValue) {
    return new Record<>(key(), newValue, timestamp(), headers());
  }

  @Override
  public Record<byte[], Object> withTimestamp(long timestamp) {
    return new Record<>(key(), value, timestamp, headers());
  }

  @Override
  public Record<byte[], Object> withHeaders(Headers headers) {
    return new Record<>(key(), value, timestamp(), headers);
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public String toString() {
    return event == null ? "Outgoing{}" : withValue(value).toString();
  }
}
