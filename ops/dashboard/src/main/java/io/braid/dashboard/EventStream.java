package io.braid.dashboard;

import io.braid.topology.meter.DeadLetterNote;
import io.braid.topology.meter.DriftNote;
import io.braid.topology.meter.Telemetry;
import io.javalin.http.Context;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

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
      try {
        subscribe(ctx);
      } catch (RuntimeException | IOException e) {
        places.release();
        throw e;
      }
    }
  }

  /**
   * Hands the response to a thread. The framework's own way of ending such a response runs its
   * after-handlers on it, which on a response that is gone (the page was closed, the server stops)
   * fail, and are tried again for ever. So its future is never completed, and the response is ended
   * by the servlet container's means alone.
   */
  private void subscribe(Context ctx) throws IOException {
    HttpServletResponse response = ctx.res();
    response.setStatus(200);
    response.setContentType("text/event-stream");
    response.setCharacterEncoding("UTF-8");
    response.setHeader("Cache-Control", "no-cache");
    response.setHeader("X-Accel-Buffering", "no");
    response.flushBuffer();
    AsyncContext async = ctx.req().startAsync();
    async.setTimeout(0);
    ServletOutputStream out = response.getOutputStream();
    ctx.future(CompletableFuture::new);
    Thread sender =
        new Thread(
            () -> {
              try {
                send(out);
              } catch (IOException | IllegalStateException e) {
                // Gone: an IllegalStateException is what the container says of a recycled response.
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } finally {
                places.release();
                end(async);
              }
            },
            "braid-sse");
    sender.setDaemon(true);
    sender.start();
  }

  private static void end(AsyncContext async) {
    try {
      async.complete();
    } catch (IllegalStateException e) {
      // The container has ended it already.
    }
  }

  private void send(ServletOutputStream out) throws IOException, InterruptedException {
    out.write("retry: 2000\n\n".getBytes(StandardCharsets.UTF_8));
    long drifts = telemetry.drifts().total();
    long deadLetters = telemetry.deadLetters().total();
    long commented = System.nanoTime();
    long seen = 0;
    while (!stopped) {
      Sampler.Sample now = sampler.await(seen, PATIENCE_MS);
      if (now.number() > seen) {
        seen = now.number();
        event(out, "state", now.state());
      }
      for (DriftNote drift : latest(telemetry.drifts().since(drifts))) {
        event(out, "drift", views.drift(drift));
      }
      for (DeadLetterNote letter : latest(telemetry.deadLetters().since(deadLetters))) {
        event(out, "dead-letter", views.deadLetter(letter));
      }
      drifts = telemetry.drifts().total();
      deadLetters = telemetry.deadLetters().total();
      if (System.nanoTime() - commented > QUIET_NANOS) {
        commented = System.nanoTime();
        out.write(": still here\n\n".getBytes(StandardCharsets.UTF_8));
      }
      out.flush();
    }
  }

  /** One event; JSON is written without line breaks. */
  private static void event(ServletOutputStream out, String name, Object data) throws IOException {
    String text = "event: " + name + "\ndata: " + Json.write(data) + "\n\n";
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static <T> List<T> latest(List<T> happened) {
    return happened.subList(Math.max(0, happened.size() - HAPPENINGS), happened.size());
  }

  @Override
  public void close() {
    stopped = true;
  }
}
