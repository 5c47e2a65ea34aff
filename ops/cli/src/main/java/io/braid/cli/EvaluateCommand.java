package io.braid.cli;

import io.braid.cli.evaluate.CsvSource;
import io.braid.cli.evaluate.Evaluation;
import io.braid.cli.evaluate.HoldOut;
import io.braid.cli.evaluate.PredictionFile;
import io.braid.cli.evaluate.ResultJson;
import io.braid.cli.evaluate.RowSource;
import io.braid.cli.evaluate.ShuffledSource;
import io.braid.cli.view.ProgressBar;
import io.braid.cli.view.QualityTable;
import io.braid.model.data.RejectedException;
import io.braid.model.learner.ModelFile;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import io.braid.model.spec.Transfer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code braid evaluate}: test-then-train over a file. */
@Command(
    name = "evaluate",
    description =
        "Learns a CSV file row by row, testing every prediction before its labels are learned."
            + " Needs no Kafka; the learner is the very one that runs on a stream.")
final class EvaluateCommand implements Callable<Integer> {
  private static final int PROGRESS_EVERY = 256;

  private final Console console;

  @Spec private CommandSpec spec;

  @Option(
      names = "--pipeline",
      required = true,
      paramLabel = "P.yaml",
      description = "What is learned and how.")
  private Path pipeline;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "F.csv[.gz]",
      description = "The rows, with a header line. A blank field is a missing value.")
  private Path data;

  @Option(
      names = "--label-delay",
      defaultValue = "0",
      paramLabel = "N",
      description = "A row's labels come N rows later (default: at once).")
  private int labelDelay;

  @Option(
      names = "--shuffle",
      paramLabel = "SEED",
      description = "Take the rows in an order drawn at random, the same for the same seed.")
  private Long shuffle;

  @Option(
      names = "--holdout",
      paramLabel = "SHARE",
      description =
          "Keep the last rows back, such as 0.25 of them: they are predicted at the end by the"
              + " model as it is then, and never learned. With tasks by column it is the last rows"
              + " of each member.")
  private Double holdOut;

  @Option(names = "--limit", paramLabel = "N", description = "Stop after N rows (after shuffling).")
  private Long limit;

  @Option(names = "--json", paramLabel = "OUT", description = "Write the figures as JSON, too.")
  private Path json;

  @Option(
      names = "--predictions",
      paramLabel = "OUT",
      description = "Write every prediction, too: a line per row, the bits of each number in hex.")
  private Path predictions;

  @Option(
      names = "--skip",
      defaultValue = "0",
      paramLabel = "N",
      description = "Leave out the first N rows (after shuffling).")
  private long skip;

  @Option(
      names = "--warm-start",
      paramLabel = "SNAPSHOT",
      description =
          "Begin with what a snapshot file holds, in place of the file's warm_start.from.")
  private Path warmStart;

  @Option(
      names = "--save",
      paramLabel = "SNAPSHOT",
      description = "Write what was learned as a snapshot file, too.")
  private Path save;

  EvaluateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    require(labelDelay >= 0, "--label-delay", labelDelay);
    require(limit == null || limit >= 0, "--limit", limit);
    require(skip >= 0, "--skip", skip);
    if (holdOut != null && !(holdOut > 0 && holdOut < 1)) {
      throw new ParameterException(
          spec.commandLine(),
          "--holdout: '" + holdOut + "' is not allowed, must be above 0 and below 1");
    }
    Evaluation.Result result;
    try (CsvSource file = CsvSource.open(data, begun(PipelineFile.read(pipeline)))) {
      Evaluation evaluation = new Evaluation(file.pipeline(), labelDelay);
      if (evaluation.learner().inherited() != null) {
        console.out().println("begins " + evaluation.learner().inherited());
      }
      try (RowSource source = held(shuffle == null ? file : shuffled(file), file);
          PredictionFile out =
              predictions == null ? null : new PredictionFile(predictions, file.pipeline())) {
        skip(source);
        result = run(evaluation, source, out);
      }
      if (save != null) {
        ModelFile.write(save, evaluation.learner());
      }
    }
    if (json != null) {
      ResultJson.write(json, result);
    }
    new QualityTable(console.style())
        .lines(result, data.getFileName().toString())
        .forEach(console.out()::println);
    return 0;
  }

  private Pipeline begun(Pipeline read) {
    if (warmStart == null) {
      return read;
    }
    Transfer.WarmStart start = read.transfer().warmStart();
    boolean trunk = start == null || start.trunk();
    boolean heads = start == null || start.heads();
    return read.with(
        read.transfer().from(new Transfer.WarmStart(warmStart.toString(), trunk, heads)));
  }

  /** Leaves rows out, those that cannot be used among them. */
  private void skip(RowSource source) throws IOException {
    boolean more = true;
    for (long n = 0; n < skip && more; n++) {
      try {
        more = source.next() != null;
      } catch (RejectedException e) {
        more = true;
      }
    }
  }

  private RowSource held(RowSource source, CsvSource file) throws IOException {
    return holdOut == null ? source : new HoldOut(source, file.pipeline(), holdOut);
  }

  private RowSource shuffled(CsvSource file) throws IOException {
    try (ProgressBar bar = bar("reading")) {
      return new ShuffledSource(file, shuffle, share -> bar.update(share, ""));
    }
  }

  private Evaluation.Result run(Evaluation evaluation, RowSource source, PredictionFile out)
      throws IOException {
    try (ProgressBar bar = bar("learning")) {
      return evaluation.run(
          source,
          limit == null ? Long.MAX_VALUE : limit,
          (row, prediction) -> {
            if (out != null) {
              out.predicted(row, prediction);
            }
            if (row % PROGRESS_EVERY == 0) {
              bar.update(source.progress(), "");
            }
          },
          System::nanoTime);
    }
  }

  private ProgressBar bar(String work) {
    return new ProgressBar(
        console.out(), console.style(), work + " " + data.getFileName(), System::nanoTime);
  }

  private void require(boolean holds, String option, Object value) {
    if (!holds) {
      throw new ParameterException(
          spec.commandLine(), option + ": '" + value + "' is not allowed, must be 0 or more");
    }
  }
}
