package io.braid.acceptance;

import java.util.Locale;

/** What the tests say of the times they saw. */
final class Report {
  private Report() {}

  static void line(String format, Object... values) {
    System.out.println("acceptance: " + String.format(Locale.ROOT, format, values));
  }

  static double secondsSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 1e9;
  }
}
