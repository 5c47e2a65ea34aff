package io.braid.cli;

import io.braid.cli.csv.CsvSummary;
import io.braid.cli.stream.Connections;
import io.braid.cli.view.ProgressBar;
import io.braid.model.learner.Prequential;
import io.braid.model.spec.ColumnSummary;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import io.braid.model.spec.Starter;
import io.braid.schemas.RegistryClient;
import io.braid.topology.InputColumns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.avro.Schema;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code braid init}: a starter pipeline file from a CSV file, or from a topic's schema. */
@Command(
    name = "init",
    description =
        "Writes a starter pipeline file, guessed from the columns of a CSV file, or from the schema"
            + " registered for a topic's values. It runs as it is.")
final class InitCommand implements Callable<Integer> {
  private static final int LONGEST_NAME = 100;
  private static final String REGISTRY = "http://localhost:8081";

  private final Console console;

  @Spec private CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "F.csv[.gz]",
      description = "The file, with a header line. All of it is read.")
  private Path data;

  @Option(
      names = "--topic",
      paramLabel = "T",
      description = "Instead of a file: the input topic; its schema is the subject T-value.")
  private String topic;

  @Option(
      names = "--registry",
      paramLabel = "URL",
      description = "With --topic: the schema registry (default: " + REGISTRY + ").")
  private String registry;

  @Option(
      names = "--label",
      arity = "1..*",
      paramLabel = "COL",
      description = "Columns to learn, a task for each (default: the last column).")
  private List<String> labels = List.of();

  @Option(
      names = "--name",
      paramLabel = "N",
      description = "The pipeline's name (default: from the file's or the topic's name).")
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
    checkUsage();
    if (out != null && !force && Files.exists(out)) {
      throw new CliException(out + ": there is such a file already, --force replaces it");
    }
    List<ColumnSummary> columns = topic == null ? ofFile() : ofTopic();
    String yaml = yaml(columns);
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
            "%s: %d of %d columns as features, %d task%s, %,d parameters. %s:%n  %s%n",
            out,
            pipeline.features().size(),
            columns.size(),
            pipeline.tasks().size(),
            pipeline.tasks().size() == 1 ? "" : "s",
            learner.learner().parameterCount(),
            topic == null
                ? "Now look through it, then"
                : "Now look through it, say where the broker is, then",
            topic == null
                ? "braid evaluate --pipeline " + out + " --data " + data
                : "braid run --pipeline " + out + " --check");
    return 0;
  }

  private void checkUsage() {
    if ((data == null) == (topic == null)) {
      throw new ParameterException(
          spec.commandLine(),
          data == null
              ? "--data or --topic is missing, choose one"
              : "--data and --topic exclude each other, choose one");
    }
    if (registry != null && topic == null) {
      throw new ParameterException(spec.commandLine(), "--registry goes with --topic only");
    }
  }

  private List<ColumnSummary> ofFile() throws IOException {
    try (ProgressBar bar =
        new ProgressBar(
            console.out(), console.style(), "reading " + data.getFileName(), System::nanoTime)) {
      return CsvSummary.summarise(data, share -> bar.update(share, ""));
    }
  }

  private List<ColumnSummary> ofTopic() {
    String subject = topic + "-value";
    try (RegistryClient client = Connections.registry(Map.of("url", registryUrl()))) {
      Schema schema =
          client
              .latestSchema(subject)
              .orElseThrow(
                  () ->
                      new CliException(
                          "the schema registry at "
                              + registryUrl()
                              + " has no subject "
                              + subject));
      if (schema.getType() != Schema.Type.RECORD) {
        throw new CliException(
            subject + ": is the schema " + schema.getType().getName() + ", must be a record's");
      }
      if (InputColumns.isGeneral(schema)) {
        throw new CliException(
            subject
                + ": is the general envelope "
                + schema.getFullName()
                + ", which has no fixed fields; --data F.csv can tell them");
      }
      return InputColumns.summaries(schema);
    }
  }

  private String registryUrl() {
    return registry == null ? REGISTRY : registry;
  }

  private String yaml(List<ColumnSummary> columns) {
    if (topic == null) {
      String chosen = name == null ? nameOf(data) : name;
      return labels.isEmpty()
          ? Starter.pipeline(chosen, columns)
          : Starter.pipeline(chosen, columns, labels);
    }
    String chosen = name == null ? legal(topic.replaceFirst("\\.events$", "")) : name;
    Starter.Stream stream = new Starter.Stream(topic, registryUrl());
    return labels.isEmpty()
        ? Starter.pipeline(chosen, columns, stream)
        : Starter.pipeline(chosen, columns, labels, stream);
  }

  /** The file's name without its endings, in the characters a pipeline's name may have. */
  static String nameOf(Path file) {
    return legal(file.getFileName().toString().replaceFirst("(?i)(\\.csv)?(\\.gz)?$", ""));
  }

  private static String legal(String text) {
    String legal = text.replaceAll("[^A-Za-z0-9._-]+", "-");
    String cut = legal.substring(0, Math.min(legal.length(), LONGEST_NAME));
    return cut.isEmpty() ? "pipeline" : cut;
  }
}
