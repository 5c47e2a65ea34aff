package io.braid.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends work in good order when the process is told to end (Ctrl-C, SIGTERM): asks it to stop and
 * holds the process until it has, but not for ever.
 */
final class Interruption {
  private static final long LONGEST_WAIT_SECONDS = 40;

  private Interruption() {}

  /**
   * Does work; calls {@code stop}, from another thread, if the process is told to end meanwhile.
   *
   * @throws Exception what the work throws
   */
  static <T> T guard(Runnable stop, Callable<T> work) throws Exception {
    CountDownLatch finished = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              stop.run();
              await(finished);
            },
            "interruption");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.call();
    } finally {
      finished.countDown();
      forget(hook);
    }
  }

  private static void await(CountDownLatch finished) {
    try {
      if (!finished.await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("braid: not finished after " + LONGEST_WAIT_SECONDS + " s, given up");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already: the hook is at work.
    }
  }
}
