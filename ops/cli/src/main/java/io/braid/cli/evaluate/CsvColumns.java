package io.braid.cli.evaluate;

import io.braid.cli.csv.CsvRows;
import io.braid.model.spec.Column;
import io.braid.model.spec.LabelSlots;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.SpecException;
import java.nio.file.Path;

/**
 * Where a pipeline's fields are in a comma-separated file.
 *
 * @param pipeline bound to the file's header
 * @param features column of each feature
 * @param labels column of each label field, as in {@link LabelSlots#fields}
 * @param members column that names each task's member, -1 for none
 * @param weight column of the weight, -1 for none
 * @param time column of the event's time, -1 for none
 * @param id column of the event's identity, -1 for none
 */
@SuppressWarnings("ArrayRecordComponent")
public record CsvColumns(
    Pipeline pipeline, int[] features, int[] labels, int[] members, int weight, int time, int id) {

  /**
   * Binds a pipeline to a file's header.
   *
   * @throws SpecException if it does not fit
   */
  public static CsvColumns of(CsvRows rows, Pipeline pipeline, Path file) {
    Pipeline bound =
        pipeline.bind(rows.columns().stream().map(c -> new Column(c, Column.Type.TEXT)).toList());
    LabelSlots slots = LabelSlots.of(pipeline.tasks());
    int[] labels = new int[slots.fields().size()];
    for (int i = 0; i < labels.length; i++) {
      String field = slots.fields().get(i);
      labels[i] = rows.position(field);
      if (labels[i] < 0) {
        throw new SpecException(
            "tasks[" + slots.taskOfField(i) + "].label",
            "no column named '" + field + "' in " + file);
      }
    }
    return new CsvColumns(
        bound,
        bound.features().stream().mapToInt(f -> rows.position(f.field())).toArray(),
        labels,
        pipeline.tasks().stream()
            .mapToInt(t -> t.by() == null ? -1 : rows.position(t.by().field()))
            .toArray(),
        position(rows, pipeline.input().weight()),
        position(rows, pipeline.input().time()),
        position(rows, pipeline.input().id()));
  }

  private static int position(CsvRows rows, String column) {
    return column == null ? -1 : rows.position(column);
  }
}
