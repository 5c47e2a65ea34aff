package io.braid.model.data;

/**
 * Categories as 64-bit codes, so that no text has to be kept or made on the hot path. Two different
 * texts share a code with probability 2^-64.
 */
public final class Categories {
  /** The code of a missing value; no text has it. */
  public static final long MISSING = 0L;

  private Categories() {}

  /** Code of a text: FNV-1a over its UTF-8 bytes, then a finaliser; equal to that of its bytes. */
  public static long hash(CharSequence text) {
    long h = 0xcbf29ce484222325L;
    int n = text.length();
    for (int i = 0; i < n; i++) {
      int c = text.charAt(i);
      if (c < 0x80) {
        h = step(h, c);
      } else if (c < 0x800) {
        h = step(step(h, 0xC0 | c >> 6), 0x80 | c & 0x3F);
      } else if (Character.isHighSurrogate((char) c)
          && i + 1 < n
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        int p = Character.toCodePoint((char) c, text.charAt(++i));
        h = step(step(h, 0xF0 | p >> 18), 0x80 | p >> 12 & 0x3F);
        h = step(step(h, 0x80 | p >> 6 & 0x3F), 0x80 | p & 0x3F);
      } else {
        // A lone surrogate has no UTF-8 form: Java writes '?', and so do we.
        h =
            Character.isSurrogate((char) c)
                ? step(h, '?')
                : step(step(step(h, 0xE0 | c >> 12), 0x80 | c >> 6 & 0x3F), 0x80 | c & 0x3F);
      }
    }
    return finish(h);
  }

  /** Code of UTF-8 bytes. */
  public static long hash(byte[] utf8, int from, int length) {
    long h = 0xcbf29ce484222325L;
    for (int i = from; i < from + length; i++) {
      h = step(h, utf8[i] & 0xFF);
    }
    return finish(h);
  }

  private static long step(long h, int b) {
    return (h ^ b) * 0x100000001b3L;
  }

  private static long finish(long h) {
    long code = Rng.mix(h);
    return code == MISSING ? 1L : code;
  }
}
