package io.braid.cli.evaluate;

import io.braid.cli.csv.CsvRows;
import io.braid.model.data.RejectedException;
import io.braid.model.data.Row;
import io.braid.model.feature.RowBinder;
import io.braid.model.spec.Column;
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
  private final Pipeline pipeline;
  private final RowBinder binder;
  private final Row row;

  /** Column of each feature, of each task's label, of the weight and the time (-1: none). */
  private final int[] features;

  private final int[] labels;
  private final int weight;
  private final int time;

  private CsvSource(CsvRows rows, Pipeline pipeline, Path file) {
    this.rows = rows;
    this.pipeline =
        pipeline.bind(rows.columns().stream().map(c -> new Column(c, Column.Type.TEXT)).toList());
    binder = new RowBinder(this.pipeline);
    row = binder.newRow();
    features = this.pipeline.features().stream().mapToInt(f -> rows.position(f.field())).toArray();
    labels = new int[pipeline.tasks().size()];
    for (int k = 0; k < labels.length; k++) {
      String field = pipeline.tasks().get(k).label().field();
      labels[k] = rows.position(field);
      if (labels[k] < 0) {
        throw new SpecException(
            "tasks[" + k + "].label", "no column named '" + field + "' in " + file);
      }
    }
    weight = position(pipeline.input().weight());
    time = position(pipeline.input().time());
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
    return pipeline;
  }

  @Override
  public Row next() throws IOException, RejectedException {
    if (!rows.next()) {
      return null;
    }
    binder.begin(row);
    for (int f = 0; f < features.length; f++) {
      binder.text(f, rows.text(features[f]));
    }
    for (int k = 0; k < labels.length; k++) {
      binder.labelText(k, rows.text(labels[k]));
    }
    if (weight >= 0) {
      binder.weightText(rows.text(weight));
    }
    if (time >= 0) {
      binder.eventTime(rows.text(time));
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

  private int position(String column) {
    return column == null ? -1 : rows.position(column);
  }
}
