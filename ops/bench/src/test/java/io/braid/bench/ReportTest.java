package io.braid.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

  @Test
  void tablesAreAlignedAndEveryLineIsEchoed() {
    List<String> echoed = new ArrayList<>();
    Report report = new Report(echoed::add);
    report.table(List.of("name", "n"), List.of(List.of("a", "1"), List.of("longer", "12345")));
    assertThat(echoed)
        .containsExactly(
            "| name   |     n |",
            "|--------|------:|",
            "| a      |     1 |",
            "| longer | 12345 |",
            "");
    assertThat(report.text()).isEqualTo(String.join("\n", echoed) + "\n");
  }

  @Test
  void figuresKeepThreeOrFourDigits() {
    assertThat(List.of(12345.6, 123.4, 12.34, 1.234, 0.1234, Double.NaN))
        .extracting(Report::figure)
        .containsExactly("12,346", "123", "12.3", "1.23", "0.123", "-");
  }

  @Test
  void medianSpreadAndExponentAreThoseOfTheTextbook() {
    assertThat(Report.median(List.of(3.0, 1.0, 2.0))).isEqualTo(2);
    assertThat(Report.median(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(2.5);
    assertThat(Report.spread(List.of(9.0, 10.0, 11.0))).isEqualTo(0.1);
    double[] x = {1, 2, 4, 8};
    assertThat(Report.exponent(x, new double[] {3, 12, 48, 192})).isEqualTo(2, within(1e-12));
  }

  @Test
  void onlyRatiosBeyondTheirToleranceHaveMoved(@TempDir Path folder) {
    Path file = folder.resolve("baseline.json");
    assertThat(Baseline.read(file)).isEmpty();
    new Baseline(Map.of("kept", new Baseline.Entry(1, 0.5)))
        .with(Map.of("kept", 2.0, "new", 1.0))
        .write(file);
    Baseline recorded = Baseline.read(file).orElseThrow();
    assertThat(recorded.moved(Map.of("kept", 2.9, "new", 1.2))).isEmpty();
    assertThat(recorded.moved(Map.of("new", 1.3))).singleElement().asString().contains("+30 %");
    assertThat(recorded.moved(Map.of("new", 0.7))).singleElement().asString().contains("-30 %");
    assertThat(recorded.moved(Map.of("other", 1.0)))
        .singleElement()
        .asString()
        .contains("not recorded yet");
  }

  @Test
  void aBarHoldsOnItsSideOfTheLimitAndNeverWithoutAFigure() {
    assertThat(Bar.atMost(1, "time", "s", 4, 4).holds()).isTrue();
    assertThat(Bar.atMost(1, "time", "s", 4, 4.1).holds()).isFalse();
    assertThat(Bar.atLeast(1, "ratio", "", 0.4, 0.4).holds()).isTrue();
    assertThat(Bar.atLeast(1, "ratio", "", 0.4, 0.39).holds()).isFalse();
    assertThat(Bar.atLeast(1, "ratio", "", 0.4, Double.NaN).holds()).isFalse();
    assertThat(Bar.atMost(1, "time", "s", 4, Double.NaN).holds()).isFalse();
  }

  @Test
  void stepsSayHowManyThereAre() {
    List<String> said = new ArrayList<>();
    Steps steps = new Steps(said::add, 2);
    steps.next("one");
    steps.next("two");
    assertThat(said).containsExactly("1 of 2: one", "2 of 2: two");
  }

  @Test
  void anInstalledJavaIsKnownByItsReleaseFile(@TempDir Path folder) {
    JavaHome current = JavaHome.current();
    assertThat(current.feature()).isEqualTo(Runtime.version().feature());
    assertThat(JavaHome.at(current.home()))
        .map(JavaHome::feature)
        .contains(Runtime.version().feature());
    assertThat(JavaHome.at(folder)).isEmpty();
    assertThat(JavaHome.find(Runtime.version().feature())).isEmpty();
  }

  @Test
  void whatToMeasureMustBeSaid() {
    assertThat(Main.run(line -> {}, line -> {})).isEqualTo(2);
    assertThat(Main.run(line -> {}, line -> {}, "--all", "--quick")).isEqualTo(2);
    assertThat(Main.run(line -> {}, line -> {}, "--record")).isEqualTo(2);
    assertThat(Main.run(line -> {}, line -> {}, "--all", "--jdk25", "no such folder")).isEqualTo(2);
  }
}
