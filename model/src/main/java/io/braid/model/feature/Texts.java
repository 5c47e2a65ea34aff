package io.braid.model.feature;

import io.braid.model.data.Categories;
import io.braid.model.data.RejectedException;
import io.braid.model.data.RejectedException.Reason;

/** Outside text to numbers, truth values and times; the space around a text never counts. */
final class Texts {
  private static final long ZERO = Categories.of(0);
  private static final long ONE = Categories.of(1);
  private static final String[] NOT_NUMBERS = {"nan", "inf", "infinity"};

  private Texts() {}

  /** Whether there is nothing but space. */
  static boolean blank(CharSequence text) {
    return start(text) == text.length();
  }

  /** A finite decimal number. */
  static double number(String field, CharSequence text, String allowed) throws RejectedException {
    double value = Decimals.parse(text, start(text), end(text));
    if (Double.isNaN(value)) {
      throw rejected(
          notANumber(text) ? Reason.NOT_A_NUMBER : Reason.UNPARSABLE, field, text, allowed);
    }
    if (Double.isInfinite(value)) {
      throw rejected(Reason.NOT_A_NUMBER, field, text, allowed);
    }
    return value;
  }

  /** 1 for {@code true}, 0 for {@code false}, in any case of letters; else NaN. */
  static double truth(CharSequence text) {
    int from = start(text);
    int to = end(text);
    return same(text, from, to, "true") ? 1 : same(text, from, to, "false") ? 0 : Double.NaN;
  }

  /** 1 for {@code true} or 1, 0 for {@code false} or 0; else NaN. */
  static double flag(CharSequence text) {
    double truth = truth(text);
    if (!Double.isNaN(truth)) {
      return truth;
    }
    long code = Categories.of(text);
    return code == ONE ? 1 : code == ZERO ? 0 : Double.NaN;
  }

  /** ISO-8601 or epoch milliseconds. */
  static double time(String field, CharSequence text, String allowed) throws RejectedException {
    int from = start(text);
    int to = end(text);
    long millis = IsoTime.parse(text, from, to);
    return millis != IsoTime.UNPARSABLE ? millis : number(field, text, allowed);
  }

  static RejectedException rejected(
      Reason reason, String field, CharSequence value, String allowed) {
    return new RejectedException(
        reason,
        field + ": " + RejectedException.shown(value) + " is not allowed, must be " + allowed);
  }

  private static boolean notANumber(CharSequence text) {
    int from = start(text);
    int to = end(text);
    if (from < to && (text.charAt(from) == '-' || text.charAt(from) == '+')) {
      from++;
    }
    for (String word : NOT_NUMBERS) {
      if (same(text, from, to, word)) {
        return true;
      }
    }
    return false;
  }

  private static boolean same(CharSequence text, int from, int to, String lowerCase) {
    if (to - from != lowerCase.length()) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if ((text.charAt(i) | 0x20) != lowerCase.charAt(i - from)) {
        return false;
      }
    }
    return true;
  }

  private static int start(CharSequence text) {
    int from = 0;
    while (from < text.length() && text.charAt(from) <= ' ') {
      from++;
    }
    return from;
  }

  private static int end(CharSequence text) {
    int to = text.length();
    while (to > 0 && text.charAt(to - 1) <= ' ') {
      to--;
    }
    return to;
  }
}
