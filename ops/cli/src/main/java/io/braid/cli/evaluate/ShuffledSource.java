package io.braid.cli.evaluate;

import io.braid.model.data.RejectedException;
import io.braid.model.data.Rng;
import io.braid.model.data.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.DoubleConsumer;

/**
 * All rows of a file in an order drawn at random, the same for the same seed (Fisher and Yates, in
 * Durstenfeld's form: Algorithm 235, CACM 7, 1964). Rows that cannot be used keep their turn. Holds
 * the whole file in memory.
 */
public final class ShuffledSource implements RowSource {
  private record Entry(Row row, RejectedException rejected, long at, long line) {}

  private final List<Entry> entries = new ArrayList<>();
  private int next;

  /**
   * Reads a source to its end.
   *
   * @param progress told how much has been read, from 0 to 1
   */
  public ShuffledSource(CsvSource source, long seed, DoubleConsumer progress) throws IOException {
    boolean more = true;
    while (more) {
      try {
        more = source.next() != null;
        if (more) {
          entries.add(new Entry(source.copy(), null, source.row(), source.line()));
        }
      } catch (RejectedException e) {
        entries.add(new Entry(null, e, source.row(), source.line()));
      }
      progress.accept(source.progress());
    }
    Rng rng = new Rng(seed);
    for (int i = entries.size() - 1; i > 0; i--) {
      Collections.swap(entries, i, rng.nextInt(i + 1));
    }
  }

  @Override
  public Row next() throws RejectedException {
    if (next == entries.size()) {
      return null;
    }
    Entry entry = entries.get(next++);
    if (entry.rejected != null) {
      throw entry.rejected;
    }
    return entry.row;
  }

  @Override
  public long row() {
    return entries.get(next - 1).at;
  }

  @Override
  public long line() {
    return entries.get(next - 1).line;
  }

  @Override
  public double progress() {
    return (double) next / entries.size();
  }

  @Override
  public void close() {}
}
