package io.braid.schemas;

import org.apache.kafka.common.errors.SerializationException;

/** The registry answered that it has no such Avro schema. Permanent: another try fails. */
public final class UnknownSchemaException extends SerializationException {
  private static final long serialVersionUID = 1L;

  public UnknownSchemaException(String message, Throwable cause) {
    super(message, cause);
  }
}
