package io.braid.cli.demo;

import java.io.Closeable;
import java.io.IOException;

/** The records a demonstration sends, in order. Used by one thread. */
interface Feed extends Closeable {
  /**
   * One record.
   *
   * @param value null for a record without a value
   * @param timeMs when the event happened, epoch milliseconds
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Item(byte[] key, byte[] value, long timeMs, Expectation expectation) {}

  /** What has to come of a record. */
  enum Expectation {
    /** A prediction. */
    PREDICTION,
    /** A dead letter. */
    DEAD_LETTER,
    /** One of the two: only the reader can tell. */
    EITHER
  }

  /** The next record; null if there are no more. */
  Item next() throws IOException;

  /** How much has been given, from 0 to 1; NaN without an end. */
  double progress();

  @Override
  void close() throws IOException;
}
