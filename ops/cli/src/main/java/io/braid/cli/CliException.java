package io.braid.cli;

/** A failure whose message is all the user needs: one line that says what to do. */
public final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CliException(String message) {
    super(message);
  }
}
