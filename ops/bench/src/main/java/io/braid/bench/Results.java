package io.braid.bench;

import io.braid.bench.Main.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The file of results: a section per part of the measurements, each of which says by which command,
 * when and on what it was measured. A section is replaced when its part is measured again; the
 * others stay. Not thread-safe.
 */
final class Results {
  private static final Pattern SECTION =
      Pattern.compile("<!-- ([A-Z]+) -->\n(.*?)\n<!-- /\\1 -->", Pattern.DOTALL);

  /** What a line about a run that failed begins with. */
  private static final String FAILED = "> Failed when last run: ";

  private final Map<Part, String> sections = new EnumMap<>(Part.class);

  /** The sections of a file; none if there is no such file. */
  static Results read(Path file) throws IOException {
    Results results = new Results();
    if (Files.exists(file)) {
      Matcher matcher = SECTION.matcher(Files.readString(file));
      while (matcher.find()) {
        for (Part part : Part.values()) {
          if (part.name().equals(matcher.group(1))) {
            results.sections.put(part, matcher.group(2));
          }
        }
      }
    }
    return results;
  }

  /** Puts in what a part has measured. */
  void put(Part part, String command, String machine, Report report) {
    sections.put(part, section(part, command, machine, report));
  }

  /** Says of a part that it failed; what it measured before stays, with its own date. */
  void failed(Part part, String command, String machine, Throwable why) {
    String before =
        sections
            .getOrDefault(part, title(part))
            .lines()
            .filter(line -> !line.startsWith(FAILED))
            .collect(Collectors.joining("\n"));
    String reason = String.valueOf(why).lines().findFirst().orElse("");
    sections.put(
        part,
        before.stripTrailing() + "\n\n" + FAILED + "`" + command + "`, " + machine + " " + reason);
  }

  /** A part's section, in Markdown: bars first, then the tables they are from. */
  static String section(Part part, String command, String machine, Report measured) {
    Report head = new Report(line -> {});
    head.paragraph("Command: `" + command + "`");
    head.paragraph("Machine: " + machine);
    if (!measured.bars().isEmpty()) {
      head.section("What must hold");
      head.table(Bar.HEAD, measured.bars().stream().map(Bar::row).toList());
      long held = measured.bars().stream().filter(Bar::holds).count();
      head.paragraph(held + " of " + measured.bars().size() + " hold.");
    }
    return title(part) + head.text() + measured.text().strip();
  }

  private static String title(Part part) {
    return "## " + part.name() + "\n\n";
  }

  /** The whole file, in Markdown; the parts in their own order. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append("# Measurements\n\n");
    text.append(
        """
        How well and how fast Braid learns, and what it costs. Each part is a section, named as \
        `./braid bench --only` takes it, with the command, the machine, the date and the commit it \
        was measured by; `--record` replaces the sections it measures. Figures of time depend on the \
        machine and on what else it does; ratios are between things measured in the same run, in \
        turn, and are what to look at.
        """);
    sections.forEach(
        (part, section) ->
            text.append("\n<!-- ")
                .append(part)
                .append(" -->\n")
                .append(section)
                .append("\n<!-- /")
                .append(part)
                .append(" -->\n"));
    return text.toString();
  }
}
