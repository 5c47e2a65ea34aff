package io.braid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.braid.cli.view.Style;
import io.braid.topology.meter.Meters;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The runbook speaks of alerts, commands, addresses and meters that exist. */
class RunbookTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().resolve("../..").normalize();
  private static final String RUNBOOK = read("ops/runbook.md");
  private static final String RULES = read("ops/prometheus/braid.rules.yml");

  @Test
  void everyAlertHasItsSectionAndTheOtherWayRound() {
    Set<String> sections = all("(?m)^### (\\w+)$", RUNBOOK);
    assertThat(sections).isNotEmpty().isEqualTo(all("- alert: (\\w+)", RULES));
  }

  @Test
  void everyLinkHasAHeading() {
    Set<String> anchors =
        all("(?m)^#+ (.+)$", RUNBOOK).stream()
            .map(heading -> heading.toLowerCase(Locale.ROOT).replace(' ', '-'))
            .collect(Collectors.toSet());
    Set<String> links = all("\\]\\(#([^)]+)\\)", RUNBOOK);
    assertThat(links).isNotEmpty();
    assertThat(anchors).containsAll(links);
    assertThat(anchors).containsAll(all("ops/runbook.md#(\\w+)", RULES));
  }

  @Test
  void everyCommandLineIsUnderstood() {
    List<String> lines = new ArrayList<>(all("(?m)^\\./braid ([^#\\n]+)", RUNBOOK));
    lines.addAll(all("`\\./braid ([^`]+)`", RUNBOOK));
    assertThat(lines).hasSizeGreaterThan(8);
    String bench = read("ops/bench/src/main/java/io/braid/bench/Main.java");
    for (String line : lines) {
      String[] words = words(line.strip());
      if (words[0].equals("bench")) {
        // A program of its own, which this module does not know.
        for (String word : words) {
          if (word.startsWith("--")) {
            assertThat(bench).as(line).contains("names = \"" + word + "\"");
          }
        }
        continue;
      }
      CommandLine braid = new CommandLine(new BraidCommand(), new Commands());
      assertThat(braid.parseArgs(words).hasSubcommand()).as(line).isTrue();
    }
  }

  @Test
  void everyAddressIsServed() throws IOException {
    Set<String> paths = all("http://localhost:8080(/[\\w/-]+)", RUNBOOK);
    assertThat(paths).isNotEmpty();
    try (InputStream in = RunbookTest.class.getResourceAsStream("/openapi.json")) {
      String described =
          new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      for (String path : paths) {
        assertThat(described).contains("\"" + path + "\"");
      }
    }
  }

  @Test
  void everyMeterExists() {
    Set<String> known =
        Arrays.stream(Meters.values()).map(Meters::prometheusName).collect(Collectors.toSet());
    Set<String> named = all("`(braid_\\w+)`", RUNBOOK);
    assertThat(named).isNotEmpty();
    assertThat(known).containsAll(named);
  }

  private static String[] words(String line) {
    return Pattern.compile("\"[^\"]*\"|\\S+")
        .matcher(line)
        .results()
        .map(word -> word.group().replace("\"", ""))
        .toArray(String[]::new);
  }

  private static Set<String> all(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult found) -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String read(String file) {
    try {
      return Files.readString(ROOT.resolve(file));
    } catch (IOException e) {
      throw new AssertionError("cannot read " + file, e);
    }
  }

  private static final class Commands implements CommandLine.IFactory {
    private final PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);

    @Override
    public <K> K create(Class<K> type) throws Exception {
      try {
        return type.getDeclaredConstructor(Console.class)
            .newInstance(new Console(nowhere, nowhere, Style.PLAIN));
      } catch (NoSuchMethodException e) {
        return CommandLine.defaultFactory().create(type);
      }
    }
  }
}
