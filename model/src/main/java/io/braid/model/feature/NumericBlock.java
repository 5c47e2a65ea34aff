package io.braid.model.feature;

import io.braid.model.data.Features;
import io.braid.model.data.Row;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import java.util.List;
import java.util.stream.Stream;

/**
 * Neighbouring numeric features as one: in the ordinary case, nothing missing and nothing wild, one
 * flat loop moves the statistics of all of them and another fills their columns, to the same bits
 * as the encoders by themselves. Whenever one value is out of the ordinary, each encoder does its
 * own work on its own lane.
 */
final class NumericBlock implements Encoder {
  private final NumericEncoder[] encoders;
  private final int[] sparseAt;
  private final NumericLanes lanes;
  private final int slot;
  private final double[] x;
  private final double[] columns;

  /** Whether every lane is settled and all have seen the same number of values. */
  private boolean even;

  /**
   * @param encoders plain ones, of neighbouring slots; from now on they belong to the block
   */
  NumericBlock(NumericEncoder[] encoders) {
    this.encoders = encoders;
    int n = encoders.length;
    lanes = NumericLanes.atLeast(n);
    sparseAt = new int[n];
    slot = encoders[0].slot();
    x = new double[lanes.width()];
    columns = new double[lanes.width()];
    int sparse = 0;
    for (int i = 0; i < n; i++) {
      encoders[i].moveTo(lanes, i);
      sparseAt[i] = sparse;
      sparse += encoders[i].sparseWidth();
    }
  }

  /** End of the run of encoders from {@code from} on that a block can take over. */
  static int runEnd(Encoder[] encoders, int from) {
    int end = from;
    while (end < encoders.length
        && encoders[end] instanceof NumericEncoder numeric
        && numeric.plain()) {
      end++;
    }
    return end;
  }

  @Override
  public Input input() {
    return Input.NUMBER;
  }

  @Override
  public int denseWidth() {
    return encoders.length;
  }

  @Override
  public int sparseWidth() {
    int last = encoders.length - 1;
    return sparseAt[last] + encoders[last].sparseWidth();
  }

  @Override
  public List<String> denseNames() {
    return Stream.of(encoders).flatMap(encoder -> encoder.denseNames().stream()).toList();
  }

  @Override
  public void observe(Row row) {
    observed(row);
  }

  /** Whether the row was ordinary; its values are then in {@link #x}. */
  private boolean observed(Row row) {
    System.arraycopy(row.numbers, slot, x, 0, encoders.length);
    if (even && lanes.within(x)) {
      lanes.addAll(x);
      return true;
    }
    even = true;
    for (int i = 0; i < encoders.length; i++) {
      encoders[i].observe(row);
      even &= encoders[i].settled() && lanes.count[i] == lanes.count[0];
    }
    return false;
  }

  @Override
  public void encode(Row row, Features out, int denseAt, int sparseFrom) {
    System.arraycopy(row.numbers, slot, x, 0, encoders.length);
    if (even && present()) {
      standardise(out.dense, denseAt);
      return;
    }
    for (int i = 0; i < encoders.length; i++) {
      encoders[i].encode(row, out, denseAt + i, sparseFrom + sparseAt[i]);
    }
  }

  @Override
  public void take(Row row, Features out, int denseAt, int sparseFrom) {
    if (observed(row)) {
      standardise(out.dense, denseAt);
    } else {
      encode(row, out, denseAt, sparseFrom);
    }
  }

  private boolean present() {
    double[] values = x;
    for (int i = 0; i < values.length; i++) {
      if (!(Math.abs(values[i]) <= NumericLanes.LARGEST)) {
        return false;
      }
    }
    return true;
  }

  private void standardise(float[] dense, int denseAt) {
    lanes.standardise(x, columns);
    for (int i = 0; i < encoders.length; i++) {
      dense[denseAt + i] = (float) columns[i];
    }
  }

  @Override
  public void save(SnapshotWriter out) {
    for (NumericEncoder encoder : encoders) {
      encoder.save(out);
    }
  }

  @Override
  public void restore(SnapshotReader in) {
    even = false;
    for (NumericEncoder encoder : encoders) {
      encoder.restore(in);
    }
  }
}
