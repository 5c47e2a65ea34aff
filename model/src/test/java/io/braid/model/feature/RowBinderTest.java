package io.braid.model.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.braid.model.data.Categories;
import io.braid.model.data.RejectedException;
import io.braid.model.data.RejectedException.Reason;
import io.braid.model.data.Row;
import io.braid.model.spec.PipelineFile;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Outside values become the same row whatever they came in as, or are refused with a reason. */
class RowBinderTest {
  private static final int NUM = 0;
  private static final int CAT = 1;
  private static final int BOOL = 2;
  private static final int TIME = 3;

  private static final int FLOOD = 0;
  private static final int RICH = 1;
  private static final int LONG_HOURS = 2;
  private static final int COLOUR = 3;
  private static final int DIGIT = 4;
  private static final int FLOW = 5;
  private static final int VISITS = 6;

  private final RowBinder binder =
      new RowBinder(
          PipelineFile.parse(
              """
              name: t
              input: {weight: w}
              features:
                - num
                - {name: cat, type: categorical}
                - {name: bool, type: boolean}
                - {name: time, type: time, field: seen.at}
              tasks:
                - {name: flood, kind: binary}
                - {name: rich, kind: binary, label: {field: income, positive: '>50K'}}
                - {name: long_hours, kind: binary, label: hours, above: 40}
                - {name: colour, kind: multiclass, classes: [red, green, 3]}
                - {name: digit, kind: multiclass, classes: 10}
                - {name: flow, kind: regression}
                - {name: visits, kind: count}
              """,
              "test"));
  private final Row row = binder.newRow();

  RowBinderTest() {
    binder.begin(row);
  }

  @Property
  void aNumberIsTheSameAsNumberAndAsText(
      @ForAll @DoubleRange(min = -1e300, max = 1e300) double value) throws RejectedException {
    binder.number(NUM, value);
    long bits = Double.doubleToRawLongBits(row.numbers[NUM]);
    binder.missing(NUM);
    binder.text(NUM, Double.toString(value));
    assertThat(Double.doubleToRawLongBits(row.numbers[NUM])).isEqualTo(bits);
  }

  @Property
  void aWholeNumberIsOneCategoryInEveryForm(
      @ForAll @LongRange(min = -(1L << 53), max = 1L << 53) long value) throws RejectedException {
    binder.number(CAT, (double) value);
    long code = row.codes[CAT];
    binder.text(CAT, Long.toString(value));
    assertThat(row.codes[CAT]).isEqualTo(code);
    binder.text(CAT, value + ".00 ");
    assertThat(row.codes[CAT]).isEqualTo(code);
    assertThat(Categories.of(value)).isEqualTo(code);
  }

  @Property
  void aTimeIsTheSameAsMillisAndAsText(
      @ForAll @LongRange(min = -62_167_219_200_000L, max = 253_402_300_799_999L) long millis)
      throws RejectedException {
    binder.timeMillis(TIME, millis);
    assertThat(row.numbers[TIME]).isEqualTo((double) millis);
    binder.missing(TIME);
    binder.text(TIME, Instant.ofEpochMilli(millis).toString());
    assertThat(row.numbers[TIME]).isEqualTo((double) millis);
    binder.missing(TIME);
    binder.text(TIME, Long.toString(millis));
    assertThat(row.numbers[TIME]).isEqualTo((double) millis);
  }

  @Property
  void anyTextIsACategoryOrMissing(@ForAll String text) throws RejectedException {
    binder.text(CAT, text);
    boolean blank = text.chars().allMatch(c -> c <= ' ');
    assertThat(row.codes[CAT] == Categories.MISSING).isEqualTo(blank);
  }

  @Property
  void noTextDoesMoreThanBeRejected(@ForAll String text) {
    for (int f = 0; f < 4; f++) {
      int feature = f;
      rejectedOrNot(() -> binder.text(feature, text));
    }
    for (int k = 0; k < 7; k++) {
      int task = k;
      rejectedOrNot(() -> binder.labelText(task, text));
    }
    rejectedOrNot(() -> binder.weightText(text));
  }

  private static void rejectedOrNot(ThrowingCallable call) {
    RejectedException e = catchThrowableOfType(RejectedException.class, call);
    if (e != null) {
      assertThat(e.getMessage()).doesNotContain("\n").hasSizeLessThan(300);
    }
  }

  @Example
  void timesComeInSeveralForms() throws RejectedException {
    double noon = LocalDate.of(2011, 2, 3).atTime(12, 0).toInstant(ZoneOffset.UTC).toEpochMilli();
    assertTime("2011-02-03", noon - 43_200_000);
    assertTime("2011-02-03T12:00", noon);
    assertTime("2011-02-03 12:00:00", noon);
    assertTime("2011-02-03T12:00:00.5", noon + 500);
    assertTime("2011-02-03T12:00:00.123456Z", noon + 123);
    assertTime("2011-02-03T13:30+01:30", noon);
    assertTime("2011-02-03T07:00:00-0500", noon);
    assertTime(" 2011-02-03T11:00:00-01 ", noon);
  }

