package io.braid.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.braid.bench.Main.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
  @TempDir private Path folder;

  private static Report report(String text) {
    Report report = new Report(line -> {});
    report.section("A table");
    report.paragraph(text);
    return report;
  }

  @Test
  void aSectionSaysWhatWasRunAndWhichBarsHoldInTheOrderOfTheItems() {
    Report report = report("figures");
    report.bar(Bar.atMost(6, "start-up", "s", 4, 3.14159));
    report.bar(Bar.atLeast(1, "linear", "", 0.75, 0.5));
    String section = Results.section(Part.PEERS, "a command", "a machine", report);
    assertThat(section)
        .containsSubsequence(
            "PEERS", "a command", "a machine", "1. linear", "6. start-up", "1 of 2 hold", "figures")
        .contains(">= 0.75", "**no**", "<= 4 s", "3.14 s");
  }

  @Test
  void whatIsMeasuredAgainIsReplacedAndTheRestStaysInTheOrderOfTheParts() throws IOException {
    Path file = folder.resolve("results.md");
    Recorder first = new Recorder("first", "machine", line -> {});
    first.into(file, Results.read(file));
    first.measured(Part.PEERS, report("old peers"));
    first.measured(Part.QUALITY, report("old quality"));
    Recorder second = new Recorder("second", "machine", line -> {});
    second.into(file, Results.read(file));
    second.measured(Part.QUALITY, report("new quality"));
    second.measured(Part.LATENCY, report("new latency"));
    String text = Files.readString(file);
    assertThat(text)
        .containsSubsequence(
            "# Measurements", "`second`", "new quality", "`first`", "old peers", "new latency")
        .doesNotContain("old quality");
    assertThat(Results.read(file).text()).isEqualTo(text);
  }

  @Test
  void aPartThatFailsKeepsWhatItMeasuredBeforeAndSaysSoOnce() throws IOException {
    Path file = folder.resolve("results.md");
    List<String> said = new ArrayList<>();
    Recorder recorder = new Recorder("command", "machine", said::add);
    recorder.into(file, Results.read(file));
    recorder.measured(Part.PEERS, report("peers"));
    recorder.failed(Part.PEERS, new IllegalStateException("no disk"));
    recorder.failed(Part.PEERS, new IllegalStateException("no network"));
    recorder.failed(Part.LATENCY, new IllegalStateException("no broker"));
    assertThat(recorder.failures()).isEqualTo(3);
    assertThat(said).anyMatch(line -> line.contains("PEERS") && line.contains("no disk"));
    assertThat(Files.readString(file))
        .containsSubsequence("peers", "no network", "LATENCY", "no broker")
        .doesNotContain("no disk");
  }
}
