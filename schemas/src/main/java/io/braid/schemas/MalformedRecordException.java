package io.braid.schemas;

import org.apache.kafka.common.errors.SerializationException;

/** Bytes that are no framed Avro record, or less or more than one. Permanent: another try fails. */
public final class MalformedRecordException extends SerializationException {
  private static final long serialVersionUID = 1L;

  public MalformedRecordException(String message) {
    super(message);
  }

  public MalformedRecordException(String message, Throwable cause) {
    super(message, cause);
  }
}
