package io.braid.cli;

import io.braid.cli.stream.Connections;
import io.braid.cli.view.SnapshotText;
import io.braid.model.data.SnapshotException;
import io.braid.model.learner.ModelFile;
import io.braid.model.learner.Prequential;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import io.braid.model.spec.Transfer;
import io.braid.schemas.RegistryClient;
import io.braid.topology.InputColumns;
import io.braid.topology.store.StoredModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code braid snapshot}: models in and out. */
@Command(
    name = "snapshot",
    description = "Takes what an application has learned out into a file, and in again.",
    synopsisSubcommandLabel = "COMMAND")
final class SnapshotCommand implements Runnable {
  private final Console console;

  @Spec private CommandSpec spec;

  SnapshotCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "export, import or show is missing");
  }

  @Command(
      name = "export",
      description =
          "Writes what an application has learned and committed to a file. Reads it from the"
              + " changelog topic, whether the application runs or not, and changes nothing there.")
  int export(
      @Option(
              names = "--pipeline",
              required = true,
              paramLabel = "P.yaml",
              description = "The application's pipeline file.")
          Path pipeline,
      @Option(
              names = "--out",
              required = true,
              paramLabel = "SNAPSHOT",
              description = "The file to write; what is there is replaced.")
          Path out,
      @Option(
              names = "--partition",
              defaultValue = "0",
              paramLabel = "N",
              description = "Whose model: each partition has its own (default: ${DEFAULT-VALUE}).")
          int partition,
      @Option(
              names = "--state",
              paramLabel = "DIR",
              description =
                  "Read the state directory of an application that was stopped in good order, in"
                      + " place of the changelog topic. No broker is asked.")
          Path state)
      throws IOException {
    if (partition < 0) {
      throw new ParameterException(
          spec.commandLine(), "--partition: '" + partition + "' is not allowed, must be 0 or more");
    }
    Prequential learner = new Prequential(bound(PipelineFile.read(pipeline)));
    long learned;
    try {
      Pipeline bound = learner.learner().pipeline();
      StoredModel stored =
          state == null
              ? Connections.storedModel(bound, partition)
              : StoredModel.ofDirectory(Connections.storeDirectory(state, bound, partition));
      learned = stored.restore(Connections.STORE, learner);
    } catch (SnapshotException e) {
      throw new CliException(e.getMessage());
    }
    ModelFile.write(out, learner);
    console.out().printf("%s: %,d events learned, %,d bytes%n", out, learned, Files.size(out));
    return 0;
  }

  @Command(
      name = "show",
      description = "Shows what a snapshot file holds: tasks, features, steps, parameters.")
  int show(
      @Parameters(paramLabel = "SNAPSHOT", description = "The file.") Path file,
      @Option(
              names = "--pipeline-file",
              description = "Print the pipeline file it holds, and nothing else.")
          boolean text)
      throws IOException {
    Prequential learner = read(file);
    if (text) {
      console.out().print(PipelineFile.text(learner.learner().pipeline()));
    } else {
      new SnapshotText(console.style())
          .lines(learner, file.toString(), Files.size(file))
          .forEach(console.out()::println);
    }
    return 0;
  }

  @Command(
      name = "import",
      description =
          "Lets a new application begin with a snapshot: checks that it fits the pipeline file,"
              + " says what is taken over, and adds the line warm_start to the file.")
  int importIt(
      @Parameters(paramLabel = "SNAPSHOT", description = "The file.") Path file,
      @Option(
              names = "--pipeline",
              required = true,
              paramLabel = "P.yaml",
              description = "The pipeline file of the application that is to begin with it.")
          Path pipeline,
      @Option(names = "--check", description = "Only check and say; write nothing.") boolean check)
      throws IOException {
    Pipeline read = PipelineFile.read(pipeline);
    Transfer.WarmStart written = read.transfer().warmStart();
    Transfer.WarmStart start =
        new Transfer.WarmStart(
            file.toString(),
            written == null || written.trunk(),
            written == null || written.heads());
    Prequential learner = new Prequential(bound(read.with(read.transfer().from(start))));
    learner.begin();
    console.out().println(read.name() + " begins " + learner.inherited());
    if (check) {
      return 0;
    }
    if (written == null) {
      add(pipeline, file);
    } else if (!written.from().equals(file.toString())) {
      throw new CliException(
          pipeline
              + " has warm_start.from: "
              + written.from()
              + " already, write "
              + file
              + " there yourself");
    }
    console
        .out()
        .println(
            "An application of this name that has learned something goes on from that instead,"
                + " until it is reset.");
    return 0;
  }

  private static void add(Path pipeline, Path file) throws IOException {
    String text = Files.readString(pipeline);
    String line = "warm_start: {from: '" + file.toString().replace("'", "''") + "'}\n";
    String added = text + (text.endsWith("\n") ? "" : "\n") + line;
    // A file in another style, such as one in braces, is not to be spoilt.
    if (Pattern.compile("(?m)^name\\s*:").matcher(text).find()) {
      PipelineFile.parse(added, pipeline.toString());
      Files.write(pipeline, added.getBytes(StandardCharsets.UTF_8));
    } else {
      throw new CliException(pipeline + " is written in a style of its own, add: " + line.strip());
    }
  }

  private static Prequential read(Path file) throws IOException {
    try {
      return ModelFile.read(file);
    } catch (SnapshotException e) {
      throw new CliException(e.getMessage());
    }
  }

  /** The registry is asked only for what patterns stand for. */
  private static Pipeline bound(Pipeline read) {
    if (read.features().stream().noneMatch(feature -> feature.isGlob())) {
      return read;
    }
    try (RegistryClient registry = Connections.registry(read)) {
      return InputColumns.bind(read, registry);
    }
  }
}
