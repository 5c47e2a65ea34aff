package io.braid.schemas;

/**
 * Headers of a record on the dead-letter topic. Its key and value are the rejected record's, byte
 * for byte, and its own headers are kept; these are added, all as UTF-8 text.
 */
public final class DeadLetterHeaders {
  /** Why it was rejected: a constant's name, for programs. */
  public static final String REASON = "braid.deadletter.reason";

  /** Why it was rejected: a sentence, for people. */
  public static final String MESSAGE = "braid.deadletter.message";

  /** Name of the pipeline that rejected it. */
  public static final String PIPELINE = "braid.deadletter.pipeline";

  /** Topic it came from. */
  public static final String TOPIC = "braid.deadletter.topic";

  /** Partition it came from, decimal. */
  public static final String PARTITION = "braid.deadletter.partition";

  /** Offset it had, decimal. */
  public static final String OFFSET = "braid.deadletter.offset";

  /** Timestamp it had, milliseconds since 1970-01-01T00:00Z, decimal. */
  public static final String TIME = "braid.deadletter.time";

  private DeadLetterHeaders() {}
}
