package io.braid.schemas;

import org.apache.kafka.common.errors.SerializationException;

/** Two schemas that do not fit each other. Permanent: a person has to change one of them. */
public final class IncompatibleSchemaException extends SerializationException {
  private static final long serialVersionUID = 1L;

  public IncompatibleSchemaException(String message) {
    super(message);
  }

  public IncompatibleSchemaException(String message, Throwable cause) {
    super(message, cause);
  }
}
