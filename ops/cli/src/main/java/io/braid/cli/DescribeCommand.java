package io.braid.cli;

import io.braid.cli.csv.CsvRows;
import io.braid.cli.view.ComponentList;
import io.braid.cli.view.PipelineText;
import io.braid.model.learner.Components;
import io.braid.model.spec.Column;
import io.braid.model.spec.Feature;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code braid describe}: what a pipeline file amounts to. */
@Command(
    name = "describe",
    description =
        "Shows what a pipeline file amounts to: features and their columns, tasks, every component"
            + " with all of its settings, the size of the model.")
final class DescribeCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec;

  @Option(names = "--pipeline", paramLabel = "P.yaml", description = "The pipeline file.")
  private Path pipeline;

  @Option(
      names = "--data",
      paramLabel = "F.csv[.gz]",
      description = "A file whose header tells which columns patterns such as flow_* stand for.")
  private Path data;

  @Option(
      names = "--components",
      description = "List everything a pipeline file can choose from, with all settings.")
  private boolean components;

  DescribeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (pipeline == null && !components) {
      throw new ParameterException(
          spec.commandLine(), "--pipeline or --components is missing, choose one");
    }
    if (pipeline != null) {
      Pipeline described = PipelineFile.read(pipeline);
      if (data != null) {
        described = bind(described);
      } else if (described.features().stream().anyMatch(Feature::isGlob)) {
        throw new CliException(
            pipeline + ": has features that stand for several columns, --data F.csv says which");
      }
      new PipelineText(console.style()).lines(described).forEach(console.out()::println);
    }
    if (components) {
      new ComponentList(console.style()).lines(Components.all()).forEach(console.out()::println);
    }
    return 0;
  }

  private Pipeline bind(Pipeline described) throws IOException {
    try (CsvRows rows = CsvRows.open(data)) {
      return described.bind(
          rows.columns().stream().map(c -> new Column(c, Column.Type.TEXT)).toList());
    }
  }
}
