package io.braid.dashboard;

import io.braid.model.learner.TransferGain;
import io.braid.topology.Application;
import io.braid.topology.meter.DriftNote;
import io.braid.topology.meter.ReplicaMeter;
import io.braid.topology.meter.ReplicaNote;
import io.braid.topology.meter.SnapshotNote;
import io.braid.topology.meter.Telemetry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import org.HdrHistogram.Histogram;

/**
 * Looks at the application once a second, and keeps how it stands and how it stood. Costs stream
 * threads nothing. What it keeps may be read from any thread.
 */
final class Sampler implements AutoCloseable {
  private static final int INTERVAL_MS = 1000;
  private static final int QUANTILES_OVER = 30;
  private static final int RATE_OVER = 5;
  private static final double MILLIS_PER_MICRO = 1e-3;

  /** One second's look. */
  record Sample(
      long number,
      State state,
      List<TaskFigures> tasks,
      DoubleUnaryOperator latencyMs,
      DoubleUnaryOperator processingMs,
      DoubleUnaryOperator labelDelayMs,
      int parameters) {}

  private record Tick(long time, long events) {}

  private final Telemetry telemetry;
  private final Health health;
  private final LagWatch lag;
  private final List<Figures> figures;
  private final History history;
  private final Quantiles latency = new Quantiles(QUANTILES_OVER, MILLIS_PER_MICRO);
  private final Quantiles processing = new Quantiles(QUANTILES_OVER, MILLIS_PER_MICRO);
  private final Quantiles labelDelay = new Quantiles(QUANTILES_OVER, 1);
  private final ArrayDeque<Tick> ticks = new ArrayDeque<>();
  private final Thread thread = new Thread(this::run, "braid-sampler");
  private volatile Sample sample;
  private volatile boolean stopped;

  Sampler(Application application, Health health, LagWatch lag) {
    this.telemetry = application.telemetry();
    this.health = health;
    this.lag = lag;
    this.figures = application.pipeline().tasks().stream().map(Figures::new).toList();
    this.history = new History(figures);
    thread.setDaemon(true);
    sample();
  }

  void start() {
    thread.start();
  }

  /** The latest. */
  Sample latest() {
    return sample;
  }

  /** What a task's figures are, in the pipeline's order. */
  List<Figures> figures() {
    return figures;
  }

  History history() {
    return history;
  }