  private void assertTime(String text, double millis) throws RejectedException {
    binder.text(TIME, text);
    assertThat(row.numbers[TIME]).as(text).isEqualTo(millis);
  }

  @Example
  void truthComesInSeveralForms() throws RejectedException {
    for (String yes : new String[] {"true", "TRUE", "True", "1", "1.0", " 1 "}) {
      binder.text(BOOL, yes);
      assertThat(row.numbers[BOOL]).isEqualTo(1);
      binder.labelText(FLOOD, yes);
      assertThat(row.labels[FLOOD]).isEqualTo(1);
    }
    binder.number(BOOL, -0.0);
    assertThat(Double.doubleToRawLongBits(row.numbers[BOOL])).isZero();
    binder.flag(BOOL, true);
    assertThat(row.numbers[BOOL]).isEqualTo(1);
    binder.flag(NUM, true);
    assertThat(row.numbers[NUM]).isEqualTo(1);
    binder.text(NUM, "False");
    assertThat(row.numbers[NUM]).isZero();
    binder.flag(CAT, true);
    assertThat(row.codes[CAT]).isEqualTo(Categories.of("true"));
  }

  @Example
  void blankTextIsMissing() throws RejectedException {
    binder.number(NUM, 3);
    binder.text(NUM, "");
    binder.text(CAT, "  ");
    binder.text(BOOL, "");
    binder.text(TIME, "\t");
    binder.labelText(FLOW, "");
    assertThat(row.numbers).containsOnly(Double.NaN);
    assertThat(row.codes).containsOnly(Categories.MISSING);
    assertThat(row.labelled()).isFalse();
  }

  @Example
  void labelsFollowTheirTask() throws RejectedException {
    binder.labelText(RICH, ">50K");
    assertThat(row.labels[RICH]).isEqualTo(1);
    binder.labelText(RICH, "<=50K");
    assertThat(row.labels[RICH]).isZero();
    binder.labelNumber(LONG_HOURS, 40);
    assertThat(row.labels[LONG_HOURS]).isZero();
    binder.labelText(LONG_HOURS, "40.5");
    assertThat(row.labels[LONG_HOURS]).isEqualTo(1);
    binder.labelText(COLOUR, "green");
    assertThat(row.labels[COLOUR]).isEqualTo(1);
    binder.labelNumber(COLOUR, 3);
    assertThat(row.labels[COLOUR]).isEqualTo(2);
    binder.labelText(DIGIT, "7.0");
    assertThat(row.labels[DIGIT]).isEqualTo(7);
    binder.labelNumber(DIGIT, 9);
    assertThat(row.labels[DIGIT]).isEqualTo(9);
    binder.labelText(FLOW, "-1.5e3");
    assertThat(row.labels[FLOW]).isEqualTo(-1500);
    binder.labelNumber(VISITS, 0);
    assertThat(row.labels[VISITS]).isZero();
    binder.labelFlag(FLOOD, true);
    assertThat(row.labels[FLOOD]).isEqualTo(1);
    binder.labelMissing(FLOOD);
    assertThat(row.labels[FLOOD]).isNaN();
    assertThat(binder.task("visits")).isEqualTo(VISITS);
  }

