package io.braid.model.feature;

import io.braid.model.data.Features;
import io.braid.model.data.Row;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Params;
import java.util.List;

/**
 * A number as one dense column: its distance to the running mean in running standard deviations
 * ({@code scale: standard}), the same of sign(x) log(1 + |x|) for values over many magnitudes
 * ({@code log}), or as it is ({@code none}). A missing value is 0, the average.
 *
 * <p><b>Outliers.</b> The column is cut at {@code +-clip}. 5 is beyond anything a bell curve shows
 * in a million values, yet small enough that one wild value cannot throw a network that learns
 * event by event. The statistics are guarded too: from the 20th value on (when the deviation is
 * known to about 16 %) they see values cut at {@code mean +- clip * deviation}. A single wild value
 * then raises the variance by at most (clip^2 - 1) / n of itself, whatever its size. A true change
 * of scale shows in values beyond the cut one after the other: from the 8th in a row they are seen
 * as they are. (If one value in ten is wild by chance, eight in a row are one case in 10^8.) While
 * all values have been the same nothing is cut.
 *
 * <p><b>Start.</b> Of n + 1 values none lies further from their mean than n / sqrt(n + 1)
 * deviations (Samuelson, "How deviant can you be?", JASA 63, 1968). The column is cut there while
 * that is below the clip, so that the second value of a stream, compared with the first alone, is
 * not a shock. Before the first value the column is 0.
 */
final class NumericEncoder implements Encoder {
  private static final int TRUSTED_FROM = 20;
  private static final int CHANGED_FROM = 8;

  private enum Scale {
    STANDARD,
    LOG,
    NONE
  }

  private final int slot;
  private final String name;
  private final Scale scale;
  private final double clip;
  private final MissingColumn missing;

  private NumericLanes lanes = new NumericLanes(1);
  private int lane;

  NumericEncoder(Params params, Slot slot) {
    this.slot = slot.index();
    this.name = slot.name();
    this.scale =
        switch (params.choice("scale", "standard", List.of("standard", "log", "none"))) {
          case "standard" -> Scale.STANDARD;
          case "log" -> Scale.LOG;
          default -> Scale.NONE;
        };
    this.clip = scale == Scale.NONE ? 0.0 : params.real("clip", 5.0, 2.0, 100.0);
    this.missing = MissingColumn.read(params);
  }

  @Override
  public Input input() {
    return Input.NUMBER;
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
  public void observe(Row row) {
    double x = value(row);
    if (Double.isNaN(x) || scale == Scale.NONE) {
      return;
    }
    if (lanes.count[lane] >= TRUSTED_FROM && lanes.deviation[lane] > 0) {
      double cut = Math.max(lanes.low[lane], Math.min(lanes.high[lane], x));
      lanes.beyondInARow[lane] = cut == x ? 0 : lanes.beyondInARow[lane] + 1;
      if (lanes.beyondInARow[lane] < CHANGED_FROM) {
        x = cut;
      }
    }
    lanes.add(lane, x, clip);
  }

  /** Whether {@link NumericBlock} may do this encoder's work: one column, no transformation. */
  boolean plain() {
    return scale == Scale.STANDARD && missing != MissingColumn.DENSE;
  }

  /**
   * Whether no start-up rule applies any more, nothing out of the ordinary is going on, and the
   * deviation is too large ever to shrink to 0 while values keep within its reach.
   */
  boolean settled() {
    return lanes.count[lane] >= TRUSTED_FROM
        && lanes.deviation[lane] > 1e-140
        && lanes.bound[lane] >= clip
        && lanes.beyondInARow[lane] == 0;
  }

  /** Keeps its statistics in a lane that is shared with others from now on; before any use. */
  void moveTo(NumericLanes shared, int to) {
    lanes = shared;
    lane = to;
    shared.clip[to] = clip;
  }

  int slot() {
    return slot;
  }

  @Override
  public void encode(Row row, Features out, int denseAt, int sparseAt) {
    double x = value(row);
    boolean absent = Double.isNaN(x);
    double column = 0;
    if (!absent) {
      column = scale == Scale.NONE ? x : standardised(x);
    }
    out.dense[denseAt] = (float) column;
    missing.encode(absent, out, denseAt + 1, sparseAt);
  }

  private double standardised(double x) {
    double distance = x - lanes.mean[lane];
    double bound = lanes.bound[lane];
    return distance == 0 ? 0 : Math.max(-bound, Math.min(bound, distance / lanes.deviation[lane]));
  }

  private double value(Row row) {
    double x = Math.max(-NumericLanes.LARGEST, Math.min(NumericLanes.LARGEST, row.numbers[slot]));
    // StrictMath: the same bits on every machine.
    return scale == Scale.LOG ? Math.copySign(StrictMath.log1p(Math.abs(x)), x) : x;
  }

  @Override
  public void save(SnapshotWriter out) {
    lanes.save(lane, out);
  }

  @Override
  public void restore(SnapshotReader in) {
    lanes.restore(lane, clip, in);
  }
}
