package io.braid.topology.event;

import io.braid.model.data.RejectedException;
import io.braid.model.data.RejectedException.Reason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads Avro binary from an array that nobody vouches for. Avro's own decoder allocates one object
 * per record, believes negative lengths when it skips, and does not bound nesting; here every
 * length is checked against the bytes that are left, so that a record costs time in proportion to
 * its size and memory not at all. Reused; not thread-safe.
 */
final class Cursor {
  /** Deepest nesting of records, arrays and maps. */
  static final int MAX_DEPTH = 64;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes = new byte[0];
  private int at;
  private int depth;

  /** Reads {@code bytes} from {@code from} to its end. */
  void reset(byte[] source, int from) {
    bytes = source;
    at = from;
    depth = 0;
  }

  byte[] bytes() {
    return bytes;
  }

  /** Index of the next byte. */
  int position() {
    return at;
  }

  int remaining() {
    return bytes.length - at;
  }

  /** Goes one level of nesting deeper. */
  void enter() throws RejectedException {
    if (++depth > MAX_DEPTH) {
      throw new RejectedException(
          Reason.TOO_LARGE, "record is nested deeper than " + MAX_DEPTH + " levels");
    }
  }

  /** Comes back from one level of nesting. */
  void leave() {
    depth--;
  }

  boolean readBoolean() throws RejectedException {
    if (at == bytes.length) {
      throw tooShort(1);
    }
    byte value = bytes[at++];
    if (value != 0 && value != 1) {
      throw malformed("a boolean of " + value);
    }
    return value == 1;
  }

  float readFloat() throws RejectedException {
    if (bytes.length - at < 4) {
      throw tooShort(4);
    }
    int bits = (int) INTS.get(bytes, at);
    at += 4;
    return Float.intBitsToFloat(bits);
  }

  double readDouble() throws RejectedException {
    if (bytes.length - at < 8) {
      throw tooShort(8);
    }
    long bits = (long) LONGS.get(bytes, at);
    at += 8;
    return Double.longBitsToDouble(bits);
  }

  /** A variable-length zigzag number of up to 10 bytes. */
  long readLong() throws RejectedException {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      if (at == bytes.length) {
        throw tooShort(1);
      }
      byte b = bytes[at++];
      value |= (b & 0x7FL) << shift;
      if (b >= 0) {
        return value >>> 1 ^ -(value & 1);
      }
    }
    throw malformed("a number of more than 10 bytes");
  }

  int readInt() throws RejectedException {
    long value = readLong();
    if (value != (int) value) {
      throw malformed("an int of " + value);
    }
    return (int) value;
  }

  /** Number of a union's branch or of an enum's symbol. */
  int readIndex(int count) throws RejectedException {
    long index = readLong();
    if (index < 0 || index >= count) {
      throw malformed("choice " + index + " of " + count);
    }
    return (int) index;
  }

  /** Length of a string or of bytes: at most what is left. */
  int readLength() throws RejectedException {
    long length = readLong();
    if (length < 0) {
      throw malformed("a length of " + length);
    }
    if (length > remaining()) {
      throw tooShort(length);
    }
    return (int) length;
  }

  void skip(long count) throws RejectedException {
    if (count > remaining()) {
      throw tooShort(count);
    }
    at += (int) count;
  }

  /**
   * Items in the next block of an array or map; 0 after the last.
   *
   * @param itemSize bytes of every item, or -1 if they differ, and then each takes at least one
   */
  long readBlock(int itemSize) throws RejectedException {
    long count = readLong();
    if (count < 0) {
      count = -count;
      readLength();
    }
    int size = itemSize < 0 ? 1 : itemSize;
    if (count < 0 || size > 0 && count > remaining() / size) {
      throw malformed("a block of " + count + " items");
    }
    return count;
  }

  /** Requires that everything has been read. */
  void requireEnd() throws RejectedException {
    if (at != bytes.length) {
      throw malformed(remaining() + " bytes too many");
    }
  }

  private RejectedException tooShort(long wanted) {
    return new RejectedException(
        Reason.TRUNCATED,
        "record ends at byte "
            + bytes.length
            + ", but "
            + wanted
            + " more should follow byte "
            + at);
  }

  private RejectedException malformed(String what) {
    return new RejectedException(
        Reason.TRUNCATED, "record does not follow its schema: " + what + " at byte " + at);
  }
}
