package io.braid.topology.event;

import io.braid.model.data.RejectedException;
import java.util.Collection;

/** Several targets of one value. */
final class Fan extends Target {
  private final Target[] targets;

  Fan(Collection<Target> targets) {
    super(targets.iterator().next().name());
    this.targets = targets.toArray(Target[]::new);
  }

  @Override
  void number(double value) throws RejectedException {
    for (Target target : targets) {
      target.number(value);
    }
  }

  @Override
  void whole(long value) throws RejectedException {
    for (Target target : targets) {
      target.whole(value);
    }
  }

  @Override
  void text(CharSequence value) throws RejectedException {
    for (Target target : targets) {
      target.text(value);
    }
  }

  @Override
  void bytes(byte[] value, int from, int length) throws RejectedException {
    for (Target target : targets) {
      target.bytes(value, from, length);
    }
  }

  @Override
  void flag(boolean value) throws RejectedException {
    for (Target target : targets) {
      target.flag(value);
    }
  }

  @Override
  void time(long millis) throws RejectedException {
    for (Target target : targets) {
      target.time(millis);
    }
  }

  @Override
  void missing() throws RejectedException {
    for (Target target : targets) {
      target.missing();
    }
  }
}
