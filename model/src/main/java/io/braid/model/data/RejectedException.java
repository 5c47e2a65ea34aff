package io.braid.model.data;

/**
 * An event, or one value of it, that cannot be used. The message is one line that names the field,
 * the value and what is allowed. Expected in operation (it leads to the dead-letter topic), hence
 * checked, and without a stack trace, which nobody would read.
 */
public final class RejectedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Longest piece of a value that is repeated in a message. */
  private static final int SHOWN = 80;

  /** Why an event was rejected: what its sender, or the operator, has to look at. */
  public enum Reason {
    /** A value of a type that its field does not accept. */
    WRONG_TYPE,
    /** NaN or infinite. */
    NOT_A_NUMBER,
    /** A number or time beyond the allowed range. */
    OUT_OF_RANGE,
    /** A label that is none of the task's classes. */
    UNKNOWN_CLASS,
    /** A text that does not read as the number, truth value or time its field needs. */
    UNPARSABLE,
    /** A label for a task the pipeline does not have. */
    UNKNOWN_TASK,
    /** Labels of an event that did not come within the time labels wait. */
    UNKNOWN_EVENT,
    /** A field the pipeline needs and the event does not have. */
    MISSING_FIELD,
    /** A record without a key where one is needed. */
    NULL_KEY,
    /** A record without a value. */
    NULL_VALUE,
    /** A record that ends too early or does not follow its schema. */
    TRUNCATED,
    /** A record whose bytes are not framed as the registry's serializers do. */
    NOT_FRAMED,
    /** A record whose schema id the registry does not know. */
    UNKNOWN_SCHEMA,
    /** A schema that cannot be read as the pipeline needs it. */
    INCOMPATIBLE_SCHEMA,
    /** The registry could not be asked. */
    REGISTRY_UNAVAILABLE,
    /** A record or value beyond the size limit. */
    TOO_LARGE,
    /** Learning from the event would have made the model non-finite; the model is unchanged. */
    NON_FINITE_STEP
  }

  private final Reason reason;

  /**
   * @param message names the field, the value (see {@link #shown}) and what is allowed
   */
  public RejectedException(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }

  /** A value as it is shown in a message: quoted, on one line, and cut when long. */
  public static String shown(CharSequence value) {
    int length = Math.min(value.length(), SHOWN);
    StringBuilder text = new StringBuilder(length + 8).append('\'');
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      text.append(Character.isISOControl(c) ? ' ' : c);
    }
    return text.append(value.length() > SHOWN ? "...'" : "'").toString();
  }
}
