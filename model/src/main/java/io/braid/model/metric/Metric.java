package io.braid.model.metric;

import io.braid.model.spec.Task;

/**
 * One figure of a task's quality, read from accumulated outcomes. New metrics read an existing kind
 * of {@link Accumulator} or bring their own.
 */
public interface Metric {
  /** The name in outputs, for example {@code log_loss}. */
  String name();

  /** Whether the figure means anything for tasks of this kind. */
  boolean fits(Task.Kind kind);

  /**
   * Makes an empty accumulator of the kind this metric reads. Metrics of one task whose
   * accumulators are of the same class share one.
   */
  Accumulator accumulator();

  /** The figure; NaN if too little has been seen. */
  double value(Accumulator outcomes);

  /** Whether larger is better. */
  boolean largerIsBetter();
}
