package io.braid.model.spec;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A number taken from a text, to be learned as a label. */
public enum Measure {
  /** Characters. */
  LENGTH,
  /** Runs of characters without space. */
  WORDS,
  /** Decimal digits. */
  DIGITS,
  /** Upper-case letters. */
  CAPITALS;

  /** The name in pipeline files. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static List<String> keys() {
    return Stream.of(values()).map(Measure::key).toList();
  }

  /** The number; the space around a text does not count. */
  public int of(CharSequence text) {
    int from = 0;
    int to = text.length();
    while (from < to && text.charAt(from) <= ' ') {
      from++;
    }
    while (from < to && text.charAt(to - 1) <= ' ') {
      to--;
    }
    int count = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      boolean counts =
          switch (this) {
            case LENGTH -> true;
            case WORDS -> c > ' ' && (i == from || text.charAt(i - 1) <= ' ');
            case DIGITS -> Character.isDigit(c);
            case CAPITALS -> Character.isUpperCase(c);
          };
      count += counts ? 1 : 0;
    }
    return count;
  }
}
