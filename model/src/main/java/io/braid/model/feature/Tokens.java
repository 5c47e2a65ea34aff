package io.braid.model.feature;

/** What stands between space in a text. */
final class Tokens {
  private Tokens() {}

  /** Where the next token begins, or the end of the text. */
  static int start(CharSequence text, int at) {
    int from = at;
    while (from < text.length() && space(text.charAt(from))) {
      from++;
    }
    return from;
  }

  /** Where the token that begins at {@code from} ends. */
  static int end(CharSequence text, int from) {
    int to = from;
    while (to < text.length() && !space(text.charAt(to))) {
      to++;
    }
    return to;
  }

  /** How many there are. */
  static int count(CharSequence text) {
    int count = 0;
    for (int at = start(text, 0); at < text.length(); at = start(text, end(text, at))) {
      count++;
    }
    return count;
  }

  private static boolean space(char c) {
    return c <= ' ' || Character.isWhitespace(c);
  }
}
