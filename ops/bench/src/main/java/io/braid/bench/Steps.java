package io.braid.bench;

import java.util.function.Consumer;

/** Says how far a long measurement has come: which step begins, of how many. Not thread-safe. */
public final class Steps {
  private final Consumer<String> out;
  private final int total;
  private int begun;

  public Steps(Consumer<String> out, int total) {
    this.out = out;
    this.total = total;
  }

  /** Says which step begins. */
  public void next(String step) {
    out.accept(++begun + " of " + total + ": " + step);
  }
}
