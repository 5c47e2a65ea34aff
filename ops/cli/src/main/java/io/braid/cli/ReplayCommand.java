package io.braid.cli;

import io.braid.cli.stream.Connections;
import io.braid.cli.stream.Overrides;
import io.braid.cli.stream.Replay;
import io.braid.cli.stream.RowEvents;
import io.braid.cli.view.ProgressBar;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import io.braid.model.spec.SpecException;
import io.braid.schemas.RegistryClient;
import io.braid.topology.TopicAdmin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code braid replay}: a file's rows as events. */
@Command(
    name = "replay",
    description =
        "Sends the rows of a CSV file to the pipeline's input topic, each as one Avro event.")
final class ReplayCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec;

  @Option(
      names = "--pipeline",
      required = true,
      paramLabel = "P.yaml",
      description = "Which fields are sent, and to which topic.")
  private Path file;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "F.csv[.gz]",
      description = "The rows, with a header line. A blank field is a missing value.")
  private Path data;

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "B",
      description = "The brokers (default: the pipeline's kafka.bootstrap.servers).")
  private String bootstrapServers;

  @Option(
      names = "--registry",
      paramLabel = "URL",
      description = "The schema registry (default: the pipeline's schema.registry.url).")
  private String registryUrl;

  @Option(
      names = "--rate",
      defaultValue = "Infinity",
      paramLabel = "R",
      description = "Events per second (default: as fast as the broker takes them).")
  private double rate;

  @Option(names = "--limit", paramLabel = "N", description = "Stop after N rows.")
  private Long limit;

  ReplayCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (!(rate > 0)) {
      throw new ParameterException(
          spec.commandLine(), "--rate: '" + rate + "' is not allowed, must be above 0");
    }
    Pipeline pipeline = connected(PipelineFile.read(file));
    try (RegistryClient registry = Connections.registry(pipeline);
        RowEvents rows = RowEvents.open(data, pipeline, System.currentTimeMillis())) {
      String topic = pipeline.input().topic();
      requireTopic(pipeline, topic);
      long start = System.nanoTime();
      long sent = send(registry, rows, pipeline);
      console
          .out()
          .printf(
              Locale.ROOT,
              "sent %,d events to %s in %.1f s%n",
              sent,
              topic,
              (System.nanoTime() - start) / 1e9);
    }
    return 0;
  }

  private long send(RegistryClient registry, RowEvents rows, Pipeline pipeline) throws IOException {
    try (ProgressBar bar =
        new ProgressBar(
            console.out(), console.style(), "sending " + data.getFileName(), System::nanoTime)) {
      return new Replay(registry, pipeline.input().topic(), rate, share -> bar.update(share, ""))
          .send(rows, limit == null ? Long.MAX_VALUE : limit, pipeline);
    }
  }

  private Pipeline connected(Pipeline pipeline) {
    Map<String, String> kafka = new HashMap<>(pipeline.kafka());
    if (bootstrapServers != null) {
      kafka.put("bootstrap.servers", bootstrapServers);
    }
    Map<String, String> registry = new HashMap<>(pipeline.registry());
    if (registryUrl != null) {
      registry.put("url", registryUrl);
    }
    return Overrides.connected(pipeline, kafka, registry);
  }

  private static void requireTopic(Pipeline pipeline, String topic) {
    try (TopicAdmin admin = new TopicAdmin(Connections.settings(pipeline))) {
      if (admin.partitions(topic).isEmpty()) {
        throw new SpecException(
            "input.topic",
            "'" + topic + "' does not exist, must be created before: ./braid topics --create");
      }
    }
  }
}
