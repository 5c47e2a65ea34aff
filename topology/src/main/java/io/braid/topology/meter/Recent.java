package io.braid.topology.meter;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The latest of what has happened, numbered from 1 on, so that a reader can ask for what came since
 * it last looked. Thread-safe.
 *
 * @param <T> what happens; immutable
 */
public final class Recent<T> {
  private final int capacity;
  private final ArrayDeque<T> items = new ArrayDeque<>();
  private long total;

  /**
   * @param capacity how many are kept at most, positive
   */
  Recent(int capacity) {
    this.capacity = capacity;
  }

  synchronized void add(T item) {
    if (items.size() == capacity) {
      items.removeFirst();
    }
    items.addLast(item);
    total++;
  }

  /** How many there were, those included that are not kept any more: the latest one's number. */
  public synchronized long total() {
    return total;
  }

  /** Those kept, newest first. */
  public synchronized List<T> newestFirst() {
    List<T> list = new ArrayList<>(items.size());
    items.descendingIterator().forEachRemaining(list::add);
    return list;
  }

  /** Those kept whose number is beyond {@code seen}, oldest first. */
  public synchronized List<T> since(long seen) {
    List<T> list = new ArrayList<>();
    long number = total - items.size();
    for (T item : items) {
      if (++number > seen) {
        list.add(item);
      }
    }
    return list;
  }
}
