package io.braid.model.feature;

import io.braid.model.data.Features;
import io.braid.model.data.Row;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Params;
import io.braid.model.spec.SpecException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * A point in time as places on circles: sine and cosine of the phase in the day, week and so on, in
 * UTC. A local day is the same circle, turned, which a linear layer can undo. A missing time is the
 * centre of every circle, 0 and 0, where no time is. No statistics.
 *
 * <p>Sines come from a table with linear interpolation; its error, at most (2 pi / 4096)^2 / 8 =
 * 3e-7, is that of a float.
 */
final class TimeEncoder implements Encoder {
  private static final int STEPS = 4096;
  private static final double[] SINE = new double[STEPS + 1];

  static {
    for (int i = 0; i <= STEPS; i++) {
      SINE[i] = StrictMath.sin(2.0 * Math.PI * i / STEPS);
    }
  }

  private enum Cycle {
    HOUR(3_600_000.0),
    DAY(86_400_000.0),
    WEEK(604_800_000.0),
    /** The mean Gregorian year, 365.2425 days. */
    YEAR(31_556_952_000.0);

    final double millis;

    Cycle(double millis) {
      this.millis = millis;
    }
  }

  private final int slot;
  private final double[] periods;
  private final List<String> names;

  TimeEncoder(Params params, Slot slot) {
    this.slot = slot.index();
    List<String> chosen = params.texts("cycles", List.of("day", "week", "year"));
    if (chosen.isEmpty() || new HashSet<>(chosen).size() < chosen.size()) {
      throw new SpecException(
          params.path("cycles"), Params.quote(chosen) + " is not allowed, must be " + allowed());
    }
    periods = new double[chosen.size()];
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < periods.length; i++) {
      for (Cycle cycle : Cycle.values()) {
        if (key(cycle).equals(chosen.get(i))) {
          periods[i] = cycle.millis;
        }
      }
      if (periods[i] == 0) {
        throw new SpecException(
            params.path("cycles") + "[" + i + "]",
            Params.quote(chosen.get(i)) + " is not allowed, must be one of " + keys());
      }
      columns.add(slot.name() + " " + chosen.get(i) + " sine");
      columns.add(slot.name() + " " + chosen.get(i) + " cosine");
    }
    names = List.copyOf(columns);
  }

  private static String allowed() {
    return "different ones of " + keys();
  }

  private static List<String> keys() {
    List<String> keys = new ArrayList<>();
    for (Cycle cycle : Cycle.values()) {
      keys.add(key(cycle));
    }
    return keys;
  }

  private static String key(Cycle cycle) {
    return cycle.name().toLowerCase(java.util.Locale.ROOT);
  }

  @Override
  public Input input() {
    return Input.TIME;
  }

  @Override
  public int denseWidth() {
    return 2 * periods.length;
  }

  @Override
  public int sparseWidth() {
    return 0;
  }

  @Override
  public List<String> denseNames() {
    return names;
  }

  @Override
  public void observe(Row row) {}

  @Override
  public void encode(Row row, Features out, int denseAt, int sparseAt) {
    double time = row.numbers[slot];
    boolean absent = Double.isNaN(time);
    for (int i = 0; i < periods.length; i++) {
      double turns = time / periods[i];
      out.dense[denseAt + 2 * i] = absent ? 0f : sine(turns);
      out.dense[denseAt + 2 * i + 1] = absent ? 0f : sine(turns + 0.25);
    }
  }

  private static float sine(double turns) {
    double place = (turns - Math.floor(turns)) * STEPS;
    int left = Math.min((int) place, STEPS - 1);
    return (float) (SINE[left] + (place - left) * (SINE[left + 1] - SINE[left]));
  }

  @Override
  public void save(SnapshotWriter out) {}

  @Override
  public void restore(SnapshotReader in) {}
}
