package io.braid.cli;

import io.braid.cli.stream.Connections;
import io.braid.cli.view.TopicTable;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import io.braid.topology.TopicAdmin;
import io.braid.topology.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code braid topics}: the topics of a pipeline. */
@Command(
    name = "topics",
    description = "Lists the topics of a pipeline, and creates those that are missing.")
final class TopicsCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec;

  @Option(
      names = "--pipeline",
      required = true,
      paramLabel = "P.yaml",
      description = "Whose topics.")
  private Path file;

  @Option(names = "--create", description = "Create the missing ones.")
  private boolean create;

  @Option(
      names = "--partitions",
      defaultValue = "1",
      paramLabel = "N",
      description =
          "Partitions of a new input topic (default: ${DEFAULT-VALUE}); all other topics have as"
              + " many as the input.")
  private int partitions;

  @Option(
      names = "--replication",
      paramLabel = "R",
      description = "Replication factor of new topics (default: the broker's).")
  private Short replication;

  TopicsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    require(partitions > 0, "--partitions", partitions);
    require(replication == null || replication > 0, "--replication", replication);
    Pipeline pipeline = PipelineFile.read(file);
    Topics topics = Topics.of(pipeline);
    try (TopicAdmin admin = new TopicAdmin(Connections.settings(pipeline))) {
      List<String> created =
          create
              ? admin.create(topics, partitions, replication == null ? -1 : replication)
              : List.of();
      List<TopicAdmin.State> states = admin.states(topics);
      new TopicTable(console.style())
          .lines(pipeline.name(), states, created)
          .forEach(console.out()::println);
    }
    return 0;
  }

  private void require(boolean holds, String option, Object value) {
    if (!holds) {
      throw new ParameterException(
          spec.commandLine(), option + ": '" + value + "' is not allowed, must be 1 or more");
    }
  }
}
