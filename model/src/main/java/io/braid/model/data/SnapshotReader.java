package io.braid.model.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads what {@link SnapshotWriter} wrote; every misfit is a {@link SnapshotException}. */
public final class SnapshotReader {
  private final byte[] bytes;
  private int at;

  public SnapshotReader(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Checks that the next tag is {@code name}. */
  public SnapshotReader tag(String name) {
    if (getInt() != name.hashCode()) {
      throw new SnapshotException("the snapshot does not hold '" + name + "' where it should");
    }
    return this;
  }

  public int getByte() {
    return bytes[advance(1)];
  }

  public boolean getBoolean() {
    return getByte() != 0;
  }

  public int getInt() {
    return (int) SnapshotWriter.INT.get(bytes, advance(4));
  }

  public long getLong() {
    return (long) SnapshotWriter.LONG.get(bytes, advance(8));
  }

  public float getFloat() {
    return (float) SnapshotWriter.FLOAT.get(bytes, advance(4));
  }

  public double getDouble() {
    return (double) SnapshotWriter.DOUBLE.get(bytes, advance(8));
  }

  public String getString() {
    return new String(getBytes(), StandardCharsets.UTF_8);
  }

  public byte[] getBytes() {
    byte[] result = new byte[length(1)];
    System.arraycopy(bytes, advance(result.length), result, 0, result.length);
    return result;
  }

  public boolean[] getBooleans() {
    boolean[] result = new boolean[length(1)];
    for (int i = 0; i < result.length; i++) {
      result[i] = getBoolean();
    }
    return result;
  }

  public int[] getInts() {
    int[] result = new int[length(4)];
    for (int i = 0; i < result.length; i++) {
      result[i] = getInt();
    }
    return result;
  }

  public long[] getLongs() {
    long[] result = new long[length(8)];
    for (int i = 0; i < result.length; i++) {
      result[i] = getLong();
    }
    return result;
  }

  public double[] getDoubles() {
    double[] result = new double[length(8)];
    for (int i = 0; i < result.length; i++) {
      result[i] = getDouble();
    }
    return result;
  }

  public float[] getFloats() {
    float[] result = new float[length(4)];
    for (int i = 0; i < result.length; i++) {
      result[i] = getFloat();
    }
    return result;
  }

  /** Reads into a whole existing array, whose length must be the written one. */
  public void getFloats(float[] into) {
    getFloats(into, 0, into.length);
  }

  /** Reads into {@code into[from, to)}, whose length must be the written one. */
  public void getFloats(float[] into, int from, int to) {
    expect(getInt(), to - from);
    int start = advance(4 * (to - from));
    ByteBuffer.wrap(bytes, start, 4 * (to - from))
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(into, from, to - from);
  }

  /** Reads into a whole existing array, whose length must be the written one. */
  public void getDoubles(double[] into) {
    expect(getInt(), into.length);
    for (int i = 0; i < into.length; i++) {
      into[i] = getDouble();
    }
  }

  /** Reads into a whole existing array, whose length must be the written one. */
  public void getLongs(long[] into) {
    expect(getInt(), into.length);
    for (int i = 0; i < into.length; i++) {
      into[i] = getLong();
    }
  }

  /** Reads into a whole existing array, whose length must be the written one. */
  public void getInts(int[] into) {
    expect(getInt(), into.length);
    for (int i = 0; i < into.length; i++) {
      into[i] = getInt();
    }
  }

  /** Reads into a whole existing array, whose length must be the written one. */
  public void getBooleans(boolean[] into) {
    expect(getInt(), into.length);
    for (int i = 0; i < into.length; i++) {
      into[i] = getBoolean();
    }
  }

  /** Refuses bytes that nobody read. */
  public void end() {
    if (at != bytes.length) {
      throw new SnapshotException((bytes.length - at) + " bytes too many in the snapshot");
    }
  }

  private int length(int unit) {
    int length = getInt();
    if (length < 0 || (long) length * unit > bytes.length - at) {
      throw new SnapshotException("the snapshot is damaged: a length of " + length);
    }
    return length;
  }

  private static void expect(int written, int wanted) {
    if (written != wanted) {
      throw new SnapshotException(
          "the snapshot holds " + written + " values where this model has " + wanted);
    }
  }

  private int advance(int count) {
    if (count < 0 || count > bytes.length - at) {
      throw new SnapshotException("the snapshot ends too early");
    }
    int start = at;
    at += count;
    return start;
  }
}
