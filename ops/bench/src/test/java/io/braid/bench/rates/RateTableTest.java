package io.braid.bench.rates;

import static org.assertj.core.api.Assertions.assertThat;

import io.braid.bench.Report;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RateTableTest {
  @TempDir Path folder;

  @Test
  void everyDataSetWithAFileHasARowPerKindOfErrorAndTheBestRateIsTheBest() throws IOException {
    Files.writeString(
        folder.resolve("line.yaml"),
        """
        name: line
        features: [a]
        tasks:
          - {name: y, kind: regression}
          - {name: c, kind: binary}
        """);
    Files.writeString(folder.resolve("missing.yaml"), "name: missing\n");
    Random random = new Random(1);
    StringBuilder csv = new StringBuilder("a,y,c\n");
    for (int i = 0; i < 200; i++) {
      double a = random.nextGaussian();
      csv.append(a).append(',').append(3 * a + 1).append(',').append(a > 0 ? 1 : 0).append('\n');
    }
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve("line.csv.gz")))) {
      out.write(csv.toString().getBytes(StandardCharsets.UTF_8));
    }
    List<String> lines = new ArrayList<>();
    RateTable table = new RateTable(folder, folder, 150, new Report(lines::add), line -> {});
    table.run();
    assertThat(lines).filteredOn(line -> line.startsWith("| line ")).hasSize(2);
    assertThat(lines).noneMatch(line -> line.contains("missing"));
    String pipeline = Files.readString(folder.resolve("line.yaml"));
    double best = Double.POSITIVE_INFINITY;
    for (String rate : RateTable.GRID) {
      String single = pipeline + "optimizer: {kind: rmsprop, learning_rate: " + rate + "}\n";
      best = Math.min(best, table.evaluate("line", single).numbers());
    }
    String numbers =
        lines.stream().filter(line -> line.contains("aRRMSE")).findFirst().orElseThrow();
    assertThat(numbers.split("\\|", -1)[5].strip()).isEqualTo("%.4f".formatted(best));
  }
}
