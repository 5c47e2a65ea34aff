package io.braid.model.metric;

/** Over which part of a stream a metric is read. */
public enum Horizon {
  /** Every example so far. */
  WHOLE,
  /** All examples, older ones counting exponentially less. */
  FADING,
  /** The latest examples only. */
  WINDOW
}
