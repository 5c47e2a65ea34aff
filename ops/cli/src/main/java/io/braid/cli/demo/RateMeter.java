package io.braid.cli.demo;

import java.util.ArrayDeque;

/** Events per second over the last few seconds. Not thread-safe. */
final class RateMeter {
  private record Point(double seconds, long count) {}

  private final double window;
  private final ArrayDeque<Point> points = new ArrayDeque<>();

  /**
   * @param window seconds
   */
  RateMeter(double window) {
    this.window = window;
  }

  /** Takes a count at a time; neither goes back. */
  void add(double seconds, long count) {
    points.addLast(new Point(seconds, count));
    while (points.size() > 2 && points.getFirst().seconds < seconds - window) {
      points.removeFirst();
    }
  }

  /** The rate; NaN if nothing is known yet. */
  double perSecond() {
    if (points.size() < 2) {
      return Double.NaN;
    }
    Point first = points.getFirst();
    Point last = points.getLast();
    return (last.count - first.count) / (last.seconds - first.seconds);
  }
}
