package io.braid.topology.event;

import io.braid.model.data.RejectedException;
import io.braid.model.feature.RowBinder;

/** The targets beside the row, which keep the value of the last record. */
final class EnvelopeTargets {
  private EnvelopeTargets() {}

  /** The event's identity: a text or a whole number. */
  static final class Id extends Target {
    private final Utf8Text bytes = new Utf8Text();
    private boolean inBytes;
    private String text;

    Id(String field) {
      super("field '" + field + "'");
    }

    void clear() {
      inBytes = false;
      text = null;
    }

    boolean known() {
      return inBytes || text != null;
    }

    /** The identity, or null if there is none. */
    String value() {
      if (inBytes) {
        text = bytes.toString();
        inBytes = false;
      }
      return text;
    }

    @Override
    void number(double value) throws RejectedException {
      throw wrongType("a floating-point number");
    }

    @Override
    void whole(long value) {
      text = Long.toString(value);
      inBytes = false;
    }

    @Override
    void text(CharSequence value) {
      if (value instanceof Utf8Text utf8) {
        bytes.set(utf8);
        inBytes = true;
      } else {
        text = value.toString();
        inBytes = false;
      }
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
    void missing() {
      clear();
    }
  }

  /** The event's time. */
  static final class Time extends Target {
    private final RowBinder binder;
    private boolean known;
    private long millis;

    Time(RowBinder binder, String field) {
      super("field '" + field + "'");
      this.binder = binder;
    }

    void clear() {
      known = false;
    }

    boolean known() {
      return known;
    }

    /** Epoch milliseconds, if {@link #known}. */
    long value() {
      return millis;
    }

    @Override
    void number(double value) throws RejectedException {
      millis = binder.eventTime(value);
      known = true;
    }

    @Override
    void text(CharSequence value) throws RejectedException {
      millis = binder.eventTime(value);
      known = true;
    }

    @Override
    void flag(boolean value) throws RejectedException {
      throw wrongType("a truth value");
    }

    @Override
    void time(long value) throws RejectedException {
      number((double) value);
    }

    @Override
    void missing() {
      known = false;
    }
  }

  /** Whether later labels replace those known. */
  static final class Correction extends Target {
    private boolean value;

    Correction(String field) {
      super("field '" + field + "'");
    }

    void clear() {
      value = false;
    }

    boolean value() {
      return value;
    }

    @Override
    void number(double number) throws RejectedException {
      throw wrongType("a number");
    }

    @Override
    void text(CharSequence text) throws RejectedException {
      throw wrongType("a text");
    }

    @Override
    void flag(boolean flag) {
      value = flag;
    }

    @Override
    void time(long millis) throws RejectedException {
      throw wrongType("a time");
    }

    @Override
    void missing() {
      value = false;
    }
  }
}
