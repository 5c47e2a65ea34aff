package io.braid.bench.poison;

import static org.assertj.core.api.Assertions.assertThat;

import io.braid.bench.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoisonTableTest {
  @Test
  void everyTaskHasARowAndWhatIsLostToTheBetterIsWithinTheBound() throws IOException {
    List<String> lines = new ArrayList<>();
    new PoisonTable(Path.of("pipelines/poison.yaml"), 2000, new Report(lines::add), line -> {})
        .run();
    List<String> rows =
        lines.stream().filter(line -> line.matches("\\| (flow|flood|season|poison) .*")).toList();
    assertThat(rows).hasSize(4);
    for (String row : rows) {
      String[] cells = row.split("\\|", -1);
      double lost = Double.parseDouble(cells[5].strip());
      assertThat(lost).as(row).isLessThanOrEqualTo(Double.parseDouble(cells[6].strip()));
    }
  }
}
