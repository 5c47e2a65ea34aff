package io.braid.model.feature;

import io.braid.model.data.Features;
import io.braid.model.data.Row;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Params;
import java.util.List;

/** A truth value as one dense column: 1 for true, -1 for false, 0 for missing. No statistics. */
final class BooleanEncoder implements Encoder {
  private final int slot;
  private final String name;
  private final MissingColumn missing;

  BooleanEncoder(Params params, Slot slot) {
    this.slot = slot.index();
    this.name = slot.name();
    this.missing = MissingColumn.read(params);
  }

  @Override
  public Input input() {
    return Input.FLAG;
  }

  @Override
  public int denseWidth() {
    return 1 + missing.denseWidth();
  }

  @Override
  public int sparseWidth() {
    return missing.sparseWidth();
  }

  @Override
  public List<String> denseNames() {
    return missing == MissingColumn.DENSE ? List.of(name, name + " missing") : List.of(name);
  }

  @Override
  public void observe(Row row) {}

  @Override
  public void encode(Row row, Features out, int denseAt, int sparseAt) {
    double x = row.numbers[slot];
    boolean absent = Double.isNaN(x);
    out.dense[denseAt] = absent ? 0f : x != 0 ? 1f : -1f;
    missing.encode(absent, out, denseAt + 1, sparseAt);
  }

  @Override
  public void save(SnapshotWriter out) {}

  @Override
  public void restore(SnapshotReader in) {}
}
