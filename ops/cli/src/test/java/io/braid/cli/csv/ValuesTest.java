package io.braid.cli.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
  @ParameterizedTest
  @CsvSource({
    "2011-01-01, 2011-01-01T00:00:00Z",
    "2004-03-10T18:00:00, 2004-03-10T18:00:00Z",
    "2004-03-10 18:05, 2004-03-10T18:05:00Z",
    "2024-02-29T23:59:59.5Z, 2024-02-29T23:59:59.5Z",
    "2019-11-24 00:03:13.442536+00:00, 2019-11-24T00:03:13.442536Z",
    "2019-11-24T02:00:00+0200, 2019-11-24T00:00:00Z",
    "2019-11-24T02:00:00 +02, 2019-11-24T00:00:00Z"
  })
  void datesAndTimesAreRead(String text, Instant expected) {
    assertThat(Values.time(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2011", "2011-02-30", "2011-01-01T25:00", "01/02/2011", "2011-01-01x", ""})
  void otherTextsAreNoTimes(String text) {
    assertThat(Values.time(text)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1f", "2d", "0x1p3", "Infinity", "1e999", "one", "1,5", "", "--1"})
  void otherTextsAreNoNumbers(String text) {
    assertThat(Values.number(text)).isNaN();
  }

  @Property
  void everyFiniteNumberIsReadBackExactly(@ForAll double value) {
    assertThat(Values.number(" " + value)).isEqualTo(value);
  }

  @Test
  void trueAndFalseAreFlagsInAnyCase() {
    assertThat(Values.flag("True")).isTrue();
    assertThat(Values.flag("FALSE")).isFalse();
    assertThat(Values.flag("yes")).isNull();
  }
}
