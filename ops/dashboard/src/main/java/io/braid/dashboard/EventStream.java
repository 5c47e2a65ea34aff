package io.braid.dashboard;

import io.braid.topology.meter.DeadLetterNote;
import io.braid.topology.meter.DriftNote;
import io.braid.topology.meter.Telemetry;
import io.javalin.http.Context;
import io.javalin.http.sse.SseClient;
import io.javalin.http.sse.SseHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sends whoever subscribes the state every second, and drifts and dead letters as they come. Each
 * subscriber has a thread of its own, so that a slow one holds up nobody; there are at most {@value
 * #SUBSCRIBERS}.
 */
final class EventStream implements AutoCloseable {
  static final int SUBSCRIBERS = 32;

  /** Of a flood of happenings, so many of each kind are sent per second. */
  private static final int HAPPENINGS = 20;

  private static final long QUIET_NANOS = 15_000_000_000L;
  private static final int PATIENCE_MS = 2000;

  private final Sampler sampler;
  private final Telemetry telemetry;
  private final Views views;
  private final Semaphore places = new Semaphore(SUBSCRIBERS);
  private volatile boolean stopped;

  EventStream(Sampler sampler, Telemetry telemetry, Views views) {
    this.sampler = sampler;
    this.telemetry = telemetry;
    this.views = views;
  }

  /** Subscribers now. */
  int subscribers() {
    return SUBSCRIBERS - places.availablePermits();
  }

  /** Answers a subscription. */
  void handle(Context ctx) throws Exception {
    String accepted = ctx.header("Accept");
    if (accepted == null || !accepted.contains("text/event-stream")) {
      Errors.answer(ctx, 406, "ask with the header Accept: text/event-stream");
    } else if (stopped || !places.tryAcquire()) {
      Errors.answer(ctx, 503, "there are " + SUBSCRIBERS + " subscribers already, try again later");
    } else {
      AtomicBoolean held = new AtomicBoolean(true);
      Runnable release =
          () -> {
            if (held.getAndSet(false)) {
              places.release();
            }
          };
      try {
        new SseHandler(client -> subscribe(client, release)).handle(ctx);
      } catch (RuntimeException e) {
        release.run();
        throw e;
      }
    }
  }

  private void subscribe(SseClient client, Runnable release) {
    client.keepAlive();
    client.onClose(release);
    Thread sender =
        new Thread(
            () -> {
              try {
                send(client);
              } catch (IOException e) {
                // Gone.
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } finally {
                if (!stopped) {
                  // A server that stops ends its connections itself, and a closed one twice loudly.
                  client.close();
                }
                release.run();
              }
            },
            "braid-sse");
    sender.setDaemon(true);
    sender.start();
  }

  private void send(SseClient client) throws IOException, InterruptedException {
    client.ctx().res().getOutputStream().write("retry: 2000\n\n".getBytes(StandardCharsets.UTF_8));
    long drifts = telemetry.drifts().total();
    long deadLetters = telemetry.deadLetters().total();
    long commented = System.nanoTime();
    long seen = 0;
    while (!stopped && !client.terminated()) {
      Sampler.Sample now = sampler.await(seen, PATIENCE_MS);
      if (now.number() > seen) {
        seen = now.number();
        client.sendEvent("state", Json.write(now.state()));
      }
      for (DriftNote drift : latest(telemetry.drifts().since(drifts))) {
        client.sendEvent("drift", Json.write(views.drift(drift)));
      }
      for (DeadLetterNote letter : latest(telemetry.deadLetters().since(deadLetters))) {
        client.sendEvent("dead-letter", Json.write(views.deadLetter(letter)));
      }
      drifts = telemetry.drifts().total();
      deadLetters = telemetry.deadLetters().total();
      if (System.nanoTime() - commented > QUIET_NANOS) {
        commented = System.nanoTime();
        client.sendComment("still here");
      }
    }
  }

  private static <T> List<T> latest(List<T> happened) {
    return happened.subList(Math.max(0, happened.size() - HAPPENINGS), happened.size());
  }

  @Override
  public void close() {
    stopped = true;
  }
}
