package io.braid.cli.csv;

import io.braid.model.spec.ColumnSampler;
import io.braid.model.spec.ColumnSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.DoubleConsumer;

/** What the columns of a file look like. */
public final class CsvSummary {
  private static final int REPORT_EVERY = 1000;

  private CsvSummary() {}

  /**
   * Reads a whole file: a sample could miss the one text among the numbers.
   *
   * @param progress told how much has been read, from 0 to 1
   * @return in file order
   */
  public static List<ColumnSummary> summarise(Path file, DoubleConsumer progress)
      throws IOException {
    try (CsvRows rows = CsvRows.open(file)) {
      List<ColumnSampler> samplers = rows.columns().stream().map(ColumnSampler::new).toList();
      while (rows.next()) {
        for (int i = 0; i < samplers.size(); i++) {
          samplers.get(i).add(rows.text(i));
        }
        if (rows.rows() % REPORT_EVERY == 0) {
          progress.accept(rows.progress());
        }
      }
      progress.accept(1.0);
      return samplers.stream().map(ColumnSampler::summary).toList();
    }
  }
}
