package io.braid.topology.crash;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A Java process of ours with this test's class path; what it prints goes to a file. */
final class Child {
  private final Process process;
  private final Path output;

  private Child(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  static Child start(Path output, Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Starts fast, stays small: there are few cores and several processes.
    command.addAll(
        List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    try {
      File file = output.toFile();
      return new Child(
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(file))
              .start(),
          output);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + main.getSimpleName(), e);
    }
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly();
    awaitExit(30);
  }

  /** SIGTERM: a clean end. */
  void end() {
    process.destroy();
    if (!exits(30)) {
      kill();
    }
  }

  /** Sends a signal by its name, for example STOP. */
  void signal(String name) throws IOException, InterruptedException {
    int code =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    if (code != 0) {
      throw new IOException("kill -" + name + " ended with " + code);
    }
  }

  boolean alive() {
    return process.isAlive();
  }

  /** Whether it ends within so many seconds. */
  boolean exits(long seconds) {
    try {
      return process.waitFor(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** The exit code of a process that must end within so many seconds. */
  int awaitExit(long seconds) {
    if (!exits(seconds)) {
      throw new AssertionError("the process did not end within " + seconds + " s:\n" + tail());
    }
    return process.exitValue();
  }

  /** Waits for a line of output. */
  void awaitLine(Predicate<String> wanted, long seconds) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (lines().stream().noneMatch(wanted)) {
      if (System.nanoTime() > deadline || !alive()) {
        throw new AssertionError("the line did not come within " + seconds + " s:\n" + tail());
      }
      Thread.sleep(20);
    }
  }

  List<String> lines() {
    try {
      return Files.readAllLines(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String tail() {
    List<String> lines = lines();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
  }
}
