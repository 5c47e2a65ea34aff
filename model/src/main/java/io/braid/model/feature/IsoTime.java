package io.braid.model.feature;

import java.time.DateTimeException;
import java.time.LocalDate;

/**
 * ISO-8601 text to epoch milliseconds: {@code 2026-03-01}, {@code 2026-03-01T18:00}, {@code
 * 2026-03-01 18:00:00.250}, {@code 2026-03-01T18:00:00Z}, {@code 2026-03-01T18:00:00+01:00}.
 * Without an offset it is UTC. Digits below the millisecond are dropped.
 */
final class IsoTime {
  /** What {@link #parse} answers to anything else. */
  static final long UNPARSABLE = Long.MIN_VALUE;

  private IsoTime() {}

  /** The time that {@code text[from, to)} says. */
  static long parse(CharSequence text, int from, int to) {
    int year = digits(text, from, 4, to);
    int month = digits(text, from + 5, 2, to);
    int day = digits(text, from + 8, 2, to);
    if ((year | month | day) < 0 || !is(text, from + 4, '-') || !is(text, from + 7, '-')) {
      return UNPARSABLE;
    }
    long days;
    try {
      days = LocalDate.of(year, month, day).toEpochDay();
    } catch (DateTimeException e) {
      return UNPARSABLE;
    }
    long midnight = days * 86_400_000L;
    int at = from + 10;
    if (at == to) {
      return midnight;
    }
    char separator = text.charAt(at);
    int hour = digits(text, at + 1, 2, to);
    int minute = digits(text, at + 4, 2, to);
    if (separator != 'T' && separator != 't' && separator != ' '
        || hour < 0
        || hour > 23
        || minute < 0
        || minute > 59
        || !is(text, at + 3, ':')) {
      return UNPARSABLE;
    }
    at += 6;
    int second = 0;
    int millis = 0;
    if (at < to && is(text, at, ':')) {
      second = digits(text, at + 1, 2, to);
      if (second < 0 || second > 59) {
        return UNPARSABLE;
      }
      at += 3;
      if (at < to && (is(text, at, '.') || is(text, at, ','))) {
        int first = ++at;
        for (int unit = 100; at < to && digits(text, at, 1, to) >= 0; at++, unit /= 10) {
          millis += unit * digits(text, at, 1, to);
        }
        if (at == first) {
          return UNPARSABLE;
        }
      }
    }
    int offset = offsetMinutes(text, at, to);
    if (offset == Integer.MIN_VALUE) {
      return UNPARSABLE;
    }
    return midnight + ((hour * 60L + minute - offset) * 60L + second) * 1000L + millis;
  }

  /** Nothing, Z, +hh, +hhmm or +hh:mm; MIN_VALUE for anything else. */
  private static int offsetMinutes(CharSequence text, int at, int to) {
    if (at == to || at + 1 == to && (is(text, at, 'Z') || is(text, at, 'z'))) {
      return 0;
    }
    boolean west = is(text, at, '-');
    int hours = digits(text, at + 1, 2, to);
    if (!west && !is(text, at, '+') || hours < 0 || hours > 18) {
      return Integer.MIN_VALUE;
    }
    at += 3;
    int minutes = 0;
    if (at < to) {
      if (is(text, at, ':')) {
        at++;
      }
      minutes = digits(text, at, 2, to);
      if (minutes < 0 || minutes > 59 || at + 2 != to) {
        return Integer.MIN_VALUE;
      }
    }
    int total = hours * 60 + minutes;
    return west ? -total : total;
  }

  private static boolean is(CharSequence text, int at, char c) {
    return text.charAt(at) == c;
  }

  /** The number of exactly {@code count} digits, or -1. */
  private static int digits(CharSequence text, int at, int count, int to) {
    if (at + count > to) {
      return -1;
    }
    int number = 0;
    for (int i = at; i < at + count; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = number * 10 + (c - '0');
    }
    return number;
  }
}
