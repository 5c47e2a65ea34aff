package io.braid.topology.event;

import io.braid.model.data.RejectedException;
import io.braid.model.feature.RowBinder;

/** The targets within a row: the binder decides what each of them accepts. */
final class RowTargets {
  private RowTargets() {}

  /** Feature {@code f}. */
  static final class Feature extends Target {
    private static final long EXACT = 1L << 53;

    private final RowBinder binder;
    private final int f;

    Feature(RowBinder binder, int f, String field) {
      super("field '" + field + "'");
      this.binder = binder;
      this.f = f;
    }

    @Override
    void number(double value) throws RejectedException {
      binder.number(f, value);
    }

    @Override
    void whole(long value) throws RejectedException {
      if (value >= -EXACT && value <= EXACT) {
        binder.number(f, (double) value);
      } else {
        // A category of more digits than a double holds.
        binder.text(f, Long.toString(value));
      }
    }

    @Override
    void text(CharSequence value) throws RejectedException {
      binder.text(f, value);
    }

    @Override
    void bytes(byte[] value, int from, int length) throws RejectedException {
      binder.bytes(f, value, from, length);
    }

    @Override
    void flag(boolean value) throws RejectedException {
      binder.flag(f, value);
    }

    @Override
    void time(long millis) throws RejectedException {
      binder.timeMillis(f, millis);
    }

    @Override
    void missing() {
      binder.missing(f);
    }
  }

  /** The member of the family that task {@code k} is. */
  static final class Member extends Target {
    private final RowBinder binder;
    private final int k;

    Member(RowBinder binder, int k, String field) {
      super("field '" + field + "'");
      this.binder = binder;
      this.k = k;
    }

    @Override
    void number(double value) throws RejectedException {
      binder.memberNumber(k, value);
    }

    @Override
    void whole(long value) {
      binder.memberWhole(k, value);
    }

    @Override
    void text(CharSequence value) {
      binder.memberText(k, value);
    }

    @Override
    void flag(boolean value) {
      binder.memberFlag(k, value);
    }

    @Override
    void time(long millis) throws RejectedException {
      throw wrongType("a time");
    }

    @Override
    void missing() {
      binder.memberMissing(k);
    }
  }

  /** Label field {@code k}. */
  static final class Label extends Target {
    private final RowBinder binder;
    private final int k;

    Label(RowBinder binder, int k, String field) {
      super("label field '" + field + "'");
      this.binder = binder;
      this.k = k;
    }

    @Override
    void number(double value) throws RejectedException {
      binder.labelNumber(k, value);
    }

    @Override
    void text(CharSequence value) throws RejectedException {
      binder.labelText(k, value);
    }

    @Override
    void flag(boolean value) throws RejectedException {
      binder.labelFlag(k, value);
    }

    @Override
    void time(long millis) throws RejectedException {
      throw wrongType("a time");
    }

    @Override
    void missing() {
      binder.labelMissing(k);
    }
  }

  /** The event's weight; null is 1. */
  static final class Weight extends Target {
    private final RowBinder binder;

    Weight(RowBinder binder, String field) {
      super("field '" + field + "'");
      this.binder = binder;
    }

    @Override
    void number(double value) throws RejectedException {
      binder.weight(value);
    }

    @Override
    void text(CharSequence value) throws RejectedException {
      binder.weightText(value);
    }

    @Override
    void flag(boolean value) throws RejectedException {
      throw wrongType("a truth value");
    }

    @Override
    void time(long millis) throws RejectedException {
      throw wrongType("a time");
    }

    @Override
    void missing() throws RejectedException {
      binder.weight(1);
    }
  }
}
