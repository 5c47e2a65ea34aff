package io.braid.cli.csv;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;

/** How the text of a field is read. The same rules hold for type inference and for values. */
public final class Values {
  /** A date, optionally a time after 'T' or a blank, optionally an offset; UTC if there is none. */
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendPattern("['T'][' ']HH:mm[:ss]")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .appendPattern("[' '][XXX][XX][X]")
          .optionalEnd()
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private Values() {}

  /** The finite number a text spells, or NaN if it does not spell one. */
  public static double number(String text) {
    String digits = text.strip();
    if (digits.isEmpty() || !endsLikeANumber(digits)) {
      return Double.NaN;
    }
    try {
      double value = Double.parseDouble(digits);
      return Double.isInfinite(value) ? Double.NaN : value;
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** TRUE or FALSE if the text says true or false, in any case; else null. */
  public static Boolean flag(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> Boolean.TRUE;
      case "false" -> Boolean.FALSE;
      default -> null;
    };
  }

  /** The instant a text spells, or null: ISO 8601 date or date and time, UTC unless it says so. */
  public static Instant time(String text) {
    String written = text.strip();
    if (written.length() < 10 || written.charAt(4) != '-') {
      return null;
    }
    try {
      TemporalAccessor parts = TIME.parse(written);
      if (!parts.isSupported(ChronoField.HOUR_OF_DAY)) {
        return LocalDate.from(parts).atStartOfDay().toInstant(ZoneOffset.UTC);
      }
      return parts.isSupported(ChronoField.OFFSET_SECONDS)
          ? Instant.from(parts)
          : LocalDateTime.from(parts).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Java also reads "1f", "2d" and hexadecimal; data mean text by those. */
  private static boolean endsLikeANumber(String text) {
    char last = text.charAt(text.length() - 1);
    boolean hexadecimal = text.indexOf('x') >= 0 || text.indexOf('X') >= 0;
    return !hexadecimal && (last >= '0' && last <= '9' || last == '.');
  }
}
