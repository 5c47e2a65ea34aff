package io.braid.bench.quality;

import io.braid.cli.evaluate.CsvSource;
import io.braid.cli.evaluate.RowSource;
import io.braid.cli.evaluate.ShuffledSource;
import io.braid.model.data.RejectedException;
import io.braid.model.data.Row;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The rows of a file as a pipeline reads them, in memory, so that every contestant gets the same
 * ones in the same order. Rows that cannot be used are left out for all. Not to be changed.
 *
 * @param name of the file, without its ending
 * @param file where it is
 * @param limit rows at most
 * @param settings of the pipeline, bound
 * @param pipeline bound to the file's header
 * @param rows labelled
 */
record DataSet(
    String name, Path file, long limit, Settings settings, Pipeline pipeline, List<Row> rows) {
  /** Files whose rows are grouped and have to be shuffled. */
  private static final Set<String> GROUPED = Set.of("wine_quality", "school");

  private static final long SHUFFLE = 1;

  /**
   * @throws io.braid.model.spec.SpecException if the settings do not fit the file
   */
  static DataSet load(String name, Path file, long limit, Settings settings) throws IOException {
    try (CsvSource csv = CsvSource.open(file, settings.pipeline())) {
      RowSource source =
          GROUPED.contains(name) ? new ShuffledSource(csv, SHUFFLE, share -> {}) : csv;
      Pipeline bound = csv.pipeline();
      return new DataSet(name, file, limit, settings.bound(bound), bound, rows(source, limit));
    }
  }

  private static List<Row> rows(RowSource source, long limit) throws IOException {
    List<Row> rows = new ArrayList<>();
    boolean more = true;
    for (long read = 0; more && read < limit; read++) {
      more = add(source, rows);
    }
    return List.copyOf(rows);
  }

  /** Takes the next row, unless it cannot be used; false after the last one. */
  private static boolean add(RowSource source, List<Row> rows) throws IOException {
    try {
      Row row = source.next();
      if (row == null) {
        return false;
      }
      rows.add(row.copy());
      return true;
    } catch (RejectedException e) {
      return true;
    }
  }

  /** The same file read by other settings. */
  DataSet as(Settings other) throws IOException {
    return load(name, file, limit, other);
  }

  List<Task> tasks() {
    return pipeline.tasks();
  }
}
