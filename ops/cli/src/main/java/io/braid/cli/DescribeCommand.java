package io.braid.cli;

import io.braid.cli.csv.CsvRows;
import io.braid.cli.view.ComponentList;
import io.braid.cli.view.PipelineText;
import io.braid.cli.view.TopologyPicture;
import io.braid.model.learner.Components;
import io.braid.model.spec.Column;
import io.braid.model.spec.Feature;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import io.braid.schemas.RegistryClient;
import io.braid.topology.LearnerTopology;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
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
            + " with all of its settings, the size of the model, the topology.")
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
      names = "--topology",
      description = "Add the topology as Kafka Streams describes it. Nothing is contacted.")
  private boolean topology;

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
    if (pipeline == null && topology) {
      throw new ParameterException(spec.commandLine(), "--topology needs --pipeline");
    }
    if (pipeline != null) {
      Pipeline read = PipelineFile.read(pipeline);
      describe(data == null ? read : bind(read));
    }
    if (components) {
      new ComponentList(console.style()).lines(Components.all()).forEach(console.out()::println);
    }
    return 0;
  }

  private void describe(Pipeline described) {
    if (described.features().stream().noneMatch(Feature::isGlob)) {
      new PipelineText(console.style()).lines(described).forEach(console.out()::println);
      console.out().println();
    } else {
      console
          .out()
          .printf(
              "%s has features that stand for several columns: --data F.csv says which, and shows"
                  + " the rest%n%n",
              described.name());
    }
    new TopologyPicture(console.style()).lines(described).forEach(console.out()::println);
    if (topology) {
      console.out().println();
      console.out().print(kafkaStreamsText(described));
    }
  }

  private static String kafkaStreamsText(Pipeline described) {
    // The topology is wired, not run: its registry is never asked.
    try (RegistryClient registry = RegistryClient.of(Map.of("url", "mock://describe"))) {
      return LearnerTopology.build(described, registry, Duration.ZERO).describe().toString();
    }
  }

  private Pipeline bind(Pipeline described) throws IOException {
    try (CsvRows rows = CsvRows.open(data)) {
      return described.bind(
          rows.columns().stream().map(c -> new Column(c, Column.Type.TEXT)).toList());
    }
  }
}
