package io.braid.schemas;

/** The five bytes before the Avro binary: zero, then the schema id, big-endian. */
public final class Framing {
  /** The first byte. */
  public static final byte MAGIC = 0;

  /** Bytes before the Avro binary. */
  public static final int HEADER = 5;

  private Framing() {}

  /**
   * The writer's schema id.
   *
   * @throws MalformedRecordException if the bytes are too few or do not start with zero
   */
  public static int schemaId(byte[] framed) {
    if (framed.length < HEADER) {
      throw new MalformedRecordException(
          "record of " + framed.length + " bytes is shorter than the frame of " + HEADER);
    }
    if (framed[0] != MAGIC) {
      throw new MalformedRecordException(
          "record starts with byte "
              + framed[0]
              + ", allowed: "
              + MAGIC
              + " (registry-framed Avro)");
    }
    return (framed[1] & 0xFF) << 24
        | (framed[2] & 0xFF) << 16
        | (framed[3] & 0xFF) << 8
        | (framed[4] & 0xFF);
  }

  /** Writes the header into the first five bytes. */
  static void writeHeader(byte[] framed, int schemaId) {
    framed[0] = MAGIC;
    framed[1] = (byte) (schemaId >>> 24);
    framed[2] = (byte) (schemaId >>> 16);
    framed[3] = (byte) (schemaId >>> 8);
    framed[4] = (byte) schemaId;
  }
}
