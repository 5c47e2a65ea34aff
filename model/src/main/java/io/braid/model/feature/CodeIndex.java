package io.braid.model.feature;

import io.braid.model.data.SnapshotException;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;
import java.util.Arrays;

/**
 * Category codes numbered in the order in which they came, up to a fixed number of them. Open
 * addressing over a table at most half full; memory is fixed at construction. Not thread-safe.
 */
final class CodeIndex implements State {
  private final long[] codes;
  private final int[] table;
  private int size;

  CodeIndex(int capacity) {
    codes = new long[capacity];
    table = new int[Integer.highestOneBit(Math.max(2, capacity)) * 4];
  }

  int size() {
    return size;
  }

  boolean full() {
    return size == codes.length;
  }

  /** Number of a code, or -1. */
  int find(long code) {
    int entry = table[place(code)];
    return entry - 1;
  }

  /** Gives a code that is not yet there the next number; there must be room. */
  void add(long code) {
    codes[size++] = code;
    table[place(code)] = size;
  }

  /** Where a code stands in the table, or would stand: entries are numbers + 1, 0 is free. */
  private int place(long code) {
    int mask = table.length - 1;
    int at = (int) code & mask;
    while (table[at] != 0 && codes[table[at] - 1] != code) {
      at = at + 1 & mask;
    }
    return at;
  }

  @Override
  public void save(SnapshotWriter out) {
    out.putLongs(Arrays.copyOf(codes, size));
  }

  @Override
  public void restore(SnapshotReader in) {
    long[] saved = in.getLongs();
    if (saved.length > codes.length) {
      throw new SnapshotException(
          "the snapshot holds " + saved.length + " categories, at most " + codes.length + " fit");
    }
    size = 0;
    Arrays.fill(table, 0);
    for (long code : saved) {
      if (find(code) >= 0) {
        throw new SnapshotException("the snapshot holds a category twice");
      }
      add(code);
    }
  }
}
