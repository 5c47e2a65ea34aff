package io.braid.schemas;

import org.apache.kafka.common.errors.RetriableException;

/**
 * The registry did not answer, or would not: unreachable, overloaded, or refusing the credentials.
 * Says nothing about the record at hand, so the record must not be rejected for it; try again after
 * a while.
 */
public final class RegistryUnavailableException extends RetriableException {
  private static final long serialVersionUID = 1L;

  public RegistryUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
