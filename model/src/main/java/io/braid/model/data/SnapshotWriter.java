package io.braid.model.data;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes state as little-endian bytes into a growing array. Floating-point values are written as
 * their raw bits. Reusable through {@link #reset()}; not thread-safe.
 */
public final class SnapshotWriter {
  static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle FLOAT =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle DOUBLE =
      MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes = new byte[1024];
  private int size;

  /**
   * A name that {@link SnapshotReader#tag} must find again: catches a reader that is out of step.
   */
  public SnapshotWriter tag(String name) {
    return putInt(name.hashCode());
  }

  public SnapshotWriter putByte(int value) {
    grow(1);
    bytes[size++] = (byte) value;
    return this;
  }

  public SnapshotWriter putBoolean(boolean value) {
    return putByte(value ? 1 : 0);
  }

  public SnapshotWriter putInt(int value) {
    grow(4);
    INT.set(bytes, size, value);
    size += 4;
    return this;
  }

  public SnapshotWriter putLong(long value) {
    grow(8);
    LONG.set(bytes, size, value);
    size += 8;
    return this;
  }

  public SnapshotWriter putFloat(float value) {
    grow(4);
    FLOAT.set(bytes, size, value);
    size += 4;
    return this;
  }

  public SnapshotWriter putDouble(double value) {
    grow(8);
    DOUBLE.set(bytes, size, value);
    size += 8;
    return this;
  }

  public SnapshotWriter putString(String value) {
    return putBytes(value.getBytes(StandardCharsets.UTF_8));
  }

  public SnapshotWriter putBytes(byte[] values) {
    putInt(values.length);
    grow(values.length);
    System.arraycopy(values, 0, bytes, size, values.length);
    size += values.length;
    return this;
  }

  public SnapshotWriter putBooleans(boolean[] values) {
    putInt(values.length);
    for (boolean value : values) {
      putBoolean(value);
    }
    return this;
  }

  public SnapshotWriter putInts(int[] values) {
    putInt(values.length);
    grow(4 * values.length);
    for (int value : values) {
      INT.set(bytes, size, value);
      size += 4;
    }
    return this;
  }

  public SnapshotWriter putLongs(long[] values) {
    putInt(values.length);
    grow(8 * values.length);
    for (long value : values) {
      LONG.set(bytes, size, value);
      size += 8;
    }
    return this;
  }

  public SnapshotWriter putFloats(float[] values) {
    return putFloats(values, 0, values.length);
  }

  /** Writes {@code values[from, to)}. */
  public SnapshotWriter putFloats(float[] values, int from, int to) {
    int length = to - from;
    putInt(length);
    grow(4 * length);
    // In one go: of a snapshot of a large network most is this.
    ByteBuffer.wrap(bytes, size, 4 * length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .put(values, from, length);
    size += 4 * length;
    return this;
  }

  public SnapshotWriter putDoubles(double[] values) {
    putInt(values.length);
    grow(8 * values.length);
    for (double value : values) {
      DOUBLE.set(bytes, size, value);
      size += 8;
    }
    return this;
  }

  /** Bytes written so far. */
  public int size() {
    return size;
  }

  /** A copy of what has been written. */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  /** A copy of the written bytes [from, to): a store cuts a large section into blocks. */
  public byte[] toByteArray(int from, int to) {
    if (from < 0 || from > to || to > size) {
      throw new IndexOutOfBoundsException("[" + from + ", " + to + ") of " + size + " bytes");
    }
    return Arrays.copyOfRange(bytes, from, to);
  }

  /** Empties the writer and keeps its memory. */
  public SnapshotWriter reset() {
    size = 0;
    return this;
  }

  private void grow(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
