package io.braid.model.metric;

/**
 * One figure of a task's quality, read from accumulated outcomes. New metrics read an existing kind
 * of {@link Accumulator} or bring their own.
 */
public interface Metric {
  /** The name in outputs, for example {@code log_loss}. */
  String name();

  /** Makes an empty accumulator of the kind this metric reads. */
  Accumulator accumulator();

  /** The figure; NaN if too little has been seen. */
  double value(Accumulator outcomes);

  /** Whether larger is better. */
  boolean largerIsBetter();
}