  @Example
  void everyRefusalNamesFieldValueAndWhatIsAllowed() {
    String number = "must be a finite number";
    refuses(
        () -> binder.number(NUM, Double.NaN),
        Reason.NOT_A_NUMBER,
        "field 'num': 'NaN' is not allowed, " + number);
    refuses(
        () -> binder.text(NUM, "-Infinity"),
        Reason.NOT_A_NUMBER,
        "field 'num': '-Infinity' is not allowed, " + number);
    refuses(
        () -> binder.text(NUM, "1e999"),
        Reason.NOT_A_NUMBER,
        "field 'num': '1e999' is not allowed, " + number);
    refuses(
        () -> binder.text(NUM, "12,5"),
        Reason.UNPARSABLE,
        "field 'num': '12,5' is not allowed, " + number);
    refuses(
        () -> binder.timeMillis(NUM, 5),
        Reason.WRONG_TYPE,
        "field 'num': 'the time 5' is not allowed, " + number);
    refuses(
        () -> binder.number(CAT, 1.5),
        Reason.WRONG_TYPE,
        "field 'cat': '1.5' is not allowed, must be a text, a whole number or a boolean");
    refuses(
        () -> binder.number(BOOL, 2),
        Reason.OUT_OF_RANGE,
        "field 'bool': '2.0' is not allowed, must be true, false, 0 or 1");
    refuses(
        () -> binder.text(BOOL, "maybe"),
        Reason.UNPARSABLE,
        "field 'bool': 'maybe' is not allowed, must be true, false, 0 or 1");
    String time = "must be an ISO-8601 time or epoch milliseconds within the years 0 to 9999";
    refuses(
        () -> binder.number(TIME, 1.7e15),
        Reason.OUT_OF_RANGE,
        "field 'seen.at': '1.7E15' is not allowed, " + time);
    refuses(
        () -> binder.text(TIME, "2011-02-30"),
        Reason.UNPARSABLE,
        "field 'seen.at': '2011-02-30' is not allowed, " + time);
    refuses(
        () -> binder.flag(TIME, true),
        Reason.WRONG_TYPE,
        "field 'seen.at': 'true' is not allowed, " + time);
    String flood = "label of task 'flood' (field 'flood'): ";
    refuses(
        () -> binder.labelNumber(FLOOD, 2),
        Reason.OUT_OF_RANGE,
        flood + "'2.0' is not allowed, must be 0, 1, true or false");
    refuses(
        () -> binder.labelText(FLOOD, "wet"),
        Reason.UNKNOWN_CLASS,
        flood + "'wet' is not allowed, must be 0, 1, true or false");
    refuses(
        () -> binder.labelText(COLOUR, "blue"),
        Reason.UNKNOWN_CLASS,
        "label of task 'colour' (field 'colour'): 'blue' is not allowed, must be one of [red, green,"
            + " 3]");
    refuses(
        () -> binder.labelNumber(DIGIT, 10),
        Reason.UNKNOWN_CLASS,
        "label of task 'digit' (field 'digit'): '10.0' is not allowed, must be one of [0, 1, 2, 3,"
            + " 4, 5, 6, 7, 8, 9]");
    refuses(
        () -> binder.labelNumber(FLOW, 1e31),
        Reason.OUT_OF_RANGE,
        "label of task 'flow' (field 'flow'): '1.0E31' is not allowed, must be a finite number from"
            + " -1e30 to 1e30");
    refuses(
        () -> binder.labelFlag(FLOW, true),
        Reason.WRONG_TYPE,
        "label of task 'flow' (field 'flow'): 'true' is not allowed, must be a finite number from"
            + " -1e30 to 1e30");
    refuses(
        () -> binder.labelNumber(VISITS, -1),
        Reason.OUT_OF_RANGE,
        "label of task 'visits' (field 'visits'): '-1.0' is not allowed, must be a number from 0 to"
            + " 1e30");
    refuses(
        () -> binder.weightText("0"),
        Reason.OUT_OF_RANGE,
        "field 'w': '0.0' is not allowed, must be a number above 0, up to 1e6");
    refuses(
        () -> binder.task("fire"),
        Reason.UNKNOWN_TASK,
        "no task named 'fire', known: [flood, rich, long_hours, colour, digit, flow, visits]");
  }

  private static void refuses(ThrowingCallable call, Reason reason, String message) {
    RejectedException e = catchThrowableOfType(RejectedException.class, call);
    assertThat(e).as(message).isNotNull();
    assertThat(e.getMessage()).isEqualTo(message);
    assertThat(e.reason()).isEqualTo(reason);
    assertThat(e.getStackTrace()).isEmpty();
  }

  @Example
  void aLongValueIsCutInTheMessage() {
    RejectedException e =
        catchThrowableOfType(
            RejectedException.class, () -> binder.text(NUM, "x\n".repeat(1_000_000)));
    assertThat(e.getMessage()).hasSizeLessThan(200).doesNotContain("\n");
  }

  @Property(tries = 3000)
  void decimalTextIsReadAsTheJdkReadsIt(
      @ForAll long mantissa, @ForAll @LongRange(min = -330, max = 320) long exponent) {
    long digits = mantissa >> (mantissa & 63);
    for (String text :
        new String[] {
          digits + "e" + exponent,
          digits / 1000 + "." + Math.abs(digits % 1000),
          Double.toString(digits * Math.pow(10, (int) exponent % 20)).toLowerCase(Locale.ROOT),
          Double.toString(Double.longBitsToDouble(mantissa))
        }) {
      double read = Decimals.parse(text, 0, text.length());
      double expected = text.contains("N") || text.contains("I") ? Double.NaN : jdk(text);
      assertThat(Double.doubleToLongBits(read))
          .as(text)
          .isEqualTo(Double.doubleToLongBits(expected));
    }
  }

  private static double jdk(String text) {
    return Double.parseDouble(text);
  }

  @Example
  void whatIsNoDecimalIsNoNumber() {
    for (String text :
        new String[] {"", ".", "+", "1d", "1f", "0x10", "1e", "1e+", "--1", "1..2", "1 2", "e5"}) {
      assertThat(Decimals.parse(text, 0, text.length())).as(text).isNaN();
    }
    assertThat(Decimals.parse("5.", 0, 2)).isEqualTo(5);
    assertThat(Decimals.parse("+.5", 0, 3)).isEqualTo(0.5);
    assertThat(1 / Decimals.parse("-0", 0, 2)).isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @Example
  void numbersAndCategoriesAreTakenWithoutAllocation() throws RejectedException {
    fill(20_000);
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    threads.getCurrentThreadAllocatedBytes();
    long before = threads.getCurrentThreadAllocatedBytes();
    fill(20_000);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(20_000);
  }

  private void fill(int times) throws RejectedException {
    for (int i = 0; i < times; i++) {
      binder.begin(row);
      binder.number(NUM, i);
      binder.text(NUM, "12.75");
      binder.text(CAT, "winter");
      binder.number(CAT, i);
      binder.labelNumber(FLOW, i);
      binder.labelText(COLOUR, "green");
    }
  }
}
