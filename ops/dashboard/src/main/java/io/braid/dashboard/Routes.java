package io.braid.dashboard;

import io.braid.model.spec.Task;
import io.braid.topology.Application;
import io.braid.topology.meter.Telemetry;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.streams.StreamsConfig;

/** Every address the server answers, in one list. */
final class Routes {
  static final String OPENAPI = "/openapi.json";

  /** How predictions on request end. */
  enum Result {
    ANSWERED,
    BAD_INPUT,
    UNAVAILABLE
  }

  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final Application application;
  private final Telemetry telemetry;
  private final Health health;
  private final Sampler sampler;
  private final Views views;
  private final EventStream stream;
  private final PrometheusMeterRegistry meters;
  private final Map<Result, LongAdder> results;
  private final Predictions predictions;
  private final Assets assets = new Assets();

  Routes(
      Application application,
      Health health,
      Sampler sampler,
      Views views,
      EventStream stream,
      PrometheusMeterRegistry meters,
      Map<Result, LongAdder> results) {
    this.application = application;
    this.telemetry = application.telemetry();
    this.health = health;
    this.sampler = sampler;
    this.views = views;
    this.stream = stream;
    this.meters = meters;
    this.results = results;
    this.predictions = new Predictions(application.pipeline(), telemetry);
  }

  void register(RoutesConfig routes) {
    routes.get("/health/live", this::live);
    routes.get("/health/ready", this::ready);
    routes.get("/metrics", ctx -> ctx.contentType(PROMETHEUS).result(meters.scrape()));
    routes.get("/api/pipeline", this::pipeline);
    routes.get("/api/state", ctx -> json(ctx, sampler.latest().state()));
    routes.get("/api/history", this::history);
    routes.get(
        "/api/throughput", ctx -> json(ctx, Map.of("points", sampler.history().throughput())));
    routes.get("/api/drifts", this::drifts);
    routes.get("/api/dead-letters", this::deadLetters);
    routes.get("/api/stream", stream::handle);
    routes.post("/predict", this::predict);
    routes.get(OPENAPI, ctx -> ctx.contentType(Json.TYPE).result(resource("/openapi.json")));
    routes.get("/assets/{package}/<file>", assets::handle);
  }

  private static void json(Context ctx, Object body) {
    ctx.header("Cache-Control", "no-store").contentType(Json.TYPE).result(Json.write(body));
  }

  private void live(Context ctx) {
    boolean live = health.live();
    ctx.status(live ? 200 : 503);
    json(ctx, Map.of("live", live));
  }

  private void ready(Context ctx) {
    Health.Readiness readiness = health.readiness();
    ctx.status(readiness.ready() ? 200 : 503);
    json(ctx, readiness);
  }

  private void pipeline(Context ctx) {
    Sampler.Sample latest = sampler.latest();
    json(
        ctx,
        views.pipeline(
            latest.parameters(),
            application.settings().getProperty(StreamsConfig.PROCESSING_GUARANTEE_CONFIG),
            latest.state().replicas().size()));
  }

  private void history(Context ctx) {
    String name = ctx.queryParam("task");
    List<String> tasks = application.pipeline().tasks().stream().map(Task::name).toList();
    int task = tasks.indexOf(name);
    if (task < 0) {
      refuse(ctx, "task", name, tasks);
      return;
    }
    Figures figures = sampler.figures().get(task);
    String asked = ctx.queryParam("metric");
    String metric = asked == null ? figures.primary() : asked;
    int m = figures.names().indexOf(metric);
    if (m < 0) {
      refuse(ctx, "metric", metric, figures.names());
      return;
    }
    List<History.Point> points = sampler.history().points(task, m);
    json(ctx, Map.of("task", name, "metric", metric, "points", points));
  }

  private static void refuse(Context ctx, String parameter, String value, List<String> known) {
    String given = value == null ? "is missing" : "is none that is known";
    Errors.answer(
        ctx,
        new Predictions.BadInput(
            "the parameter " + parameter + " " + given, parameter, value, "one of " + known));
  }

  private void drifts(Context ctx) {
    json(
        ctx,
        Map.of("drifts", telemetry.drifts().newestFirst().stream().map(views::drift).toList()));
  }

  private void deadLetters(Context ctx) {
    Map<String, Long> byReason = telemetry.deadLettersByReason();
    json(
        ctx,
        Map.of(
            "total",
            byReason.values().stream().mapToLong(Long::longValue).sum(),
            "byReason",
            byReason,
            "samples",
            telemetry.deadLetters().newestFirst().stream().map(views::deadLetter).toList()));
  }

  private void predict(Context ctx) throws InterruptedException {
    try {
      json(ctx, predictions.predict(ctx.bodyAsBytes()));
      results.get(Result.ANSWERED).increment();
    } catch (Predictions.BadInput e) {
      results.get(Result.BAD_INPUT).increment();
      Errors.answer(ctx, e);
    } catch (Predictions.Unavailable e) {
      results.get(Result.UNAVAILABLE).increment();
      Errors.answer(ctx, 503, e.getMessage());
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = Routes.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
