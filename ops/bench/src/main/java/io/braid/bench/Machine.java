package io.braid.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The machine, the date and the commit a report belongs to. */
public final class Machine {
  private Machine() {}

  /** One paragraph. */
  public static String describe() {
    String date =
        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'")
            .withZone(ZoneOffset.UTC)
            .format(Instant.now());
    return cpu()
        + ", "
        + Runtime.getRuntime().availableProcessors()
        + " cores, "
        + memory()
        + "; "
        + System.getProperty("os.name")
        + " "
        + System.getProperty("os.arch")
        + "; Java "
        + Runtime.version()
        + ". "
        + date
        + ", commit "
        + commit()
        + ". Load before the run: "
        + load()
        + ".";
  }

  private static String cpu() {
    return fromFile("/proc/cpuinfo", "model name");
  }

  private static String memory() {
    String total = fromFile("/proc/meminfo", "MemTotal").replaceAll("[^0-9]", "");
    return total.isEmpty()
        ? "unknown memory"
        : Math.round(Long.parseLong(total) / 1048576.0) + " GiB";
  }

  private static String load() {
    double load =
        java.lang.management.ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return load < 0 ? "unknown" : Report.figure(load);
  }

  private static String fromFile(String file, String key) {
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException | java.io.UncheckedIOException e) {
      return "unknown";
    }
  }

  /** The commit, marked if the working tree differs from it. */
  private static String commit() {
    String head = git("rev-parse", "--short", "HEAD");
    if (head.isEmpty()) {
      return "unknown";
    }
    return git("status", "--porcelain").isEmpty() ? head : head + " with changes";
  }

  private static String git(String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = "git";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0 ? out.strip() : "";
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
