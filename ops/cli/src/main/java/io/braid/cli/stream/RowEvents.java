package io.braid.cli.stream;

import io.braid.cli.csv.CsvRows;
import io.braid.cli.evaluate.CsvColumns;
import io.braid.model.data.RejectedException;
import io.braid.model.data.Row;
import io.braid.model.feature.RowBinder;
import io.braid.model.spec.LabelSlots;
import io.braid.model.spec.Pipeline;
import io.braid.schemas.Event;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The rows of a comma-separated file as events for a topic. Every field the pipeline reads is sent
 * as the text it is in the file, an empty one as null: what it means is decided by the reader, by
 * the same rules as in {@code evaluate}. A row whose time or weight cannot be read is sent with one
 * that the reader refuses, so that every row becomes one record. Not thread-safe.
 */
public final class RowEvents implements Closeable {
  private final CsvRows rows;
  private final CsvColumns columns;
  private final RowBinder binder;
  private final Row scratch;
  private final String[] features;
  private final String[] labels;
  private final String[] members;
  private final int[] memberColumns;
  private final long startMs;

  private RowEvents(CsvRows rows, Pipeline pipeline, Path file, long startMs) {
    this.rows = rows;
    this.columns = CsvColumns.of(rows, pipeline, file);
    this.startMs = startMs;
    binder = new RowBinder(columns.pipeline());
    scratch = binder.newRow();
    features =
        columns.pipeline().features().stream()
            .map(f -> within("features.", f.field()))
            .toArray(String[]::new);
    labels =
        LabelSlots.of(columns.pipeline().tasks()).fields().stream()
            .map(field -> within("labels.", field))
            .toArray(String[]::new);
    members =
        columns.pipeline().tasks().stream()
            .filter(t -> t.by() != null)
            .map(t -> within("features.", t.by().field()))
            .toArray(String[]::new);
    memberColumns = Arrays.stream(columns.members()).filter(c -> c >= 0).toArray();
  }

  /**
   * Opens a file and binds a pipeline to its header.
   *
   * @param startMs time of the first row, epoch milliseconds, where the pipeline names no column
   *     with the time; every later row comes a millisecond after the one before
   * @throws io.braid.model.spec.SpecException if the pipeline does not fit the header
   * @throws IOException if the file cannot be read
   */
  public static RowEvents open(Path file, Pipeline pipeline, long startMs) throws IOException {
    CsvRows rows = CsvRows.open(file);
    try {
      return new RowEvents(rows, pipeline, file, startMs);
    } catch (RuntimeException e) {
      rows.close();
      throw e;
    }
  }

  /** The pipeline as it was bound to the file's header. */
  public Pipeline pipeline() {
    return columns.pipeline();
  }

  /** The next row; null after the last one. */
  public Event next() throws IOException {
    if (!rows.next()) {
      return null;
    }
    Map<String, Object> values = texts(features, columns.features());
    values.putAll(texts(members, memberColumns));
    String id = columns.id() < 0 ? Long.toString(rows.rows() - 1) : rows.text(columns.id());
    return Event.newBuilder()
        .setId(id)
        .setTime(Instant.ofEpochMilli(time()))
        .setFeatures(values)
        .setLabels(texts(labels, columns.labels()))
        .setWeight(weight())
        .build();
  }

  /** Rows given so far. */
  public long count() {
    return rows.rows();
  }

  /** How much has been read, from 0 to 1. */
  public double progress() {
    return rows.progress();
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }

  private long time() {
    if (columns.time() < 0) {
      return startMs + rows.rows() - 1;
    }
    try {
      return binder.eventTime(rows.text(columns.time()));
    } catch (RejectedException e) {
      return Long.MIN_VALUE;
    }
  }

  private Double weight() {
    if (columns.weight() < 0) {
      return null;
    }
    try {
      binder.begin(scratch);
      binder.weightText(rows.text(columns.weight()));
      return scratch.weight;
    } catch (RejectedException e) {
      return Double.NaN;
    }
  }

  private Map<String, Object> texts(String[] names, int[] positions) {
    Map<String, Object> texts = new HashMap<>();
    for (int i = 0; i < names.length; i++) {
      String text = rows.text(positions[i]);
      texts.put(names[i], text.isEmpty() ? null : text);
    }
    return texts;
  }

  /** Fields may be written with the name of the envelope's map before them. */
  private static String within(String map, String field) {
    return field.startsWith(map) ? field.substring(map.length()) : field;
  }
}
