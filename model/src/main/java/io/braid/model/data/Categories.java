package io.braid.model.data;

/**
 * Categories as 64-bit codes, so that no text has to be kept or made on the hot path. Two different
 * texts share a code with probability 2^-64.
 */
public final class Categories {
  /** The code of a missing value; no text has it. */
  public static final long MISSING = 0L;

  private static final long OFFSET = 0xcbf29ce484222325L;

  private Categories() {}

  /**
   * Code of an outside value given as text. Space around it does not count, a text of nothing else
   * is missing, and a whole number written with a fraction of zeros has the code of the number
   * ({@code 1.0} and {@code 1} are one category), so that it does not matter whether a source
   * writes numbers or text.
   */
  public static long of(CharSequence text) {
    int from = 0;
    int to = text.length();
    while (from < to && text.charAt(from) <= ' ') {
      from++;
    }
    while (from < to && text.charAt(to - 1) <= ' ') {
      to--;
    }
    if (from == to) {
      return MISSING;
    }
    to = withoutZeroFraction(text, from, to);
    if (to - from == 2 && text.charAt(from) == '-' && text.charAt(from + 1) == '0') {
      from++;
    }
    return hash(text, from, to);
  }

  /** Code of a whole number: that of its decimal digits. */
  public static long of(long number) {
    long h = OFFSET;
    // Counted below zero, where the smallest number fits too.
    long rest = number;
    if (number < 0) {
      h = step(h, '-');
    } else {
      rest = -number;
    }
    long power = 1;
    while (rest / power <= -10) {
      power *= 10;
    }
    for (; power > 0; power /= 10) {
      h = step(h, '0' - (int) (rest / power % 10));
    }
    return finish(h);
  }

  /** Code of a truth value: that of the text {@code true} or {@code false}. */
  public static long of(boolean flag) {
    return hash(flag ? "true" : "false");
  }

  private static int withoutZeroFraction(CharSequence text, int from, int to) {
    int dot = to - 1;
    while (dot > from && text.charAt(dot) == '0') {
      dot--;
    }
    if (dot == to - 1 || text.charAt(dot) != '.') {
      return to;
    }
    int first = text.charAt(from) == '-' ? from + 1 : from;
    if (first == dot) {
      return to;
    }
    for (int i = first; i < dot; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return to;
      }
    }
    return dot;
  }

  /** Code of a text: FNV-1a over its UTF-8 bytes, then a finaliser; equal to that of its bytes. */
  public static long hash(CharSequence text) {
    return hash(text, 0, text.length());
  }

  /** Code of {@code text[from, to)}. */
  public static long hash(CharSequence text, int from, int to) {
    long h = OFFSET;
    for (int i = from; i < to; i++) {
      int c = text.charAt(i);
      if (c < 0x80) {
        h = step(h, c);
      } else if (c < 0x800) {
        h = step(step(h, 0xC0 | c >> 6), 0x80 | c & 0x3F);
      } else if (Character.isHighSurrogate((char) c)
          && i + 1 < to
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
    long h = OFFSET;
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
