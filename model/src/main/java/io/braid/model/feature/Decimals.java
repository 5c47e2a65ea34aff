package io.braid.model.feature;

/**
 * Decimal text to the nearest double, bit for bit as {@link Double#parseDouble}, mostly without
 * allocation: digits up to 2^53 times a power of ten up to 10^22 are both exact doubles, so one
 * multiplication or division rounds once (Clinger, "How to read floating point numbers accurately",
 * PLDI 1990, section 3). Anything longer is left to the JDK.
 */
final class Decimals {
  private static final double[] POWERS = new double[23];

  static {
    double power = 1;
    for (int i = 0; i < POWERS.length; i++) {
      POWERS[i] = power;
      power *= 10;
    }
  }

  private Decimals() {}

  /**
   * The number that {@code text[from, to)} says: an optional sign, digits, optionally a point and
   * digits, optionally an exponent. NaN if it says none; infinite if it is too large for a double.
   */
  static double parse(CharSequence text, int from, int to) {
    int at = from;
    boolean negative = at < to && text.charAt(at) == '-';
    if (at < to && (negative || text.charAt(at) == '+')) {
      at++;
    }
    long digits = 0;
    int significant = 0;
    int written = 0;
    int fraction = 0;
    boolean point = false;
    for (; at < to; at++) {
      char c = text.charAt(at);
      if (c >= '0' && c <= '9') {
        written++;
        if (point) {
          fraction++;
        }
        if (significant > 0 || c != '0') {
          significant++;
          if (significant <= 18) {
            digits = digits * 10 + (c - '0');
          }
        }
      } else if (c == '.' && !point) {
        point = true;
      } else {
        break;
      }
    }
    if (written == 0) {
      return Double.NaN;
    }
    int exponent = 0;
    if (at < to) {
      exponent = exponent(text, at, to);
      if (exponent == Integer.MIN_VALUE) {
        return Double.NaN;
      }
    }
    int scale = exponent - fraction;
    if (significant > 18 || digits > 1L << 53 || scale < -22 || scale > 22) {
      return Double.parseDouble(text.subSequence(from, to).toString());
    }
    double value = scale < 0 ? digits / POWERS[-scale] : digits * POWERS[scale];
    return negative ? -value : value;
  }

  /** The exponent written at {@code at}, cut to +-100000, or MIN_VALUE if there is none. */
  private static int exponent(CharSequence text, int at, int to) {
    char e = text.charAt(at++);
    if (e != 'e' && e != 'E' || at == to) {
      return Integer.MIN_VALUE;
    }
    boolean negative = text.charAt(at) == '-';
    if (negative || text.charAt(at) == '+') {
      at++;
    }
    if (at == to) {
      return Integer.MIN_VALUE;
    }
    int exponent = 0;
    for (; at < to; at++) {
      char c = text.charAt(at);
      if (c < '0' || c > '9') {
        return Integer.MIN_VALUE;
      }
      exponent = Math.min(100_000, exponent * 10 + (c - '0'));
    }
    return negative ? -exponent : exponent;
  }
}
