package io.braid.model.data;

/** A snapshot that is damaged, of another version, or of another model. */
public final class SnapshotException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SnapshotException(String message) {
    super(message);
  }
}
