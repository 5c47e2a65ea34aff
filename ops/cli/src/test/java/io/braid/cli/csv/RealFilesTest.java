package io.braid.cli.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.braid.model.spec.Column;
import io.braid.model.spec.ColumnSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The public data sets, as far as they are at hand. */
class RealFilesTest {
  private static final Path DATA = Path.of(System.getProperty("braid.data", "data"));

  @ParameterizedTest
  @CsvSource({
    // name, rows, numbers, texts, times
    "rf1, 9125, 72, 0, 0",
    "electricity, 45312, 7, 0, 0",
    "adult, 48842, 6, 9, 0",
    "bike_hour, 17379, 16, 0, 1",
    "air_quality, 9357, 13, 0, 1",
    "sms_spam, 5574, 0, 2, 0",
    "mtr_sf2, 1066, 10, 3, 0",
    "obd_random_men, 10000, 38, 4, 1"
  })
  void rowsColumnsAndTypesAreAsDocumented(String name, int rows, int numbers, int texts, int times)
      throws IOException {
    Path file = DATA.resolve(name + ".csv.gz");
    assumeTrue(Files.exists(file), "skipped: no data set at " + file);
    List<Double> progress = new ArrayList<>();
    List<ColumnSummary> columns = CsvSummary.summarise(file, progress::add);
    assertThat(columns).hasSize(numbers + texts + times).allMatch(c -> c.rows() == rows);
    assertThat(count(columns, Column.Type.NUMBER)).isEqualTo(numbers);
    assertThat(count(columns, Column.Type.TEXT)).isEqualTo(texts);
    assertThat(count(columns, Column.Type.TIME)).isEqualTo(times);
    assertThat(progress).isSorted().endsWith(1.0);
  }

  private static long count(List<ColumnSummary> columns, Column.Type type) {
    return columns.stream().filter(c -> c.column().type() == type).count();
  }
}
