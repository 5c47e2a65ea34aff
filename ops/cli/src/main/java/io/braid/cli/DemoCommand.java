package io.braid.cli;

import io.braid.cli.demo.Demo;
import io.braid.cli.demo.DemoJson;
import io.braid.cli.demo.DemoOptions;
import io.braid.cli.view.DemoStatus;
import io.braid.cli.view.SummaryTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code braid demo}: everything in one process, watched while it learns. */
@Command(
    name = "demo",
    description =
        "Starts a Kafka broker in this process, sends it a stream of orders whose rules change now"
            + " and then, learns five tasks from it, and shows how well. With --data: the rows of a"
            + " file in place of the orders.")
final class DemoCommand implements Callable<Integer> {
  enum Guarantee {
    exactly_once_v2,
    at_least_once
  }

  private static final double DEFAULT_RATE = 2000;

  private final Console console;

  @Spec private CommandSpec spec;

  @Option(
      names = "--for",
      converter = Durations.class,
      defaultValue = "60s",
      paramLabel = "TIME",
      description =
          "How long the orders come, such as 60s or 5m; 0 is until Ctrl-C (default:"
              + " ${DEFAULT-VALUE}). A file is sent to its end.")
  private Duration length;

  @Option(
      names = "--data",
      paramLabel = "F.csv[.gz]",
      description = "Rows to learn in place of the built-in stream; needs --pipeline.")
  private Path data;

  @Option(names = "--pipeline", paramLabel = "P.yaml", description = "What is learned of the rows.")
  private Path pipeline;

  @Option(names = "--limit", paramLabel = "N", description = "Send the first N rows only.")
  private Long limit;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description =
          "Events per second (default: 2000 of the built-in stream, rows as fast as they are"
              + " learned).")
  private Double rate;

  @Option(
      names = "--seed",
      defaultValue = "42",
      paramLabel = "S",
      description = "Seed of the built-in stream (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--guarantee",
      defaultValue = "exactly_once_v2",
      paramLabel = "G",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Guarantee guarantee;

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description = "Keep the broker's data and the learner's state in this empty folder.")
  private Path keep;

  @Option(names = "--json", paramLabel = "OUT", description = "Write the summary as JSON, too.")
  private Path json;

  @Option(
      names = "--predictions",
      paramLabel = "OUT",
      description = "With --data: write every prediction of the topic as 'evaluate' does.")
  private Path predictions;

  @Option(
      names = "--log",
      paramLabel = "FILE",
      description = "Where log messages go (default: a temporary file, kept if the demo fails).")
  private Path log;

  DemoCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    require((data == null) == (pipeline == null), "--data and --pipeline need each other");
    require(data != null || predictions == null, "--predictions needs --data");
    require(data != null || limit == null, "--limit needs --data");
    require(rate == null || rate > 0, "--rate: '" + rate + "' is not allowed, must be above 0");
    require(limit == null || limit > 0, "--limit: '" + limit + "' is not allowed, must be above 0");
    if (keep != null) {
      Folders.requireEmpty("--keep", keep);
    }
    Path directory = keep == null ? Files.createTempDirectory("braid-demo-") : keep;
    Path logFile = log == null ? Files.createTempFile("braid-demo-", ".log") : log;
    Logs.toFile(logFile);
    try (DemoScreen screen = new DemoScreen(console)) {
      Demo demo = new Demo(options(directory), screen::show, screen::served);
      return Interruption.guard(demo::stop, () -> run(demo, screen, directory, logFile));
    }
  }

  private int run(Demo demo, DemoScreen screen, Path directory, Path logFile)
      throws IOException, InterruptedException {
    boolean done = false;
    try {
      screen.starting();
      DemoStatus status = demo.run();
      done = true;
      screen.clear();
      new SummaryTable(console.style()).lines(status).forEach(console.out()::println);
      if (json != null) {
        DemoJson.write(json, status);
      }
      if (!status.outputs().exact()) {
        console.err().println("braid: " + status.outputs().problem());
      }
      return status.outputs().exact() ? 0 : 1;
    } finally {
      if (keep == null) {
        Folders.delete(directory);
      }
      if (!done) {
        screen.clear();
        console.err().println("braid: the log is in " + logFile);
      } else if (log == null) {
        Files.deleteIfExists(logFile);
      }
    }
  }

  private DemoOptions options(Path directory) {
    double usualRate = data == null ? DEFAULT_RATE : Double.POSITIVE_INFINITY;
    return new DemoOptions(
        length,
        data,
        pipeline,
        limit == null ? Long.MAX_VALUE : limit,
        rate == null ? usualRate : rate,
        seed,
        guarantee.name(),
        directory,
        predictions);
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), otherwise);
    }
  }
}
