package io.braid.acceptance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Commands of this machine. */
final class Command {
  private Command() {}

  /** How a command ended: 127 if there is none of that name, -1 if it was not done in time. */
  record Outcome(int code, String output) {}

  /** Runs a command in the root folder to its end. */
  static Outcome run(long seconds, String... command) {
    return run(seconds, Images.ROOT, Map.of(), List.of(command));
  }

  /** Runs a command to its end; what it prints, errors too, is one text. */
  static Outcome run(
      long seconds, Path folder, Map<String, String> environment, List<String> command) {
    try {
      Path output = Files.createTempFile("braid-acceptance-", ".out");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          return new Outcome(-1, "not done after " + seconds + " s\n" + text(output));
        }
        return new Outcome(process.exitValue(), text(output));
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException e) {
      return new Outcome(127, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Waits for a thread's end; an interruption ends the waiting. */
  static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
