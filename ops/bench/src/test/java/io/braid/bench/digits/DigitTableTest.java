package io.braid.bench.digits;

import static org.assertj.core.api.Assertions.assertThat;

import io.braid.bench.Report;
import io.braid.model.data.RejectedException;
import io.braid.model.data.Row;
import io.braid.model.spec.Column;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigitTableTest {
  @TempDir Path folder;

  private Digits digits() throws IOException {
    StringBuilder csv = new StringBuilder("digit");
    for (int i = 0; i < Digits.SIDE * Digits.SIDE; i++) {
      csv.append(",p").append(i);
    }
    for (int n = 0; n < 30; n++) {
      csv.append('\n').append(n % 10);
      for (int i = 0; i < Digits.SIDE * Digits.SIDE; i++) {
        int y = i / Digits.SIDE;
        int x = i % Digits.SIDE;
        boolean ink = y >= 5 && y < 15 + n % 10 && x >= 8 && x < 14;
        csv.append(',').append(ink ? 200 : 0);
      }
    }
    Path file = folder.resolve("mnist_test10k.csv.gz");
    Files.writeString(file, csv.append('\n'));
    return Digits.read(file, 30);
  }

  @Test
  void theBoxIsTheInkAndNothingElseIsOnTheCanvas() throws IOException, RejectedException {
    Pipeline pipeline =
        PipelineFile.parse(DigitTable.CONTESTANTS.get(0).yaml(1), "p")
            .bind(
                Stream.of("scene", "digit", "x", "y", "w", "h")
                    .map(name -> new Column(name, Column.Type.NUMBER))
                    .toList());
    try (Scenes scenes = new Scenes(digits(), pipeline, 5)) {
      int n = 0;
      for (Row row = scenes.next(); row != null; row = scenes.next()) {
        assertThat(row.labels[0]).isEqualTo(n++ % 10);
        int left = (int) row.labels[2];
        int top = (int) row.labels[3];
        int right = left + (int) row.labels[4];
        int bottom = top + (int) row.labels[5];
        assertThat(right).isLessThanOrEqualTo(Scenes.SIDE);
        assertThat(bottom).isLessThanOrEqualTo(Scenes.SIDE);
        for (int i = 0; i < Scenes.SIDE * Scenes.SIDE; i++) {
          int x = i % Scenes.SIDE;
          int y = i / Scenes.SIDE;
          boolean inside = x >= left && x < right && y >= top && y < bottom;
          assertThat(row.pixels[0][i]).isEqualTo(inside ? 200 : 0);
        }
      }
      assertThat(n).isEqualTo(30);
    }
  }

  @Test
  void everyContestantHasARowAndOnlyTheFiguresOfItsTasks() throws IOException {
    digits();
    List<String> lines = new ArrayList<>();
    new DigitTable(folder, 30, new Report(lines::add), line -> {}).run();
    assertThat(lines).filteredOn(line -> line.startsWith("| digit and box")).hasSize(1);
    assertThat(lines).filteredOn(line -> line.startsWith("| linear")).hasSize(1);
    assertThat(lines)
        .filteredOn(line -> line.startsWith("| box alone") || line.startsWith("| digit alone"))
        .hasSize(2)
        .allSatisfy(
            line ->
                assertThat(line.split("\\|", -1))
                    .filteredOn(cell -> cell.strip().equals("-"))
                    .hasSize(2));
  }

  @Test
  void withoutTheFileItSaysSo() throws IOException {
    List<String> lines = new ArrayList<>();
    new DigitTable(folder, 30, new Report(lines::add), line -> {}).run();
    assertThat(lines).anyMatch(line -> line.startsWith("Not measured: there is no"));
  }
}