  /** Waits until there is a sample of a higher number, or until {@code millis} are over. */
  synchronized Sample await(long seen, long millis) throws InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000;
    while (sample.number <= seen) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        break;
      }
      wait(left);
    }
    return sample;
  }

  private void run() {
    try {
      while (!stopped) {
        Thread.sleep(INTERVAL_MS);
        sample();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void sample() {
    long now = System.currentTimeMillis();
    List<ReplicaMeter> meters = telemetry.replicas();
    Histogram latencies = latency.next();
    Histogram times = processing.next();
    Histogram delays = labelDelay.next();
    meters.forEach(meter -> meter.drain(latencies, times, delays));
    List<ReplicaNote> notes =
        meters.stream().map(ReplicaMeter::note).filter(Objects::nonNull).toList();
    List<TaskFigures> tasks = new ArrayList<>();
    for (int k = 0; k < figures.size(); k++) {
      tasks.add(TaskFigures.of(figures.get(k), k, notes));
    }
    DoubleUnaryOperator latencyNow = latency.now();
    State.Relatedness related = State.Relatedness.of(notes);
    State state =
        state(now, meters, tasks, related, latencyNow, processing.now(), labelDelay.now());
    sample =
        new Sample(
            sample == null ? 1 : sample.number + 1,
            state,
            tasks,
            latencyNow,
            processing.now(),
            labelDelay.now(),
            notes.stream().mapToInt(ReplicaNote::parameters).max().orElse(0));
    for (int k = 0; k < tasks.size(); k++) {
      if (tasks.get(k).n() > 0) {
        history.add(k, now, state.step(), tasks.get(k));
      }
    }
    history.add(
        new History.Throughput(
            now,
            state.eventsPerSecond(),
            state.lag(),
            state.latencyMs().p50(),
            state.latencyMs().p99()));
    notifyAll();
  }

  private State state(
      long now,
      List<ReplicaMeter> meters,
      List<TaskFigures> tasks,
      State.Relatedness relatedness,
      DoubleUnaryOperator latencyNow,
      DoubleUnaryOperator processingNow,
      DoubleUnaryOperator delayNow) {
    Health.Readiness readiness = health.readiness();
    Map<String, Long> deadLetters = telemetry.deadLettersByReason();
    long events = telemetry.events();
    long learnedAt = Math.max(telemetry.lastLearnedMillis(), telemetry.startedMillis());
    return new State(
        now,
        now - telemetry.startedMillis(),
        health.status(),
        readiness.ready(),
        readiness.because(),
        meters.stream().mapToLong(ReplicaMeter::step).max().orElse(0),
        events,
        telemetry.predictions(),
        telemetry.learned(),
        deadLetters.values().stream().mapToLong(Long::longValue).sum(),
        telemetry.refused(),
        rate(now, events),
        lag.found().lag(),
        health.lagLimit(),
        Math.max(0, now - learnedAt) / 1e3,
        latency(latencyNow),
        latency(processingNow),
        snapshot(meters),
        deadLetters,
        labels(),
        new State.Delay(
            delayNow.applyAsDouble(.5), delayNow.applyAsDouble(.9), delayNow.applyAsDouble(.99)),
        tasks(tasks),
        relatedness,
        Worst.of(tasks),
        meters.stream().filter(ReplicaMeter::isOpen).map(ReplicaMeter::partition).toList());
  }

  private double rate(long now, long events) {
    ticks.addLast(new Tick(now, events));
    if (ticks.size() > RATE_OVER + 1) {
      ticks.removeFirst();
    }
    Tick first = ticks.getFirst();
    return now == first.time ? 0 : (events - first.events) * 1e3 / (now - first.time);
  }

  private static State.Latency latency(DoubleUnaryOperator quantile) {
    return new State.Latency(
        quantile.applyAsDouble(.5), quantile.applyAsDouble(.99), quantile.applyAsDouble(.999));
  }

  private static State.Snapshot snapshot(List<ReplicaMeter> meters) {
    List<SnapshotNote> snapshots =
        meters.stream().map(ReplicaMeter::snapshot).filter(Objects::nonNull).toList();
    if (snapshots.isEmpty()) {
      return null;
    }
    return new State.Snapshot(
        snapshots.stream().mapToLong(SnapshotNote::bytes).sum(),
        snapshots.stream().mapToLong(SnapshotNote::changedBytes).sum(),
        snapshots.stream().mapToInt(SnapshotNote::sections).sum(),
        snapshots.stream().mapToLong(SnapshotNote::nanos).max().orElse(0) / 1e6,
        snapshots.stream().mapToLong(SnapshotNote::time).max().orElse(0));
  }

  private Map<String, Long> labels() {
    Map<String, Long> labels = new LinkedHashMap<>();
    labels.put("on_time", telemetry.labelsOnTime());
    telemetry.labels().forEach((outcome, count) -> labels.put(Telemetry.key(outcome), count));
    labels.put("waiting", telemetry.waiting());
    return labels;
  }

  private List<State.TaskState> tasks(List<TaskFigures> tasks) {
    long predictions = telemetry.predictions() - telemetry.replayed();
    List<State.TaskState> states = new ArrayList<>();
    List<DriftNote> drifts = telemetry.drifts().newestFirst();
    for (int k = 0; k < tasks.size(); k++) {
      TaskFigures task = tasks.get(k);
      String name = task.figures().task().name();
      states.add(
          new State.TaskState(
              name,
              task.n(),
              task.loss(),
              task.weight(),
              task.frozen(),
              task.drifts(),
              drifts.stream()
                  .filter(d -> d.task().equals(name))
                  .map(DriftNote::time)
                  .findFirst()
                  .orElse(null),
              Math.min(1, (double) telemetry.taskLabels(k) / predictions),
              figures(task),
              task.calibration().isEmpty() ? null : task.calibration(),
              gain(task.gain()),
              task.members().isEmpty() ? null : task.members()));
    }
    return states;
  }

  private static State.TransferGain gain(TransferGain gain) {
    return gain == null ? null : new State.TransferGain(gain.value(), gain.low(), gain.high());
  }

  private static List<State.FigureState> figures(TaskFigures task) {
    List<State.FigureState> figures = new ArrayList<>();
    for (String metric : task.figures().names()) {
      figures.add(
          new State.FigureState(
              metric,
              task.whole().getOrDefault(metric, Double.NaN),
              task.fading().getOrDefault(metric, Double.NaN),
              task.windowed().getOrDefault(metric, Double.NaN),
              task.figures().baseline(metric, task.windowed())));
    }
    return figures;
  }

  @Override
  public void close() {
    stopped = true;
    thread.interrupt();
  }
}
