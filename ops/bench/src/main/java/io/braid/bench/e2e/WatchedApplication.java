package io.braid.bench.e2e;

import io.braid.dashboard.Dashboard;
import io.braid.model.spec.Http;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Braid with its HTTP server on, one live page open (its event stream read to the end) and the
 * meters scraped every five seconds, from threads of the same process: what being watched costs.
 */
final class WatchedApplication implements Contestant {
  /** Before the shape's name. */
  static final String PREFIX = "watched ";

  private static final long SCRAPE_MS = 5000;

  private final BraidApplication braid;
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private Dashboard dashboard;
  private Thread page;
  private Thread scraper;
  private volatile boolean closing;

  WatchedApplication(Job job, String bootstrapServers, String stateDirectory) {
    braid = new BraidApplication(job, bootstrapServers, stateDirectory);
  }

  @Override
  public void start() throws InterruptedException {
    dashboard = Dashboard.start(braid.application(), Http.DEFAULT.at(0), "");
    braid.start();
    page = watch("page", () -> read("/api/stream", "text/event-stream"));
    scraper =
        watch(
            "scraper",
            () -> {
              while (!closing) {
                read("/metrics", "text/plain");
                Thread.sleep(SCRAPE_MS);
              }
            });
  }

  private interface Watching {
    void run() throws IOException, InterruptedException;
  }

  private Thread watch(String name, Watching watching) {
    Thread thread =
        new Thread(
            () -> {
              try {
                watching.run();
              } catch (IOException | InterruptedException | IllegalStateException e) {
                if (!closing) {
                  failure.compareAndSet(null, e);
                }
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void read(String path, String accept) throws IOException, InterruptedException {
    URI address = dashboard.address().resolve(path);
    var answer =
        client.send(
            HttpRequest.newBuilder(address).header("Accept", accept).build(),
            BodyHandlers.ofInputStream());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(address + " answers " + answer.statusCode());
    }
    byte[] buffer = new byte[1 << 16];
    try (InputStream body = answer.body()) {
      while (body.read(buffer) >= 0) {
        // The figures are for a person: here it is enough that they came.
      }
    }
  }

  @Override
  public Throwable failure() {
    return failure.get() != null ? failure.get() : braid.failure();
  }

  @Override
  public void close() {
    closing = true;
    if (page != null) {
      page.interrupt();
      scraper.interrupt();
    }
    braid.close();
    if (dashboard != null) {
      dashboard.close();
    }
  }
}
