package io.braid.model.metric;

import io.braid.model.data.SnapshotException;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;
import java.util.function.Supplier;

/**
 * One kind of accumulator over every {@link Horizon} at the price of one addition per example.
 *
 * <p>Examples go into a pane of {@code max(1, window / 10)}. A full pane is merged into the whole
 * stream and into the faded past, and takes its place in a ring of the latest panes. Readings
 * include the pane being filled, so:
 *
 * <ul>
 *   <li>{@code WHOLE} is exact;
 *   <li>{@code WINDOW} covers the last {@code window / pane} full panes and the one being filled:
 *       {@code window} examples whenever a pane has just been filled (a window that is no multiple
 *       of its pane is rounded down to one), up to a pane more between;
 *   <li>{@code FADING} gives an example the weight fading^k, k the examples since the end of its
 *       pane, 1 in the pane being filled: exactly exponential from pane to pane, flat within one.
 * </ul>
 *
 * <p>Not thread-safe.
 */
public final class Horizons implements State {
  private static final int PANES = 10;

  private final int paneLength;
  private final double fading;
  private final double paneFading;
  private final Accumulator whole;
  private final Accumulator faded;
  private final Accumulator[] ring;
  private final Accumulator scratch;

  private Accumulator pane;
  private int inPane;

  /** Place of the oldest pane, which the next full one takes. */
  private int oldest;

  /**
   * @param empty makes an empty accumulator
   * @param window examples in the window, positive
   * @param fading factor per example, in (0, 1]
   */
  public Horizons(Supplier<? extends Accumulator> empty, int window, double fading) {
    this.paneLength = Math.max(1, window / PANES);
    this.fading = fading;
    this.paneFading = StrictMath.pow(fading, paneLength);
    whole = empty.get();
    faded = empty.get();
    pane = empty.get();
    scratch = empty.get();
    ring = new Accumulator[window / paneLength];
    for (int i = 0; i < ring.length; i++) {
      ring[i] = empty.get();
    }
  }

  /** Adds one tested prediction. */
  public void add(Outcome outcome) {
    pane.add(outcome);
    if (++inPane == paneLength) {
      closePane();
    }
  }

  private void closePane() {
    whole.merge(pane);
    faded.scale(paneFading);
    faded.merge(pane);
    Accumulator full = pane;
    pane = ring[oldest];
    pane.clear();
    ring[oldest] = full;
    oldest = oldest + 1 == ring.length ? 0 : oldest + 1;
    inPane = 0;
  }

  /** What a horizon holds now; a scratch object, valid until the next call. */
  public Accumulator read(Horizon horizon) {
    scratch.clear();
    switch (horizon) {
      case WHOLE -> scratch.merge(whole);
      case FADING -> {
        scratch.merge(faded);
        scratch.scale(StrictMath.pow(fading, inPane));
      }
      case WINDOW -> {
        for (Accumulator full : ring) {
          scratch.merge(full);
        }
      }
    }
    scratch.merge(pane);
    return scratch;
  }

  @Override
  public void save(SnapshotWriter out) {
    out.putInt(inPane).putInt(oldest);
    whole.save(out);
    faded.save(out);
    pane.save(out);
    for (Accumulator full : ring) {
      full.save(out);
    }
  }

  @Override
  public void restore(SnapshotReader in) {
    inPane = in.getInt();
    oldest = in.getInt();
    if (inPane < 0 || inPane >= paneLength || oldest < 0 || oldest >= ring.length) {
      throw new SnapshotException(
          "metric panes of another length: " + inPane + " examples in a pane of " + paneLength);
    }
    whole.restore(in);
    faded.restore(in);
    pane.restore(in);
    for (Accumulator full : ring) {
      full.restore(in);
    }
  }
}
