package io.braid.topology.meter;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A number with one writer at a time and any number of readers, who may see it a moment late.
 * Adding costs a plain addition and a store: no locked instruction.
 */
final class Count {
  private final AtomicLong value = new AtomicLong();

  void add(long n) {
    value.setOpaque(value.getPlain() + n);
  }

  void set(long n) {
    value.setOpaque(n);
  }

  long get() {
    return value.getOpaque();
  }
}
