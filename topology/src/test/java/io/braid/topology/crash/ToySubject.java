package io.braid.topology.crash;

import java.nio.ByteBuffer;

/** The {@link ToyLearner} on pseudo-random numbers. */
public final class ToySubject implements CrashSubject<ToyLearner> {
  @Override
  public ToyLearner create() {
    return new ToyLearner();
  }

  @Override
  public byte[] event(long i) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value(i)).array();
  }

  @Override
  public byte[] predict(ToyLearner learner, byte[] event) {
    return ByteBuffer.allocate(Long.BYTES).putLong(learner.predict(decode(event))).array();
  }

  @Override
  public void learn(ToyLearner learner, byte[] event) {
    learner.learn(decode(event));
  }

  static long value(long i) {
    return Math.floorMod(i * 0x9E3779B97F4A7C15L ^ (i >>> 3), 1_000_003L);
  }

  private static long decode(byte[] event) {
    return ByteBuffer.wrap(event).getLong();
  }
}
