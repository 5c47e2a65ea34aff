package io.braid.topology.store;

import io.braid.model.data.SnapshotException;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;

/**
 * A label record that came before its event: what it says, and the record as it came, for the
 * dead-letter topic if the event never comes.
 */
public final class EarlyLabel {
  private static final int VERSION = 1;

  private final double[] labels;
  private final boolean correction;
  private final Record<byte[], byte[]> record;
  private final int partition;
  private final long offset;

  /**
   * @param labels by slot; NaN is not given
   * @param correction whether the labels replace known ones
   * @param record as it came
   * @param partition where it came from
   * @param offset where it came from
   */
  public EarlyLabel(
      double[] labels,
      boolean correction,
      Record<byte[], byte[]> record,
      int partition,
      long offset) {
    this.labels = labels;
    this.correction = correction;
    this.record = record;
    this.partition = partition;
    this.offset = offset;
  }

  /** By slot; NaN is not given. Not to be changed. */
  public double[] labels() {
    return labels;
  }

  /** Whether the labels replace known ones. */
  public boolean correction() {
    return correction;
  }

  /** As it came. */
  public Record<byte[], byte[]> record() {
    return record;
  }

  /** Where it came from. */
  public int partition() {
    return partition;
  }

  /** Where it came from. */
  public long offset() {
    return offset;
  }

  void save(long due, SnapshotWriter out) {
    out.putByte(VERSION).putLong(due).putInt(partition).putLong(offset);
    out.putDoubles(labels).putBoolean(correction);
    out.putLong(record.timestamp());
    putNullable(out, record.key());
    putNullable(out, record.value());
    Header[] headers = record.headers().toArray();
    out.putInt(headers.length);
    for (Header header : headers) {
      out.putString(header.key());
      putNullable(out, header.value());
    }
  }

  /** When it is due, of bytes that {@link #save} wrote. */
  static long dueOf(byte[] saved) {
    return start(saved).getLong();
  }

  static EarlyLabel restore(byte[] saved) {
    SnapshotReader in = start(saved);
    in.getLong();
    int partition = in.getInt();
    long offset = in.getLong();
    double[] labels = in.getDoubles();
    boolean correction = in.getBoolean();
    long timestamp = in.getLong();
    byte[] key = getNullable(in);
    byte[] value = getNullable(in);
    Headers headers = new RecordHeaders();
    for (int count = in.getInt(); count > 0; count--) {
      headers.add(in.getString(), getNullable(in));
    }
    in.end();
    return new EarlyLabel(
        labels, correction, new Record<>(key, value, timestamp, headers), partition, offset);
  }

  private static SnapshotReader start(byte[] saved) {
    SnapshotReader in = new SnapshotReader(saved);
    int version = in.getByte();
    if (version != VERSION) {
      throw new SnapshotException("a waiting label of version " + version + ", known: " + VERSION);
    }
    return in;
  }

  private static void putNullable(SnapshotWriter out, byte[] bytes) {
    out.putBoolean(bytes != null);
    if (bytes != null) {
      out.putBytes(bytes);
    }
  }

  private static byte[] getNullable(SnapshotReader in) {
    return in.getBoolean() ? in.getBytes() : null;
  }
}
