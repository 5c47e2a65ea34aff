package io.braid.cli;

import io.braid.cli.demo.DemoScript;
import io.braid.cli.demo.Generator;
import io.braid.cli.stream.Connections;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import io.braid.model.spec.SpecException;
import io.braid.schemas.RegistryClient;
import io.braid.topology.TopicAdmin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code braid generate}: the demonstration's orders, for an application that runs elsewhere. */
@Command(
    name = "generate",
    description =
        "Sends the orders of the demo to the pipeline's input topic, at a rate. Their rules change"
            + " three times: after 40, 58 and 80 percent of the time, or of the script.")
final class GenerateCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(GenerateCommand.class);

  private final Console console;

  @Spec private CommandSpec spec;

  @Option(
      names = "--pipeline",
      required = true,
      paramLabel = "P.yaml",
      description = "To which topic of which broker, and with which registry.")
  private Path file;

  @Option(
      names = "--rate",
      defaultValue = "500",
      paramLabel = "R",
      description = "Orders per second (default: ${DEFAULT-VALUE}).")
  private double rate;

  @Option(
      names = "--for",
      converter = Durations.class,
      defaultValue = "0",
      paramLabel = "TIME",
      description = "How long, such as 60s or 5m; 0 is until Ctrl-C (default: ${DEFAULT-VALUE}).")
  private Duration length;

  @Option(
      names = "--script",
      converter = Durations.class,
      defaultValue = "5m",
      paramLabel = "TIME",
      description =
          "Length of the script of changes if there is no end (default: ${DEFAULT-VALUE}).")
  private Duration script;

  @Option(
      names = "--seed",
      defaultValue = "42",
      paramLabel = "S",
      description = "Seed of the orders (default: ${DEFAULT-VALUE}).")
  private long seed;

  GenerateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    require(rate > 0 && !Double.isInfinite(rate), "--rate", rate);
    require(script.toMillis() > 0, "--script", script);
    Pipeline pipeline = PipelineFile.read(file);
    String topic = pipeline.input().topic();
    try (TopicAdmin admin = new TopicAdmin(Connections.settings(pipeline))) {
      if (admin.partitions(topic).isEmpty()) {
        throw new SpecException(
            "input.topic",
            "'" + topic + "' does not exist, must be created before: ./braid topics --create");
      }
    }
    try (RegistryClient registry = Connections.registry(pipeline)) {
      Logs.showProgress();
      LOG.info("sending {} orders a second to {}", rate, topic);
      Generator generator = new Generator(pipeline, registry, rate);
      boolean endless = length.isZero();
      long sent =
          Interruption.guard(
              generator::stop,
              () ->
                  generator.send(
                      endless ? Long.MAX_VALUE : events(length),
                      seed,
                      DemoScript.over(events(endless ? script : length))));
      console.out().printf(Locale.ROOT, "sent %,d orders to %s%n", sent, topic);
    }
    return 0;
  }

  private long events(Duration time) {
    return Math.max(1, Math.round(time.toMillis() / 1e3 * rate));
  }

  private void require(boolean holds, String option, Object value) {
    if (!holds) {
      throw new ParameterException(
          spec.commandLine(), option + ": '" + value + "' is not allowed, must be above 0");
    }
  }
}
