package io.braid.model.layer;

import io.braid.model.data.Segment;
import java.util.List;

/**
 * Gradients of quadratic penalties, added to what the backward pass of the losses has written:
 * every number of a dense segment, and the touched rows of a table, as a step reaches no others.
 */
final class Penalty {
  private Penalty() {}

  /** Adds the gradient of {@code strength / 2 |p|^2}. */
  static void ridge(List<Segment> segments, float strength) {
    for (int s = 0; s < segments.size(); s++) {
      add(segments.get(s), segments.get(s), strength);
    }
  }

  /**
   * Adds the gradient of {@code strength / 2 |p - q|^2} with respect to p. The partner q is a
   * constant here.
   *
   * @param segments p
   * @param partner q, segments of the same shapes in the same order
   */
  static void closeness(List<Segment> segments, List<Segment> partner, float strength) {
    for (int s = 0; s < segments.size(); s++) {
      add(segments.get(s), segments.get(s), strength);
      add(segments.get(s), partner.get(s), -strength);
    }
  }

  private static void add(Segment segment, Segment other, float factor) {
    int offset = other.from() - segment.from();
    if (segment.table()) {
      for (int i = 0; i < segment.touchedCount(); i++) {
        int at = segment.from() + segment.touchedRow(i) * segment.rowWidth();
        add(segment.rowWidth(), factor, segment, at, offset);
      }
    } else {
      add(segment.length(), factor, segment, segment.from(), offset);
      segment.written(Double.NaN);
    }
  }

  private static void add(int n, float factor, Segment segment, int at, int offset) {
    Buffers.add(n, factor, segment.values(), at + offset, segment.gradient(), at);
  }
}
