package io.braid.bench;

import java.util.List;

/** What a reader of the results wants first: what was run, on what, and whether the bars hold. */
final class Results {
  private Results() {}

  /** The head of the report, in Markdown. */
  static String head(String machine, String command, List<Bar> bars) {
    Report head = new Report(line -> {});
    head.paragraph("# Measurements");
    head.paragraph(
        "How fast Braid is on one machine, and what it costs, measured by one command. Figures"
            + " depend on the machine and on what else it does; ratios are between things measured"
            + " in the same run, in turn, and are what to look at.");
    head.paragraph("Command: `" + command + "`");
    head.paragraph("Machine: " + machine);
    if (!bars.isEmpty()) {
      head.section("What must hold");
      head.table(Bar.HEAD, bars.stream().map(Bar::row).toList());
      long held = bars.stream().filter(Bar::holds).count();
      head.paragraph(held + " of " + bars.size() + " hold. The tables they are from follow.");
    }
    return head.text();
  }
}
