package io.braid.topology.process;

/** Names of the sinks the learner forwards to. */
public final class Outputs {
  public static final String PREDICTIONS = "predictions";
  public static final String METRICS = "metrics";
  public static final String DRIFT = "drift";
  public static final String DEAD_LETTER = "dead-letter";

  private Outputs() {}
}
