package io.braid.topology.event;

import io.braid.model.data.RejectedException;
import io.braid.model.data.RejectedException.Reason;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.UUID;

/** Steps that hand one value to a target. */
final class Reads {
  private Reads() {}

  /** How a whole number that stands for a time becomes epoch milliseconds. */
  enum TimeUnit {
    DAYS,
    MILLIS,
    MICROS,
    NANOS;

    long toMillis(long value) {
      return switch (this) {
        case DAYS -> value * 86_400_000L;
        case MILLIS -> value;
        case MICROS -> Math.floorDiv(value, 1_000L);
        case NANOS -> Math.floorDiv(value, 1_000_000L);
      };
    }
  }

  /** A null. */
  static final class Null extends Step {
    private final Target[] targets;

    Null(Target[] targets) {
      this.targets = targets;
    }

    @Override
    void run(Cursor in) throws RejectedException {
      for (Target target : targets) {
        target.missing();
      }
    }
  }

  /** A boolean. */
  static final class Flag extends Step {
    private final Target target;

    Flag(Target target) {
      this.target = target;
    }

    @Override
    void run(Cursor in) throws RejectedException {
      target.flag(in.readBoolean());
    }
  }

  /** A float. */
  static final class Single extends Step {
    private final Target target;

    Single(Target target) {
      this.target = target;
    }

    @Override
    void run(Cursor in) throws RejectedException {
      target.number(in.readFloat());
    }
  }

  /** A double. */
  static final class Real extends Step {
    private final Target target;

    Real(Target target) {
      this.target = target;
    }

    @Override
    void run(Cursor in) throws RejectedException {
      target.number(in.readDouble());
    }
  }

  /** An int or a long. */
  static final class Whole extends Step {
    private final Target target;
    private final boolean narrow;

    Whole(Target target, boolean narrow) {
      this.target = target;
      this.narrow = narrow;
    }

    @Override
    void run(Cursor in) throws RejectedException {
      target.whole(narrow ? in.readInt() : in.readLong());
    }
  }

  /** An int or a long that is a point in time. */
  static final class Time extends Step {
    private final Target target;
    private final TimeUnit unit;

    Time(Target target, TimeUnit unit) {
      this.target = target;
      this.unit = unit;
    }

    @Override
    void run(Cursor in) throws RejectedException {
      target.time(unit.toMillis(unit == TimeUnit.DAYS ? in.readInt() : in.readLong()));
    }
  }

  /** A string. */
  static final class Text extends Step {
    private final Target target;
    private final Utf8Text text;

    Text(Target target, Utf8Text text) {
      this.target = target;
      this.text = text;
    }

    @Override
    void run(Cursor in) throws RejectedException {
      int length = in.readLength();
      text.set(in.bytes(), in.position(), length);
      in.skip(length);
      target.text(text);
    }
  }

  /** An enum, as its symbol. */
  static final class Symbol extends Step {
    private final Target target;
    private final String[] symbols;

    Symbol(Target target, String[] symbols) {
      this.target = target;
      this.symbols = symbols;
    }

    @Override
    void run(Cursor in) throws RejectedException {
      target.text(symbols[in.readIndex(symbols.length)]);
    }
  }

  /** A decimal in bytes, or in {@code size} fixed ones. */
  static final class Decimal extends Step {
    private static final int LONGEST = 64;

    private final Target target;
    private final int size;
    private final int scale;

    /**
     * @param size bytes, or -1 if their length comes first
     */
    Decimal(Target target, int size, int scale) {
      this.target = target;
      this.size = size;
      this.scale = scale;
    }

    @Override
    void run(Cursor in) throws RejectedException {
      int length = size < 0 ? in.readLength() : size;
      int from = in.position();
      in.skip(length);
      if (length == 0 || length > LONGEST) {
        throw new RejectedException(
            Reason.TOO_LARGE, "a decimal of " + length + " bytes, allowed: 1 to " + LONGEST);
      }
      byte[] digits = Arrays.copyOfRange(in.bytes(), from, from + length);
      target.number(new BigDecimal(new BigInteger(digits), scale).doubleValue());
    }
  }

  /** Bytes, or {@code size} fixed ones. */
  static final class Bytes extends Step {
    private final Target target;
    private final int size;

    /**
     * @param size bytes, or -1 if their length comes first
     */
    Bytes(Target target, int size) {
      this.target = target;
      this.size = size;
    }

    @Override
    void run(Cursor in) throws RejectedException {
      int length = size < 0 ? in.readLength() : size;
      int from = in.position();
      in.skip(length);
      target.bytes(in.bytes(), from, length);
    }
  }

  /** A UUID in 16 fixed bytes, as its text. */
  static final class FixedUuid extends Step {
    private final Target target;

    FixedUuid(Target target) {
      this.target = target;
    }

    @Override
    void run(Cursor in) throws RejectedException {
      int from = in.position();
      in.skip(16);
      target.text(new UUID(half(in.bytes(), from), half(in.bytes(), from + 8)).toString());
    }

    private static long half(byte[] bytes, int from) {
      long value = 0;
      for (int i = from; i < from + 8; i++) {
        value = value << 8 | bytes[i] & 0xFF;
      }
      return value;
    }
  }

  /** A value of a kind that cannot be used. */
  static final class Refuse extends Step {
    private final Target target;
    private final String what;

    Refuse(Target target, String what) {
      this.target = target;
      this.what = what;
    }

    @Override
    void run(Cursor in) throws RejectedException {
      throw target.wrongType(what);
    }
  }
}
