package io.braid.cli.demo;

import io.braid.cli.evaluate.PredictionFile;
import io.braid.cli.stream.Overrides;
import io.braid.cli.stream.RowEvents;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import io.braid.model.spec.SpecException;
import io.braid.model.spec.Task;
import io.braid.schemas.Event;
import io.braid.schemas.RegistryClient;
import io.braid.schemas.RegistrySerializer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/**
 * What a demonstration learns: the pipeline, and where its events come from.
 *
 * @param pipeline bound
 * @param name what the source is called
 * @param script scripted changes
 * @param events length of the script
 * @param rows the rows of a file; null with the built-in stream
 * @param yaml the text of the pipeline file
 */
record DemoSource(
    Pipeline pipeline, String name, DemoScript script, long events, RowEvents rows, String yaml) {
  private static final String PIPELINE = "/demo.yaml";
  private static final int METRICS_EVERY = 100;

  /** Script of an endless run, seconds. */
  private static final double ENDLESS_SCRIPT_SECONDS = 120;

  static DemoSource of(DemoOptions options) throws IOException {
    if (options.data() != null) {
      RowEvents rows =
          RowEvents.open(
              options.data(), PipelineFile.read(options.pipeline()), System.currentTimeMillis());
      Pipeline pipeline = Overrides.measured(rows.pipeline(), METRICS_EVERY);
      return new DemoSource(
          pipeline,
          options.data().getFileName().toString(),
          null,
          0,
          rows,
          Files.readString(options.pipeline()));
    }
    boolean endless = options.length().isZero();
    double seconds = endless ? ENDLESS_SCRIPT_SECONDS : options.length().toMillis() / 1e3;
    long events = Math.max(1, Math.round(seconds * options.rate()));
    String yaml = builtIn();
    return new DemoSource(
        Overrides.measured(PipelineFile.parse(yaml, "demo.yaml"), METRICS_EVERY),
        "built-in stream, seed " + options.seed(),
        DemoScript.over(events),
        events,
        null,
        yaml);
  }

  private static String builtIn() throws IOException {
    try (InputStream in = DemoSource.class.getResourceAsStream(PIPELINE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The source with the pipeline connected to a broker and a registry. */
  DemoSource connected(Map<String, String> kafka, Map<String, String> registry) {
    return new DemoSource(
        Overrides.connected(pipeline, kafka, registry), name, script, events, rows, yaml);
  }

  List<ScriptedDrift> drifts() {
    return script == null ? List.of() : script.drifts();
  }

  Feed feed(DemoOptions options, RegistryClient registry) {
    RegistrySerializer<Event> serializer = RegistrySerializer.of(registry, Event.class);
    String topic = pipeline.input().topic();
    if (rows != null) {
      return new CsvFeed(rows, serializer, topic, options.limit());
    }
    return new StreamFeed(
        new DemoStream(options.seed(), script),
        serializer,
        topic,
        options.length().isZero() ? Long.MAX_VALUE : events);
  }

  /** The file for the bits of every prediction. */
  PredictionFile predictionFile(DemoOptions options) throws IOException {
    for (Task task : pipeline.tasks()) {
      if (task.auxiliary()) {
        throw new SpecException(
            "--predictions",
            "cannot be written: task '" + task.name() + "' is auxiliary, and so is not emitted");
      }
    }
    return new PredictionFile(options.predictions(), pipeline);
  }
}
