package io.braid.cli.stream;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Holds a rate: event {@code n} is due {@code n / rate} seconds after the start. */
public final class Pacer {
  private final double rate;
  private final long startNs = System.nanoTime();

  /**
   * @param rate events per second; infinite for no limit
   */
  public Pacer(double rate) {
    this.rate = rate;
  }

  /** Waits until an event is due. */
  public void await(long event) {
    if (Double.isInfinite(rate)) {
      return;
    }
    long dueNs = (long) (event / rate * TimeUnit.SECONDS.toNanos(1));
    long left;
    while ((left = dueNs - (System.nanoTime() - startNs)) > 0) {
      LockSupport.parkNanos(left);
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
    }
  }
}
