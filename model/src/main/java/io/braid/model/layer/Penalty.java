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
      Segment segment = segments.get(s);
      if (segment.table()) {
        for (int i = 0; i < segment.touchedCount(); i++) {
          ridge(segment.rowWidth(), strength, segment, row(segment, i));
        }
      } else {
        ridge(segment.length(), strength, segment, segment.from());
        written(segment);
      }
    }
  }

  /**
   * Adds {@code -strength q}, which with {@link #ridge} makes the gradient of {@code strength / 2
   * |p - q|^2} with respect to p. The partner q is a constant here.
   *
   * @param segments p
   * @param partner q, segments of the same shapes in the same order
   */
  static void towards(List<Segment> segments, List<Segment> partner, float strength) {
    for (int s = 0; s < segments.size(); s++) {
      Segment segment = segments.get(s);
      int offset = partner.get(s).from() - segment.from();
      float[] p = segment.values();
      float[] g = segment.gradient();
      if (segment.table()) {
        for (int i = 0; i < segment.touchedCount(); i++) {
          int at = row(segment, i);
          Buffers.add(segment.rowWidth(), -strength, p, at + offset, g, at);
        }
      } else {
        Buffers.add(segment.length(), -strength, p, segment.from() + offset, g, segment.from());
      }
    }
  }

  private static void written(Segment segment) {
    segment.written(Buffers.squaredNorm(segment.length(), segment.gradient(), segment.from()));
  }

  private static int row(Segment segment, int i) {
    return segment.from() + segment.touchedRow(i) * segment.rowWidth();
  }

  /** One index for both arrays, which the JIT vectorises. */
  private static void ridge(int n, float strength, Segment segment, int at) {
    float[] p = segment.values();
    float[] g = segment.gradient();
    for (int i = at; i < at + n; i++) {
      g[i] += strength * p[i];
    }
  }
}
