package io.braid.cli.view;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * One line that shows how far long work has come and how long it will still take. Draws ten times a
 * second at most, and nothing at all where nobody watches. Not thread-safe.
 */
public final class ProgressBar implements AutoCloseable {
  private static final long BETWEEN_DRAWS_NS = 100_000_000L;
  private static final int CELLS = 30;

  private final PrintStream out;
  private final Style style;
  private final String work;
  private final LongSupplier nanoTime;
  private final long startNs;
  private long nextDrawNs;
  private boolean drawn;

  /**
   * @param style draws only if it has escape sequences
   * @param work what is going on, for example {@code reading rf1.csv.gz}
   * @param nanoTime the clock, {@code System::nanoTime}
   */
  public ProgressBar(PrintStream out, Style style, String work, LongSupplier nanoTime) {
    this.out = out;
    this.style = style;
    this.work = work;
    this.nanoTime = nanoTime;
    this.startNs = nanoTime.getAsLong();
    this.nextDrawNs = startNs;
  }

  /**
   * Tells how far the work has come.
   *
   * @param share from 0 to 1
   * @param note more to show, for example a rate; may be empty
   */
  public void update(double share, String note) {
    long now = nanoTime.getAsLong();
    if (!style.ansi() || now < nextDrawNs) {
      return;
    }
    nextDrawNs = now + BETWEEN_DRAWS_NS;
    drawn = true;
    double seconds = (now - startNs) / 1e9;
    double left = share > 0 ? seconds * (1 - share) / share : Double.NaN;
    int full = (int) Math.round(CELLS * Math.max(0.0, Math.min(1.0, share)));
    String line =
        new Line()
            .add(work + " ")
            .add(Style.Paint.ACCENT, style.full().repeat(full))
            .add(Style.Paint.DIM, style.open().repeat(CELLS - full))
            .add(String.format(Locale.ROOT, " %3.0f%%", 100 * share))
            .add(Style.Paint.DIM, "  " + Figures.clock(left) + " left  " + note)
            .render(style, Screen.Size.USUAL.columns() - 1);
    out.print("\r" + line + "\u001b[K");
    out.flush();
  }

  /** Removes the line. */
  @Override
  public void close() {
    if (drawn) {
      out.print("\r\u001b[K");
      out.flush();
    }
  }
}
