package io.braid.bench.e2e;

import io.braid.bench.Shape;
import io.braid.model.spec.Pipeline;
import io.braid.topology.Application;
import java.time.Duration;

/** Braid as {@code ./braid run} runs it. */
final class BraidApplication implements Contestant {
  private final Application application;

  BraidApplication(Job job, String bootstrapServers, String stateDirectory) {
    Pipeline pipeline =
        Shape.of(shape(job.contestant()))
            .pipeline(job.name(), job.topic(), job.kafka(bootstrapServers, stateDirectory));
    application = Application.of(pipeline, Feed.registry());
  }

  /** The shape's name in that of a contestant. */
  private static String shape(String contestant) {
    return contestant.startsWith(WatchedApplication.PREFIX)
        ? contestant.substring(WatchedApplication.PREFIX.length())
        : contestant;
  }

  Application application() {
    return application;
  }

  @Override
  public void start() throws InterruptedException {
    application.registerSchemas();
    application.prepareTopics();
    application.start();
    if (!application.awaitRunning(Duration.ofSeconds(60))) {
      throw new IllegalStateException(
          "the application does not run", application.failure().orElse(null));
    }
  }

  @Override
  public Throwable failure() {
    return application.failure().orElse(null);
  }

  @Override
  public void close() {
    application.close();
  }
}
