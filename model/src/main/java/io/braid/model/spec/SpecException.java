package io.braid.model.spec;

/** A wrong setting: one line that names the path, the value and what is allowed. */
public final class SpecException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String path;

  /**
   * @param path where the setting stands, for example {@code tasks[1].loss}
   * @param problem the value and what is allowed, for example {@code no loss named 'hubr', known:
   *     [huber, log_loss]}
   */
  public SpecException(String path, String problem) {
    super(path + ": " + problem);
    this.path = path;
  }

  /** Where the wrong setting stands. */
  public String path() {
    return path;
  }
}
