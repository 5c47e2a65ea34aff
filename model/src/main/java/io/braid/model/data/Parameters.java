package io.braid.model.data;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * All trainable parameters of a model as one flat vector, with a gradient vector of the same
 * length. Layers ask for segments first ({@link #dense}, {@link #table}); {@link #allocate} then
 * makes the vectors and binds the segments to their places, in the order they were asked for.
 */
public final class Parameters {
  private final List<Segment> segments = new ArrayList<>();
  private float[] values;
  private float[] gradient;

  /**
   * Asks for a dense segment.
   *
   * @param length number of parameters
   * @param biases how many of them, at the end, are biases
   */
  public Segment dense(String name, int length, int biases) {
    return add(new Segment(name, length, 0, biases));
  }

  /** Asks for a table of {@code rows} rows of {@code rowWidth} parameters. */
  public Segment table(String name, int rows, int rowWidth) {
    return add(new Segment(name, Math.multiplyExact(rows, rowWidth), rowWidth, 0));
  }

  private Segment add(Segment segment) {
    if (values != null) {
      throw new IllegalStateException("the parameters are already allocated");
    }
    if (segments.stream().anyMatch(s -> s.name().equals(segment.name()))) {
      throw new IllegalArgumentException("two segments named " + segment.name());
    }
    segments.add(segment);
    return segment;
  }

  /** Makes the vectors, all zero, and binds every segment. */
  public Parameters allocate() {
    int count = 0;
    for (Segment segment : segments) {
      count = Math.addExact(count, segment.length());
    }
    values = new float[count];
    gradient = new float[count];
    int from = 0;
    for (int i = 0; i < segments.size(); i++) {
      segments.get(i).bind(i, from, values, gradient);
      from += segments.get(i).length();
    }
    return this;
  }

  /** The segments in the order of their places. */
  public List<Segment> segments() {
    return segments;
  }

  /** Number of parameters. */
  public int count() {
    return values.length;
  }

  /** The flat parameter vector itself, not a copy. */
  public float[] values() {
    return values;
  }

  /** The flat gradient vector itself, not a copy; every segment's part is written down. */
  public float[] gradient() {
    for (int i = 0; i < segments.size(); i++) {
      segments.get(i).gradient();
    }
    return gradient;
  }

  /**
   * Has backward passes give gradients of single rows by their factors where they can; not in
   * segments whose groups are drawn to zero after the step.
   *
   * @param dense of dense segments, by how many parameters a factor is common to: the outputs or,
   *     of a single output, the inputs
   * @param tables whether of tables
   */
  public void keepOuter(IntPredicate dense, boolean tables) {
    for (Segment segment : segments) {
      int out = segment.biases();
      boolean keep =
          segment.table() ? tables : out > 0 && dense.test(out == 1 ? segment.length() - 1 : out);
      segment.keepOuter(keep && segment.groupWidth() == 0);
    }
  }

  /** Forgets the step's gradients. */
  public void clearGradients() {
    for (int i = 0; i < segments.size(); i++) {
      segments.get(i).clearGradient();
    }
  }
}
