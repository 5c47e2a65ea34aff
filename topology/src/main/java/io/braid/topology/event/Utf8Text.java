package io.braid.topology.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;

/**
 * A view of UTF-8 bytes as text. ASCII is looked at in place; anything else is decoded into a
 * buffer that is kept. Bytes that are no UTF-8 read as U+FFFD, as Java's strings do it. Valid until
 * the bytes change or {@link #set} is called again; not thread-safe.
 */
final class Utf8Text implements CharSequence {
  private final CharsetDecoder decoder =
      UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private ByteBuffer input = ByteBuffer.allocate(0);
  private CharBuffer decoded = CharBuffer.allocate(0);

  private byte[] bytes = new byte[0];
  private int from;
  private int length;
  private boolean ascii = true;

  /** Views {@code count} bytes from {@code start}. */
  void set(byte[] source, int start, int count) {
    bytes = source;
    from = start;
    length = count;
    ascii = true;
    for (int i = start; i < start + count; i++) {
      if (source[i] < 0) {
        ascii = false;
        decode();
        return;
      }
    }
  }

  /** Views the bytes that another views. */
  void set(Utf8Text other) {
    set(other.bytes, other.from, other.length);
  }

  private void decode() {
    if (input.capacity() < length) {
      input = ByteBuffer.allocate(2 * length);
      decoded = CharBuffer.allocate(2 * length);
    }
    input.clear().put(bytes, from, length).flip();
    decoded.clear();
    // Every byte becomes one character at most, so the buffer holds them all.
    decoder.reset().decode(input, decoded, true);
    decoder.flush(decoded);
    decoded.flip();
  }

  @Override
  public int length() {
    return ascii ? length : decoded.limit();
  }

  @Override
  public char charAt(int index) {
    if (index < 0 || index >= length()) {
      throw new IndexOutOfBoundsException("character " + index + " of " + length());
    }
    return ascii ? (char) bytes[from + index] : decoded.get(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return toString().subSequence(start, end);
  }

  @Override
  public String toString() {
    return new String(bytes, from, length, UTF_8);
  }
}
