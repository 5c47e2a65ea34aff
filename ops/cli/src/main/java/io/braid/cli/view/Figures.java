package io.braid.cli.view;

import java.util.Locale;

/** Numbers as people read them. */
final class Figures {
  private Figures() {}

  /** A metric's value in at most seven characters, {@code -} if there is none. */
  static String quality(double value) {
    double size = Math.abs(value);
    if (Double.isNaN(value)) {
      return "-";
    }
    if (size >= 999_999.5) {
      return String.format(Locale.ROOT, "%.1e", value);
    }
    int digits = size < 9.9995 ? 3 : size < 99.995 ? 2 : size < 999.95 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  /** A count with groups of three. */
  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** A rate per second; {@code -} if unknown. */
  static String rate(double perSecond) {
    return Double.isNaN(perSecond) ? "-" : count(Math.round(perSecond)) + "/s";
  }

  /** Minutes and seconds, hours if there are any; {@code --:--} if unknown. */
  static String clock(double seconds) {
    if (Double.isNaN(seconds)) {
      return "--:--";
    }
    long s = (long) seconds;
    return s < 3600
        ? String.format(Locale.ROOT, "%02d:%02d", s / 60, s % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", s / 3600, s / 60 % 60, s % 60);
  }

  /** A short span of time. */
  static String delay(double seconds) {
    return seconds < 9.95
        ? String.format(Locale.ROOT, "+%.1fs", seconds)
        : String.format(Locale.ROOT, "+%.0fs", seconds);
  }
}
