package io.braid.bench.peer;

/** A learner of one task, event by event. */
public interface PeerLearner {

  /** Probability of 1, or the expected value of a number. */
  double predict(double[] x);

  /** Learns from the features last predicted. */
  void learn(double[] x, double label);
}
