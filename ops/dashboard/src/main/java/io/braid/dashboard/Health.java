package io.braid.dashboard;

import io.braid.topology.Application;
import io.braid.topology.meter.Telemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.streams.KafkaStreams;

/** Whether the application lives and whether it is ready, and if not, why. Thread-safe. */
final class Health {
  /** Whether it is ready. */
  record Readiness(boolean ready, List<String> because) {}

  private final Application application;
  private final Telemetry telemetry;
  private final LagWatch lag;
  private final long lagLimit;
  private volatile boolean hasRun;

  Health(Application application, LagWatch lag, long lagLimit) {
    this.application = application;
    this.telemetry = application.telemetry();
    this.lag = lag;
    this.lagLimit = lagLimit;
  }

  long lagLimit() {
    return lagLimit;
  }

  /** One word: STARTING, RESTORING, RUNNING, REBALANCING, STOPPING or ERROR. */
  String status() {
    KafkaStreams.State state = application.streams().state();
    return switch (state) {
      case CREATED -> "STARTING";
      case REBALANCING ->
          telemetry.restores().restoring() > 0 ? "RESTORING" : hasRun ? "REBALANCING" : "STARTING";
      case RUNNING -> {
        hasRun = true;
        yield "RUNNING";
      }
      case PENDING_SHUTDOWN -> "STOPPING";
      case NOT_RUNNING -> application.failure().isPresent() ? "ERROR" : "STOPPING";
      case PENDING_ERROR, ERROR -> "ERROR";
    };
  }

  /** Whether there is any point in leaving the process alone. */
  boolean live() {
    KafkaStreams.State state = application.streams().state();
    return application.failure().isEmpty()
        && state != KafkaStreams.State.ERROR
        && state != KafkaStreams.State.PENDING_ERROR
        && state != KafkaStreams.State.NOT_RUNNING;
  }

  Readiness readiness() {
    List<String> because = new ArrayList<>();
    String status = status();
    switch (status) {
      case "STARTING" -> because.add("the application is starting");
      case "RESTORING" -> because.add("what was learned is being restored from the changelog");
      case "REBALANCING" -> because.add("partitions are being assigned");
      case "STOPPING" -> because.add("the application is stopping");
      case "ERROR" ->
          because.add(
              "the application has failed"
                  + application.failure().map(e -> ": " + Application.rootMessage(e)).orElse(""));
      default -> broker(because);
    }
    return new Readiness(because.isEmpty(), List.copyOf(because));
  }

  private void broker(List<String> because) {
    LagWatch.Found found = lag.found();
    if (!found.answers()) {
      because.add("no broker answers");
    } else if (Double.isNaN(found.lag())) {
      because.add("the lag is not known yet");
    } else if (found.lag() > lagLimit) {
      because.add(
          String.format(
              Locale.ROOT,
              "%,d records of the input are still to be learned, the limit is %,d",
              (long) found.lag(),
              lagLimit));
    }
  }
}
