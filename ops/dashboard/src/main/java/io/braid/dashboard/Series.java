package io.braid.dashboard;

import java.util.ArrayList;
import java.util.List;

/**
 * A series of bounded length that covers everything since its start: when it is full, every second
 * point goes, and from then on only every second one is taken. The newest is always there.
 * Thread-safe.
 *
 * @param <T> a point; immutable
 */
final class Series<T> {
  private final int capacity;
  private final List<T> points = new ArrayList<>();
  private long offered;
  private long stride = 1;
  private T newest;

  /**
   * @param capacity most points, at least 2
   */
  Series(int capacity) {
    this.capacity = capacity;
  }

  synchronized void add(T point) {
    newest = point;
    if (offered++ % stride != 0) {
      return;
    }
    if (points.size() == capacity) {
      for (int i = 0; 2 * i < points.size(); i++) {
        points.set(i, points.get(2 * i));
      }
      points.subList((points.size() + 1) / 2, points.size()).clear();
      stride *= 2;
      if ((offered - 1) % stride != 0) {
        return;
      }
    }
    points.add(point);
  }

  /** All there are, oldest first. */
  synchronized List<T> points() {
    List<T> all = new ArrayList<>(points);
    if (newest != null && all.get(all.size() - 1) != newest) {
      all.add(newest);
    }
    return all;
  }
}
