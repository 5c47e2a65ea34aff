package io.braid.model.feature;

import io.braid.model.data.Rng;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Keys by slot, at most a fixed number of them: a new one takes the slot of the one not used for
 * longest. Open addressing over a table at most half full, and a list in the order of use. Memory
 * is fixed at construction. Not thread-safe.
 */
final class RecentKeys {
  private static final int NONE = -1;

  /** By slot. */
  final long[] keys;

  /** By slot: the time of its last use, each time a different one. */
  final long[] used;

  private final int[] table;
  private final int[] older;
  private final int[] newer;
  private int oldest = NONE;
  private int newest = NONE;
  private int size;

  RecentKeys(int capacity) {
    keys = new long[capacity];
    used = new long[capacity];
    table = new int[Integer.highestOneBit(Math.max(2, capacity)) * 4];
    older = new int[capacity];
    newer = new int[capacity];
  }

  /** Slots taken: those below. */
  int size() {
    return size;
  }

  /** Slot of a key, or -1. */
  int find(long key) {
    return table[place(key)] - 1;
  }

  /**
   * Slot of a key from now on, which may be another's of before.
   *
   * @param time later than that of every use before
   * @return its slot if it is there; else {@code -1 - slot} of the slot it takes now
   */
  int use(long key, long time) {
    int slot = find(key);
    boolean known = slot >= 0;
    if (known) {
      unlink(slot);
    } else {
      slot = size < keys.length ? size++ : evict();
      keys[slot] = key;
      table[place(key)] = slot + 1;
    }
    used[slot] = time;
    link(slot);
    return known ? slot : -1 - slot;
  }

  private int evict() {
    int slot = oldest;
    unlink(slot);
    removeFromTable(place(keys[slot]));
    return slot;
  }

  /** Frees a place, and moves back what stands behind it only because it was taken. */
  private void removeFromTable(int place) {
    int mask = table.length - 1;
    int free = place;
    table[free] = 0;
    for (int at = free + 1 & mask; table[at] != 0; at = at + 1 & mask) {
      int home = home(keys[table[at] - 1]);
      if ((at - home & mask) >= (at - free & mask)) {
        table[free] = table[at];
        table[at] = 0;
        free = at;
      }
    }
  }

  private int home(long key) {
    return (int) Rng.mix(key) & table.length - 1;
  }

  /** Where a key stands in the table, or would stand: entries are slots + 1, 0 is free. */
  private int place(long key) {
    int mask = table.length - 1;
    int at = home(key);
    while (table[at] != 0 && keys[table[at] - 1] != key) {
      at = at + 1 & mask;
    }
    return at;
  }

  private void link(int slot) {
    older[slot] = newest;
    newer[slot] = NONE;
    if (newest == NONE) {
      oldest = slot;
    } else {
      newer[newest] = slot;
    }
    newest = slot;
  }

  private void unlink(int slot) {
    if (older[slot] == NONE) {
      oldest = newer[slot];
    } else {
      newer[older[slot]] = newer[slot];
    }
    if (newer[slot] == NONE) {
      newest = older[slot];
    } else {
      older[newer[slot]] = older[slot];
    }
  }

  /** Takes {@link #keys} and {@link #used} of the slots below {@code count} as set from outside. */
  void rebuild(int count) {
    size = count;
    oldest = NONE;
    newest = NONE;
    Arrays.fill(table, 0);
    for (int slot = 0; slot < count; slot++) {
      table[place(keys[slot])] = slot + 1;
    }
    IntStream.range(0, count)
        .boxed()
        .sorted((a, b) -> Long.compare(used[a], used[b]))
        .forEach(this::link);
  }
}
