package io.braid.dashboard.page;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Serves the page and a scenario's answers, and can be stopped and started like the real one. */
final class FixtureServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CHARTS = "/META-INF/resources/webjars/uplot/1.6.30/";

  private final FixtureApi api;
  private final List<OutputStream> streams = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final ScheduledFuture<?> ticking;
  private final AtomicLong sent = new AtomicLong();
  private HttpServer server;
  private int port;

  FixtureServer(Scenario scenario, int port, long tickMillis) throws IOException {
    this.api = new FixtureApi(scenario);
    this.port = port;
    start();
    ticking = clock.scheduleAtFixedRate(this::tick, tickMillis, tickMillis, TimeUnit.MILLISECONDS);
  }

  /** For looking at it: {@code FixtureServer [busy|fresh|plain|crowded] [port]}. */
  public static void main(String[] args) throws Exception {
    String name = args.length > 0 ? args[0] : "busy";
    Scenario scenario =
        switch (name) {
          case "fresh" -> Scenario.fresh();
          case "plain" -> Scenario.plain();
          case "crowded" -> Scenario.crowded();
          default -> Scenario.busy();
        };
    FixtureServer server =
        new FixtureServer(scenario, args.length > 1 ? Integer.parseInt(args[1]) : 8099, 1000);
    System.out.println(server.url());
  }

  String url() {
    return "http://127.0.0.1:" + port + "/";
  }

  /** Starts to answer, on the port it had before. */
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    port = server.getAddress().getPort();
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", this::answer);
    server.start();
  }

  /** Stops to answer: every connection is cut. */
  void stop() {
    streams.clear();
    server.stop(0);
  }

  /** States sent so far. */
  long sent() {
    return sent.get();
  }

  /** Sends a drift that happens now. */
  void drift() {
    send("drift", api.driftNow());
  }

  @Override
  public void close() {
    ticking.cancel(true);
    clock.shutdownNow();
    stop();
  }

  private void tick() {
    api.tick();
    send("state", api.state());
    sent.incrementAndGet();
  }

  private void send(String event, Map<String, Object> data) {
    byte[] message;
    try {
      message =
          ("event: " + event + "\ndata: " + JSON.writeValueAsString(data) + "\n\n")
              .getBytes(StandardCharsets.UTF_8);
    } catch (IOException unwritable) {
      throw new IllegalStateException(unwritable);
    }
    streams.removeIf(stream -> !delivered(stream, message));
  }

  private static boolean delivered(OutputStream stream, byte[] message) {
    try {
      stream.write(message);
      stream.flush();
      return true;
    } catch (IOException gone) {
      return false;
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.equals("/api/stream")) {
      exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      out.write("retry: 2000\n\n".getBytes(StandardCharsets.UTF_8));
      out.flush();
      streams.add(out);
      return;
    }
    Object body =
        switch (path) {
          case "/api/pipeline" -> api.pipeline();
          case "/api/state" -> api.state();
          case "/api/throughput" -> api.throughput();
          case "/api/drifts" -> api.drifts();
          case "/api/dead-letters" -> api.deadLetters();
          case "/api/history" -> api.history(query(exchange, "task"), query(exchange, "metric"));
          default -> null;
        };
    if (body != null) {
      reply(exchange, 200, "application/json", JSON.writeValueAsBytes(body));
      return;
    }
    String file =
        path.startsWith("/assets/uplot/")
            ? CHARTS + path.substring("/assets/uplot/".length())
            : "/page" + (path.equals("/") ? "/index.html" : path);
    try (InputStream in = FixtureServer.class.getResourceAsStream(file)) {
      if (in == null || path.contains("..")) {
        reply(exchange, 404, "text/plain", new byte[0]);
      } else {
        reply(exchange, 200, type(file), in.readAllBytes());
      }
    }
  }

  private static String query(HttpExchange exchange, String name) {
    Matcher pair =
        Pattern.compile("(?:^|&)" + name + "=([^&]*)")
            .matcher(exchange.getRequestURI().getRawQuery());
    if (!pair.find()) {
      throw new IllegalArgumentException("no " + name);
    }
    return URLDecoder.decode(pair.group(1), StandardCharsets.UTF_8);
  }

  private static String type(String file) {
    return switch (file.substring(file.lastIndexOf('.') + 1)) {
      case "js" -> "text/javascript; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "svg" -> "image/svg+xml";
      default -> "text/html; charset=utf-8";
    };
  }

  private static void reply(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().add("Content-Type", type);
    exchange.getResponseHeaders().add("Cache-Control", "no-cache");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }
}
