package io.braid.topology.event;

import io.braid.model.data.RejectedException;
import io.braid.model.data.RejectedException.Reason;

/** Where a mapped value goes, handed over as the type the record has it in. */
abstract class Target {
  private final String name;

  /**
   * @param name how messages call it, for example {@code field 'flow'}
   */
  Target(String name) {
    this.name = name;
  }

  /** How messages call it. */
  final String name() {
    return name;
  }

  /** A floating-point number or a decimal. */
  abstract void number(double value) throws RejectedException;

  /** A whole number. */
  void whole(long value) throws RejectedException {
    number((double) value);
  }

  /** A text, an enum's symbol or a UUID; valid during the call only, unless it is a string. */
  abstract void text(CharSequence value) throws RejectedException;

  /** Some bytes, valid during the call only. */
  void bytes(byte[] value, int from, int length) throws RejectedException {
    throw wrongType("a value of bytes");
  }

  /** A truth value. */
  abstract void flag(boolean value) throws RejectedException;

  /** A point in time, epoch milliseconds. */
  abstract void time(long millis) throws RejectedException;

  /** Null. */
  abstract void missing() throws RejectedException;

  /** A value of a kind that goes nowhere. */
  final RejectedException wrongType(String what) {
    return new RejectedException(Reason.WRONG_TYPE, name + ": " + what + " is not allowed");
  }

  /** A field that has to be there and is not. */
  final RejectedException missingField() {
    return new RejectedException(Reason.MISSING_FIELD, name + ": has no value");
  }
}
