package io.braid.cli.evaluate;

import io.braid.cli.csv.CsvRows;
import io.braid.model.data.RejectedException;
import io.braid.model.data.Row;
import io.braid.model.feature.RowBinder;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.SpecException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The rows of a comma-separated file in file order. What each text means is decided by {@link
 * RowBinder} alone, as for every other input: a blank field is a missing value.
 */
public final class CsvSource implements RowSource {
  private final CsvRows rows;
  private final CsvColumns columns;
  private final RowBinder binder;
  private final Row row;

  private CsvSource(CsvRows rows, Pipeline pipeline, Path file) {
    this.rows = rows;
    columns = CsvColumns.of(rows, pipeline, file);
    binder = new RowBinder(columns.pipeline());
    row = binder.newRow();
  }

  /**
   * Opens a file and binds a pipeline to its header.
   *
   * @throws SpecException if the pipeline does not fit the header
   * @throws IOException if the file cannot be read
   */
  public static CsvSource open(Path file, Pipeline pipeline) throws IOException {
    CsvRows rows = CsvRows.open(file);
    try {
      return new CsvSource(rows, pipeline, file);
    } catch (RuntimeException e) {
      rows.close();
      throw e;
    }
  }

  /** The pipeline as it was bound to the file's header. */
  public Pipeline pipeline() {
    return columns.pipeline();
  }

  @Override
  public Row next() throws IOException, RejectedException {
    if (!rows.next()) {
      return null;
    }
    binder.begin(row);
    for (int f = 0; f < columns.features().length; f++) {
      binder.text(f, rows.text(columns.features()[f]));
    }
    for (int i = 0; i < columns.labels().length; i++) {
      binder.labelText(i, rows.text(columns.labels()[i]));
    }
    for (int k = 0; k < columns.members().length; k++) {
      if (columns.members()[k] >= 0) {
        binder.memberText(k, rows.text(columns.members()[k]));
      }
    }
    if (columns.weight() >= 0) {
      binder.weightText(rows.text(columns.weight()));
    }
    if (columns.time() >= 0) {
      binder.eventTime(rows.text(columns.time()));
    }
    return row;
  }

  /** A row that may be kept, with what {@link #next} last gave. */
  Row copy() {
    Row copy = binder.newRow();
    copy.set(row);
    return copy;
  }

  @Override
  public long row() {
    return rows.rows() - 1;
  }

  @Override
  public long line() {
    return rows.line();
  }

  @Override
  public double progress() {
    return rows.progress();
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
