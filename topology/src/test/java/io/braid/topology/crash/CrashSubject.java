package io.braid.topology.crash;

import io.braid.model.data.Learned;

/**
 * What the crash tests learn: deterministic, and sensitive to every event that is lost, doubled or
 * out of order. Implementations have a public constructor without parameters.
 *
 * @param <L> the learner
 */
public interface CrashSubject<L extends Learned> {
  /** A new learner. */
  L create();

  /** The i-th event of the stream, the same in every process. */
  byte[] event(long i);

  /** The learner's output for an event it has not learned yet. */
  byte[] predict(L learner, byte[] event);

  /** Learns one event. */
  void learn(L learner, byte[] event);
}
