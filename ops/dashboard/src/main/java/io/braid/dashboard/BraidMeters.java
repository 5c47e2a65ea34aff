package io.braid.dashboard;

import io.braid.model.data.RejectedException.Reason;
import io.braid.topology.meter.LabelOutcome;
import io.braid.topology.meter.Meters;
import io.braid.topology.meter.Telemetry;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/**
 * Every one of {@link Meters} as Micrometer sees it. Their number is bounded: tags are reasons,
 * outcomes, quantiles, and the pipeline's tasks, of which at most {@value #TASKS} have meters.
 */
final class BraidMeters implements MeterBinder {
  static final int TASKS = 500;

  private static final String COUNTER_SUFFIX = "_total";
  private static final double SECONDS = 1e-3;
  private static final double NANO = 1e-9;

  private final Telemetry telemetry;
  private final Sampler sampler;
  private final DoubleSupplier subscribers;
  private final Map<String, DoubleSupplier> predictRequests;

  /** Micrometer refers to what counters read only weakly. */
  private final List<DoubleSupplier> held = new ArrayList<>();

  private MeterRegistry registry;

  /**
   * @param predictRequests requests by how they ended
   */
  BraidMeters(
      Telemetry telemetry,
      Sampler sampler,
      DoubleSupplier subscribers,
      Map<String, DoubleSupplier> predictRequests) {
    this.telemetry = telemetry;
    this.sampler = sampler;
    this.subscribers = subscribers;
    this.predictRequests = predictRequests;
  }

  @Override
  public void bindTo(MeterRegistry bound) {
    registry = bound;
    for (Meters meter : Meters.values()) {
      bind(meter);
    }
  }

  private void bind(Meters meter) {
    switch (meter) {
      case EVENTS -> add(meter, telemetry::events);
      case PREDICTIONS -> add(meter, telemetry::predictions);
      case REPLAYED -> add(meter, telemetry::replayed);
      case LEARNED -> add(meter, telemetry::learned);
      case REFUSED_STEPS -> add(meter, telemetry::refused);
      case DEAD_LETTERS -> {
        for (Reason reason : Reason.values()) {
          add(meter, () -> telemetry.deadLetters(reason), Telemetry.key(reason));
        }
      }
      case LABELS -> {
        add(meter, telemetry::labelsOnTime, "on_time");
        for (LabelOutcome outcome : LabelOutcome.values()) {
          add(meter, () -> telemetry.labels(outcome), Telemetry.key(outcome));
        }
      }
      case LABELS_WAITING -> add(meter, telemetry::waiting);
      case LABEL_DELAY -> quantiles(meter, q -> sampler.latest().labelDelayMs().applyAsDouble(q));
      case LATENCY -> quantiles(meter, q -> sampler.latest().latencyMs().applyAsDouble(q));
      case PROCESSING -> quantiles(meter, q -> sampler.latest().processingMs().applyAsDouble(q));
      case MODEL_STEP -> add(meter, () -> state().step());
      case MODEL_PARAMETERS -> add(meter, () -> sampler.latest().parameters());
      case SINCE_LEARNED -> add(meter, () -> state().secondsSinceLearned());
      case TASK_LABELS, DRIFTS, DRIFT_WARNINGS -> taskCounters(meter);
      case TASK_LOSS, TASK_SKILL, TASK_WEIGHT, TASK_FROZEN, TASK_QUALITY, TASK_BASELINE ->
          taskGauges(meter);
      case SNAPSHOTS -> add(meter, telemetry::snapshots);
      case SNAPSHOT_WRITTEN_BYTES -> add(meter, telemetry::snapshotBytes);
      case SNAPSHOT_BYTES -> snapshot(meter, State.Snapshot::bytes);
      case SNAPSHOT_CHANGED_BYTES -> snapshot(meter, State.Snapshot::changedBytes);
      case SNAPSHOT_SECTIONS -> snapshot(meter, State.Snapshot::sections);
      case SNAPSHOT_DURATION -> snapshot(meter, s -> s.durationMs() * SECONDS);
      case RESTORING -> add(meter, () -> telemetry.restores().restoring());
      case RESTORE_DURATION -> add(meter, () -> telemetry.restores().lastNanos() * NANO);
      case LAG -> add(meter, () -> state().lag());
      case LAG_LIMIT -> add(meter, () -> state().lagLimit());
      case READY -> add(meter, () -> state().ready() ? 1 : 0);
      case REPLICAS -> add(meter, () -> state().replicas().size());
      case STREAM_SUBSCRIBERS -> add(meter, subscribers);
      case PREDICT_REQUESTS -> predictRequests.forEach((how, n) -> add(meter, n, how));
    }
  }

