package io.braid.model.data;

/**
 * A text that is filled again and again without allocation: grows when it must, never shrinks. Not
 * thread-safe.
 */
public final class TextBuffer implements CharSequence {
  private char[] chars = new char[64];
  private int length;

  /** Copies a text into this one. */
  public void set(CharSequence text) {
    length = text.length();
    if (chars.length < length) {
      chars = new char[Math.max(length, 2 * chars.length)];
    }
    for (int i = 0; i < length; i++) {
      chars[i] = text.charAt(i);
    }
  }

  /** Makes it empty, which is missing. */
  public void clear() {
    length = 0;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public char charAt(int index) {
    if (index < 0 || index >= length) {
      throw new IndexOutOfBoundsException("character " + index + " of " + length);
    }
    return chars[index];
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return toString().subSequence(start, end);
  }

  @Override
  public String toString() {
    return new String(chars, 0, length);
  }
}
