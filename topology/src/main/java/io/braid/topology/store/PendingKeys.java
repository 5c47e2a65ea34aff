package io.braid.topology.store;

import java.nio.ByteBuffer;
import org.apache.kafka.common.utils.Bytes;

/**
 * The keys of a {@link PendingStore}, each kind under a first byte of its own:
 *
 * <pre>
 *   0                           stream time and counts
 *   1 id                        an event that waits
 *   2 length id offset          a label record that waits, by the offset it came at
 *   3.. due offset              an entry of a {@link DueQueue}; its value is the id
 * </pre>
 *
 * Numbers are big-endian, the due time with its sign bit flipped: bytes sort as numbers do.
 */
final class PendingKeys {
  private static final byte META = 0;
  private static final byte EVENT = 1;
  private static final byte LABEL = 2;
  private static final byte FIRST_QUEUE = 3;

  private PendingKeys() {}

  static Bytes meta() {
    return Bytes.wrap(new byte[] {META});
  }

  static Bytes event(byte[] id) {
    return Bytes.wrap(ByteBuffer.allocate(1 + id.length).put(EVENT).put(id).array());
  }

  static Bytes label(byte[] id, long offset) {
    return Bytes.wrap(
        ByteBuffer.allocate(1 + Integer.BYTES + id.length + Long.BYTES)
            .put(LABEL)
            .putInt(id.length)
            .put(id)
            .putLong(offset)
            .array());
  }

  static Bytes due(int queue, long due, long offset) {
    return Bytes.wrap(
        ByteBuffer.allocate(1 + 2 * Long.BYTES)
            .put((byte) (FIRST_QUEUE + queue))
            .putLong(due ^ Long.MIN_VALUE)
            .putLong(offset)
            .array());
  }

  /** The due time in a key made by {@link #due}. */
  static long dueOf(Bytes key) {
    return ByteBuffer.wrap(key.get()).getLong(1) ^ Long.MIN_VALUE;
  }

  /** The offset in a key made by {@link #due}. */
  static long offsetOf(Bytes key) {
    return ByteBuffer.wrap(key.get()).getLong(1 + Long.BYTES);
  }
}
