package io.braid.cli;

import io.braid.cli.stream.Connections;
import io.braid.cli.stream.Serving;
import io.braid.dashboard.Dashboard;
import io.braid.model.learner.Prequential;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import io.braid.schemas.RegistryClient;
import io.braid.topology.Application;
import io.braid.topology.InputColumns;
import io.braid.topology.TopicAdmin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code braid run}: the production application. */
@Command(
    name = "run",
    description =
        "Learns from the pipeline's input topic until it is told to end (SIGTERM, Ctrl-C); commits"
            + " what it has learned then. Logs to the error stream.")
final class RunCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

  /** Longer starts, such as a long restore, go on without being reported. */
  private static final Duration LONGEST_START = Duration.ofMinutes(10);

  private final Console console;

  @Option(
      names = "--pipeline",
      required = true,
      paramLabel = "P.yaml",
      description = "What is learned, how, and from which broker and registry.")
  private Path file;

  @Option(
      names = "--check",
      description = "Check the pipeline, the registry and the topics; start nothing.")
  private boolean check;

  RunCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    Pipeline read = PipelineFile.read(file);
    try (RegistryClient registry = Connections.registry(read)) {
      Pipeline pipeline = InputColumns.bind(read, registry);
      try (Application application = Connections.application(pipeline, registry)) {
        return check ? check(pipeline, application) : run(pipeline, application);
      }
    }
  }

  private int check(Pipeline pipeline, Application application) {
    application.checkSchemas();
    List<TopicAdmin.State> topics = application.checkTopics();
    console
        .out()
        .println(
            "pipeline  "
                + pipeline.name()
                + ": "
                + pipeline.features().size()
                + " features, "
                + pipeline.tasks().size()
                + " tasks");
    console.out().println("registry  takes the output schemas");
    Prequential learner = new Prequential(pipeline);
    learner.begin();
    if (learner.inherited() != null) {
      console.out().println("begins    " + learner.inherited());
    }
    for (TopicAdmin.State topic : topics) {
      console
          .out()
          .println(
              "topic     "
                  + topic.definition().name()
                  + ": "
                  + topic.partitions().map(n -> "partitions " + n).orElse("will be created"));
    }
    return 0;
  }

  private int run(Pipeline pipeline, Application application) throws Exception {
    Logs.showProgress();
    application.registerSchemas();
    List<String> created = application.prepareTopics();
    if (!created.isEmpty()) {
      LOG.info("created the topics {}", created);
    }
    LOG.info("{} learns from {}", pipeline.name(), pipeline.input().topic());
    return Interruption.guard(
        application::close,
        () -> {
          try (Dashboard dashboard = Serving.start(application, pipeline.http(), file)) {
            if (dashboard != null) {
              LOG.info("{} is served at {}", pipeline.name(), dashboard.address());
            }
            return run(application, pipeline);
          }
        });
  }

  private static int run(Application application, Pipeline pipeline) throws Exception {
    application.start();
    if (application.awaitRunning(LONGEST_START)) {
      LOG.info("{} is running", pipeline.name());
    }
    application.awaitEnd();
    Optional<Throwable> failure = application.failure();
    if (failure.isPresent()) {
      throw new CliException(
          "the application has failed: " + Application.rootMessage(failure.get()));
    }
    LOG.info("{} has ended; what it has learned is committed", pipeline.name());
    return 0;
  }
}
