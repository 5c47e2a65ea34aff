package io.braid.bench;

import io.braid.bench.Main.Part;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Takes what the parts have measured, each as soon as it is over: into files, which are complete at
 * any time, and as ratios for the guard. Not thread-safe.
 */
final class Recorder implements Measurements.Listener {
  private final String command;
  private final String machine;
  private final Consumer<String> print;
  private final Map<Path, Results> files = new LinkedHashMap<>();
  private final Map<String, Double> ratios = new LinkedHashMap<>();
  private int failures;

  /**
   * @param command that measures
   * @param machine described
   * @param print gets the bars of a part, and why one failed
   */
  Recorder(String command, String machine, Consumer<String> print) {
    this.command = command;
    this.machine = machine;
    this.print = print;
  }

  /** Writes to a file too, in which these sections stand already. */
  void into(Path file, Results standing) {
    files.put(file, standing);
  }

  @Override
  public void measured(Part part, Report report) throws IOException {
    ratios.putAll(report.ratios());
    for (Bar bar : report.bars()) {
      print.accept((bar.holds() ? "holds: " : "DOES NOT HOLD: ") + String.join(" ", bar.row()));
    }
    for (Map.Entry<Path, Results> file : files.entrySet()) {
      file.getValue().put(part, command, machine, report);
      Files.writeString(file.getKey(), file.getValue().text());
    }
  }

  @Override
  public void failed(Part part, Exception why) throws IOException {
    failures++;
    StringWriter trace = new StringWriter();
    why.printStackTrace(new PrintWriter(trace));
    print.accept("Part " + part + " failed: " + trace);
    for (Map.Entry<Path, Results> file : files.entrySet()) {
      file.getValue().failed(part, command, machine, why);
      Files.writeString(file.getKey(), file.getValue().text());
    }
  }

  /** Every ratio measured. */
  Map<String, Double> ratios() {
    return ratios;
  }

  /** How many parts failed. */
  int failures() {
    return failures;
  }
}