  private State state() {
    return sampler.latest().state();
  }

  private void snapshot(Meters meter, Function<State.Snapshot, Number> value) {
    add(
        meter,
        () -> {
          State.Snapshot latest = state().snapshot();
          return latest == null ? 0 : value.apply(latest).doubleValue();
        });
  }

  private void quantiles(Meters meter, Function<Double, Double> millis) {
    for (double q : new double[] {0.5, 0.9, 0.99, 0.999}) {
      add(meter, () -> millis.apply(q) * SECONDS, Double.toString(q));
    }
  }

  private void taskCounters(Meters meter) {
    for (int k = 0; k < Math.min(TASKS, sampler.figures().size()); k++) {
      int task = k;
      DoubleSupplier count =
          switch (meter) {
            case DRIFTS -> () -> telemetry.drifts(task);
            case DRIFT_WARNINGS -> () -> telemetry.driftWarnings(task);
            default -> () -> telemetry.taskLabels(task);
          };
      add(meter, count, name(k));
    }
  }

  private void taskGauges(Meters meter) {
    for (int k = 0; k < Math.min(TASKS, sampler.figures().size()); k++) {
      int task = k;
      Figures figures = sampler.figures().get(k);
      String first = figures.primary();
      switch (meter) {
        case TASK_QUALITY -> {
          quality(meter, task, "whole", TaskFigures::whole);
          quality(meter, task, "fading", TaskFigures::fading);
          quality(meter, task, "windowed", TaskFigures::windowed);
        }
        case TASK_BASELINE ->
            add(
                meter,
                () -> {
                  Figures.Baseline best = figures.baseline(first, now(task).windowed());
                  return best == null ? Double.NaN : best.value();
                },
                name(k),
                first);
        case TASK_SKILL -> add(meter, () -> figures.skill(now(task).windowed()), name(k));
        case TASK_WEIGHT -> add(meter, () -> now(task).weight(), name(k));
        case TASK_FROZEN -> add(meter, () -> now(task).frozen() ? 1 : 0, name(k));
        default -> add(meter, () -> now(task).loss(), name(k));
      }
    }
  }

  private void quality(
      Meters meter, int task, String horizon, Function<TaskFigures, Map<String, Double>> values) {
    String metric = sampler.figures().get(task).primary();
    add(
        meter,
        () -> values.apply(now(task)).getOrDefault(metric, Double.NaN),
        name(task),
        metric,
        horizon);
  }

  private TaskFigures now(int task) {
    return sampler.latest().tasks().get(task);
  }

  private String name(int task) {
    return sampler.figures().get(task).task().name();
  }

  private void add(Meters meter, DoubleSupplier value, String... tagValues) {
    List<String> keys = meter.tags();
    Tags tags = Tags.empty();
    for (int i = 0; i < keys.size(); i++) {
      tags = tags.and(keys.get(i), tagValues[i]);
    }
    String unit = meter.unit().isEmpty() ? null : meter.unit();
    String name = meter.prometheusName();
    held.add(value);
    if (meter.type() == Meters.Type.COUNTER) {
      String bare = name.substring(0, name.length() - COUNTER_SUFFIX.length());
      FunctionCounter.builder(bare, value, DoubleSupplier::getAsDouble)
          .description(meter.help())
          .baseUnit(unit)
          .tags(tags)
          .register(registry);
    } else {
      Gauge.builder(name, value, DoubleSupplier::getAsDouble)
          .description(meter.help())
          .baseUnit(unit)
          .tags(tags)
          .strongReference(true)
          .register(registry);
    }
  }
}
