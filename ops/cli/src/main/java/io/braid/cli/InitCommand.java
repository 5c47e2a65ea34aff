package io.braid.cli;

import io.braid.cli.csv.CsvSummary;
import io.braid.cli.view.ProgressBar;
import io.braid.model.learner.Prequential;
import io.braid.model.spec.ColumnSummary;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import io.braid.model.spec.Starter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code braid init}: a starter pipeline file from a CSV file. */
@Command(
    name = "init",
    description =
        "Writes a starter pipeline file, guessed from the columns of a CSV file. It runs as it is.")
final class InitCommand implements Callable<Integer> {
  private static final int LONGEST_NAME = 100;

  private final Console console;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "F.csv[.gz]",
      description = "The file, with a header line. All of it is read.")
  private Path data;

  @Option(
      names = "--label",
      arity = "1..*",
      paramLabel = "COL",
      description = "Columns to learn, a task for each (default: the last column).")
  private List<String> labels = List.of();

  @Option(
      names = "--name",
      paramLabel = "N",
      description = "The pipeline's name (default: from the file's name).")
  private String name;

  @Option(
      names = "--out",
      paramLabel = "P.yaml",
      description = "Where to write it (default: the standard output).")
  private Path out;

  @Option(names = "--force", description = "Replace a file that is there already.")
  private boolean force;

  InitCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (out != null && !force && Files.exists(out)) {
      throw new CliException(out + ": there is such a file already, --force replaces it");
    }
    List<ColumnSummary> columns;
    try (ProgressBar bar =
        new ProgressBar(
            console.out(), console.style(), "reading " + data.getFileName(), System::nanoTime)) {
      columns = CsvSummary.summarise(data, share -> bar.update(share, ""));
    }
    String chosen = name == null ? nameOf(data) : name;
    String yaml =
        labels.isEmpty()
            ? Starter.pipeline(chosen, columns)
            : Starter.pipeline(chosen, columns, labels);
    Pipeline pipeline =
        PipelineFile.parse(yaml, "the starter file")
            .bind(columns.stream().map(ColumnSummary::column).toList());
    Prequential learner = new Prequential(pipeline);
    if (out == null) {
      console.out().print(yaml);
      return 0;
    }
    Files.writeString(out, yaml);
    console
        .out()
        .printf(
            "%s: %d of %d columns as features, %d task%s, %,d parameters. Now look through it, then:"
                + "%n  braid evaluate --pipeline %s --data %s%n",
            out,
            pipeline.features().size(),
            columns.size(),
            pipeline.tasks().size(),
            pipeline.tasks().size() == 1 ? "" : "s",
            learner.learner().parameterCount(),
            out,
            data);
    return 0;
  }

  /** The file's name without its endings, in the characters a pipeline's name may have. */
  static String nameOf(Path file) {
    String legal =
        file.getFileName()
            .toString()
            .replaceFirst("(?i)(\\.csv)?(\\.gz)?$", "")
            .replaceAll("[^A-Za-z0-9._-]+", "-");
    String cut = legal.substring(0, Math.min(legal.length(), LONGEST_NAME));
    return cut.isEmpty() ? "pipeline" : cut;
  }
}
