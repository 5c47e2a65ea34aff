package io.braid.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
  @ParameterizedTest
  @CsvSource({
    "0.12345, 0.123",
    "-1, -1.000",
    "9.9996, 10.00",
    "99.996, 100.0",
    "1234.5, 1235",
    "NaN, -",
    "1e9, 1.0e+09"
  })
  void qualityKeepsAboutFourDigits(double value, String expected) {
    assertThat(Figures.quality(value)).isEqualTo(expected);
  }

  @Property
  void qualityIsNeverWiderThanItsColumn(
      @ForAll @DoubleRange(min = -1e12, max = 1e12) double value) {
    assertThat(Figures.quality(value).length()).isLessThanOrEqualTo(8);
  }

  @ParameterizedTest
  @CsvSource({"0, 00:00", "59.9, 00:59", "3599, 59:59", "3661, 1:01:01", "NaN, --:--"})
  void clocksShowHoursOnlyIfThereAreAny(double seconds, String expected) {
    assertThat(Figures.clock(seconds)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"0.04, +0.0s", "9.94, +9.9s", "9.96, +10s", "61, +61s"})
  void delaysShowTenthsWhileTheyMatter(double seconds, String expected) {
    assertThat(Figures.delay(seconds)).isEqualTo(expected);
  }
}
