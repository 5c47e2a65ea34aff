package io.braid.dashboard;

import io.braid.model.spec.Http;
import io.braid.model.spec.SpecException;
import io.braid.topology.Application;
import io.braid.topology.meter.Telemetry;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HttpResponseException;
import io.javalin.http.staticfiles.Location;
import io.javalin.util.JavalinException;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a running application over HTTP: its live page, health, metrics, and predictions on
 * request. Start it before the application, so that health can be asked while that starts; close it
 * after. Thread-safe.
 */
public final class Dashboard implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Dashboard.class);
  private static final long LARGEST_BODY = 64 * 1024;
  private static final int LARGEST_HEADER = 8 * 1024;
  private static final int THREADS = 24;
  private static final int IDLE_MS = 30_000;

  private final Http http;
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final KafkaStreamsMetrics kafkaMeters;
  private final JvmGcMetrics gcMeters = new JvmGcMetrics();
  private final LagWatch lag;
  private final Sampler sampler;
  private final EventStream stream;
  private final Javalin server;
  private final List<String> answered = new ArrayList<>();
  private ServerConnector connector;

  private Dashboard(Application application, Http http, String yaml) {
    this.http = http;
    lag = new LagWatch(application);
    Health health = new Health(application, lag, http.lagLimit());
    sampler = new Sampler(application, health, lag);
    Telemetry telemetry = application.telemetry();
    Views views = new Views(application.pipeline(), Redaction.of(yaml), sampler.figures());
    stream = new EventStream(sampler, telemetry, views);
    Map<Routes.Result, LongAdder> results = new EnumMap<>(Routes.Result.class);
    Map<String, DoubleSupplier> requests = new LinkedHashMap<>();
    for (Routes.Result result : Routes.Result.values()) {
      results.put(result, new LongAdder());
      requests.put(Telemetry.key(result), () -> results.get(result).sum());
    }
    kafkaMeters = new KafkaStreamsMetrics(application.streams());
    bindMeters(new BraidMeters(telemetry, sampler, stream::subscribers, requests));
    Routes routes = new Routes(application, health, sampler, views, stream, meters, results);
    Guard guard = new Guard(http);
    server = Javalin.create(config -> configure(config, guard, routes));
  }

  /**
   * Starts to serve.
   *
   * @param application not started yet, or running; it stays the caller's to close
   * @param http where and how; must be enabled
   * @param yaml the text of the pipeline file; secrets in it are not shown
   * @throws SpecException naming the setting that cannot be followed, for example a taken port
   */
  public static Dashboard start(Application application, Http http, String yaml) {
    Dashboard dashboard = new Dashboard(application, http, yaml);
    try {
      dashboard.start();
      return dashboard;
    } catch (RuntimeException e) {
      dashboard.close();
      throw e;
    }
  }

  private void start() {
    requireFree();
    try {
      server.start();
    } catch (JavalinException e) {
      throw refused(e);
    }
    lag.start();
    sampler.start();
    if (http.user() == null && !Guard.isLoopback(http.host())) {
      LOG.warn(
          "http: everybody who reaches {} may ask; http.user and http.password change that",
          http.host());
    }
  }

  /** The server would say less clearly that it cannot listen. */
  private void requireFree() {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getByName(http.host()), http.port()));
    } catch (UnknownHostException e) {
      throw new SpecException(
          "http.host", "'" + http.host() + "' is not known, must be an address of this machine");
    } catch (BindException e) {
      throw refused(e);
    } catch (IOException e) {
      throw refused(e);
    }
  }

  private SpecException refused(Exception e) {
    SpecException refused =
        new SpecException(
            "http.port",
            "cannot listen on port "
                + http.port()
                + " of "
                + http.host()
                + " ("
                + Application.rootMessage(e)
                + "), must be a free one, or 0 for any");
    refused.initCause(e);
    return refused;
  }

  /** Where it serves. */
  public URI address() {
    String host = http.host().equals("0.0.0.0") || http.host().equals("::") ? "localhost" : null;
    String shown = host != null ? host : http.host().contains(":") ? "[" + http.host() + "]" : null;
    return URI.create(
        (http.tls() == null ? "http://" : "https://")
            + (shown != null ? shown : http.host())
            + ":"
            + connector.getLocalPort());
  }

  /** Every route that is answered, as method and path; the page's files are not among them. */
  List<String> routes() {
    return List.copyOf(answered);
  }

  /** Open connections to the event stream. */
  int subscribers() {
    return stream.subscribers();
  }

  private void bindMeters(BraidMeters braidMeters) {
    braidMeters.bindTo(meters);
    kafkaMeters.bindTo(meters);
    new JvmMemoryMetrics().bindTo(meters);
    new JvmThreadMetrics().bindTo(meters);
    gcMeters.bindTo(meters);
    new ClassLoaderMetrics().bindTo(meters);
    new ProcessorMetrics().bindTo(meters);
    new UptimeMetrics().bindTo(meters);
  }

  private void configure(JavalinConfig config, Guard guard, Routes routes) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.maxRequestSize = LARGEST_BODY;
    config.http.generateEtags = false;
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 2, IDLE_MS);
    threads.setName("braid-http");
    threads.setDaemon(true);
    config.jetty.threadPool = threads;
    config.jetty.addConnector(this::connector);
    config.staticFiles.add(
        files -> {
          files.hostedPath = "/";
          files.directory = "/page";
          files.location = Location.CLASSPATH;
          files.headers = Map.of("Cache-Control", "no-cache");
        });
    config.events.handlerAdded(
        added -> {
          if (added.getHttpMethod().isHttpMethod()) {
            String path = added.getPath().replace('<', '{').replace('>', '}');
            answered.add(added.getHttpMethod().name() + " " + path);
          }
        });
    config.routes.before(guard::check);
    config.routes.exception(
        HttpResponseException.class,
        (e, ctx) -> Errors.answer(ctx, e.getStatus(), String.valueOf(e.getMessage())));
    config.routes.exception(
        Exception.class,
        (e, ctx) -> {
          LOG.warn("a request could not be answered", e);
          Errors.answer(ctx, 500, "this request could not be answered, the log says why");
        });
    routes.register(config.routes);
  }

  private ServerConnector connector(Server jetty, HttpConfiguration settings) {
    settings.setSendServerVersion(false);
    settings.setRequestHeaderSize(LARGEST_HEADER);
    HttpConnectionFactory plain = new HttpConnectionFactory(settings);
    if (http.tls() == null) {
      connector = new ServerConnector(jetty, 1, 1, plain);
    } else {
      // Which name a client calls it by is not checked: the certificate may be for another.
      settings.addCustomizer(new SecureRequestCustomizer(false));
      connector =
          new ServerConnector(
              jetty,
              1,
              1,
              new SslConnectionFactory(Certificates.of(http.tls()), plain.getProtocol()),
              plain);
    }
    connector.setHost(http.host());
    connector.setPort(http.port());
    connector.setIdleTimeout(IDLE_MS);
    return connector;
  }

  /** Ends serving; at most some seconds. */
  @Override
  public void close() {
    stream.close();
    sampler.close();
    lag.close();
    server.stop();
    kafkaMeters.close();
    gcMeters.close();
    meters.close();
  }
}
