package io.braid.cli.demo;

import io.braid.cli.evaluate.PredictionFile;
import io.braid.cli.stream.Serving;
import io.braid.cli.view.DemoStatus;
import io.braid.dashboard.Dashboard;
import io.braid.model.spec.Pipeline;
import io.braid.sandbox.EmbeddedBroker;
import io.braid.schemas.RegistryClient;
import io.braid.topology.Application;
import io.braid.topology.TopicAdmin;
import io.braid.topology.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.streams.StreamsConfig;

/**
 * A whole demonstration in one process: a broker, the application as it runs in production, a
 * sender, and a reader of the output topics who gives account of them.
 */
public final class Demo {
  private static final Duration POLL = Duration.ofMillis(50);
  private static final double TICK_SECONDS = 0.25;
  private static final double STALL_SECONDS = 30;

  private final DemoOptions options;
  private final Consumer<DemoStatus> watcher;
  private final Consumer<String> served;
  private String page = "";
  private volatile boolean stopped;

  /**
   * @param watcher is shown how it stands, some times a second
   * @param served is told where the live page is, once that is there
   */
  public Demo(DemoOptions options, Consumer<DemoStatus> watcher, Consumer<String> served) {
    this.options = options;
    this.watcher = watcher;
    this.served = served;
  }

  /** Ends the demonstration before its time; its results are those until now. */
  public void stop() {
    stopped = true;
  }

  /**
   * Runs it.
   *
   * @return how it stands at the end, with the account of the outputs
   * @throws IOException if a file cannot be read or written, or the application has failed or has
   *     stopped answering
   */
  public DemoStatus run() throws IOException, InterruptedException {
    DemoSource source = DemoSource.of(options);
    String scope = "mock://demo-" + System.nanoTime();
    EmbeddedBroker broker =
        EmbeddedBroker.builder().directory(options.directory().resolve("broker")).build();
    Map<String, String> kafka =
        Map.of(
            StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers(),
            StreamsConfig.STATE_DIR_CONFIG, options.directory().resolve("state").toString(),
            StreamsConfig.PROCESSING_GUARANTEE_CONFIG, options.guarantee());
    DemoSource connected = source.connected(kafka, Map.of("url", scope));
    try (broker;
        RegistryClient registry = RegistryClient.of(connected.pipeline().registry());
        Feed feed = connected.feed(options, registry);
        PredictionFile file =
            options.predictions() == null ? null : connected.predictionFile(options)) {
      broker.start();
      return run(connected, broker.bootstrapServers(), registry, feed, file);
    }
  }

  private DemoStatus run(
      DemoSource source,
      String bootstrapServers,
      RegistryClient registry,
      Feed feed,
      PredictionFile file)
      throws IOException, InterruptedException {
    Pipeline pipeline = source.pipeline();
    Topics topics = Topics.of(pipeline);
    Delivery delivery = new Delivery();
    DriftTimes driftTimes = new DriftTimes(source.drifts());
    Scoreboard scoreboard =
        new Scoreboard(pipeline, source.name(), driftTimes, options.rate(), source.events());
    try (TopicAdmin admin = new TopicAdmin(Application.settings(pipeline))) {
      admin.create(topics, 1, (short) 1);
    }
    Sender sender =
        new Sender(feed, delivery, driftTimes, topics.events(), bootstrapServers, options.rate());
    Thread sending = new Thread(sender, "demo-sender");
    OutputReader.Listener listener =
        file == null ? prediction -> {} : new PredictionBits(file, pipeline)::write;
    Progress progress = new Progress(source, scoreboard, delivery, sender);
    try (OutputReader reader =
        new OutputReader(
            topics,
            bootstrapServers,
            registry,
            delivery,
            scoreboard,
            listener,
            sender::elapsedSeconds)) {
      try (Application application = Application.of(pipeline, registry);
          Dashboard dashboard =
              Serving.startAnywhere(application, pipeline.http(), source.yaml())) {
        if (dashboard != null) {
          page = dashboard.address().toString();
          served.accept(page);
        }
        application.registerSchemas();
        application.start();
        if (!application.awaitRunning(Duration.ofSeconds(60))) {
          throw failed(application, sender, "the application has not started within 60 s");
        }
        sending.start();
        follow(application, sender, delivery, reader, progress);
      }
      // Nothing may come after the end: the account is taken when nobody writes any more.
      reader.readToTheEnd();
      return progress.status(delivery.account(), "");
    } finally {
      sender.stop();
      sending.join();
    }
  }

  /** Reads until every event sent has its output. */
  private void follow(
      Application application,
      Sender sender,
      Delivery delivery,
      OutputReader reader,
      Progress progress)
      throws IOException {
    long settled = 0;
    double changed = 0;
    while (!sender.done() || delivery.settled() < delivery.sent()) {
      reader.read(POLL);
      if (stopped) {
        sender.stop();
      }
      if (sender.failure() != null || application.failure().isPresent()) {
        throw failed(application, sender, "the run has failed");
      }
      double now = sender.elapsedSeconds();
      if (delivery.settled() != settled || delivery.settled() == delivery.sent()) {
        settled = delivery.settled();
        changed = now;
      } else if (now - changed > STALL_SECONDS) {
        break;
      }
      if (progress.tick(now)) {
        watcher.accept(progress.status(null, stopped ? "finishing ..." : notice()));
      }
    }
  }

  private String notice() {
    return page.isEmpty() ? "Ctrl-C ends the run" : page + "  ·  Ctrl-C ends the run";
  }

  private static IOException failed(Application application, Sender sender, String otherwise) {
    Throwable cause = application.failure().orElse(sender.failure());
    return new IOException(
        cause == null
            ? otherwise
            : "the run has failed: "
                + cause.getClass().getSimpleName()
                + ": "
                + Application.rootMessage(cause));
  }

  /** How far the run has come. */
  private final class Progress {
    private final DemoSource source;
    private final Scoreboard scoreboard;
    private final Delivery delivery;
    private final Sender sender;
    private final RateMeter rate = new RateMeter(2.0);
    private double nextTick;
    private double elapsed;

    Progress(DemoSource source, Scoreboard scoreboard, Delivery delivery, Sender sender) {
      this.source = source;
      this.scoreboard = scoreboard;
      this.delivery = delivery;
      this.sender = sender;
    }

    /** Whether it is time to show how it stands. */
    boolean tick(double now) {
      elapsed = now;
      if (now < nextTick) {
        return false;
      }
      nextTick = now + TICK_SECONDS;
      rate.add(now, delivery.settled());
      scoreboard.tick();
      return true;
    }

    DemoStatus status(DemoStatus.Outputs outputs, String notice) {
      double planned =
          source.rows() == null && !options.length().isZero()
              ? options.length().toMillis() / 1e3
              : Double.NaN;
      double read = sender.progress();
      long sent = delivery.sent();
      return scoreboard.status(
          outputs == null ? elapsed : Math.max(elapsed, 1e-3),
          planned,
          sent == 0 ? read : read * delivery.settled() / sent,
          delivery.settled(),
          rate.perSecond(),
          outputs,
          notice);
    }
  }
}
