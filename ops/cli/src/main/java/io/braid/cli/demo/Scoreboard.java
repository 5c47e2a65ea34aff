package io.braid.cli.demo;

import io.braid.cli.view.DemoStatus;
import io.braid.cli.view.DemoStatus.DeadLetters;
import io.braid.cli.view.DemoStatus.Detection;
import io.braid.cli.view.DemoStatus.Drift;
import io.braid.cli.view.DemoStatus.TaskStatus;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.Task;
import io.braid.schemas.DriftEvent;
import io.braid.schemas.DriftSignal;
import io.braid.schemas.TaskMetrics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Gathers what the output topics say into what is shown. Knows nothing that a reader of the topics
 * does not know, but for the script. Not thread-safe.
 */
final class Scoreboard {
  /** Signals count for a scripted change up to this share of the script's length after its end. */
  private static final double PATIENCE = 0.12;

  private final String title;
  private final String source;
  private final Map<String, TaskBoard> tasks = new LinkedHashMap<>();
  private final Map<String, Long> deadLetters = new LinkedHashMap<>();
  private final DriftTimes driftTimes;
  private final DriftLedger ledger;
  private final double rate;
  private long step;

  /**
   * @param rate of the script, events per second
   * @param scriptEvents length of the script
   */
  Scoreboard(
      Pipeline pipeline, String source, DriftTimes driftTimes, double rate, long scriptEvents) {
    this.title = pipeline.name();
    this.source = source;
    this.driftTimes = driftTimes;
    this.rate = rate;
    ledger = new DriftLedger(driftTimes.script(), Math.round(PATIENCE * scriptEvents));
    for (Task task : pipeline.tasks()) {
      tasks.put(task.name(), new TaskBoard(task));
    }
  }

  void metrics(TaskMetrics metrics) {
    tasks
        .get(metrics.getTask())
        .update(metrics, driftTimes.beforeAll(metrics.getTime().toEpochMilli()));
    step = Math.max(step, metrics.getStep());
  }

  void drift(DriftEvent event, double atSeconds) {
    if (event.getSignal() == DriftSignal.DRIFT) {
      ledger.add(new DriftLedger.Signal(event.getTask(), event.getOffset(), atSeconds));
    }
  }

  void deadLetter(String reason) {
    deadLetters.merge(reason.toLowerCase(Locale.ROOT).replace('_', ' '), 1L, Long::sum);
  }

  void predicted(long modelStep) {
    step = Math.max(step, modelStep + 1);
  }

  /** Adds a point to every task's curve. */
  void tick() {
    tasks.values().forEach(TaskBoard::tick);
  }

  DemoStatus status(
      double elapsedSeconds,
      double plannedSeconds,
      double progress,
      long events,
      double eventsPerSecond,
      DemoStatus.Outputs outputs,
      String notice) {
    List<TaskStatus> taskStatus = tasks.values().stream().map(TaskBoard::status).toList();
    return new DemoStatus(
        title,
        source,
        elapsedSeconds,
        plannedSeconds,
        progress,
        events,
        eventsPerSecond,
        step,
        taskStatus,
        drifts(),
        detections(ledger.others(), Double.NaN),
        deadLetters.entrySet().stream()
            .map(e -> new DeadLetters(e.getKey(), e.getValue()))
            .sorted(Comparator.comparingLong(DeadLetters::count).reversed())
            .toList(),
        outputs,
        notice);
  }

  private List<Drift> drifts() {
    List<Drift> drifts = new ArrayList<>();
    List<DriftLedger.Entry> entries = ledger.entries();
    for (int i = 0; i < entries.size(); i++) {
      ScriptedDrift scripted = entries.get(i).scripted();
      double begun = driftTimes.atSeconds(i);
      double at = Double.isNaN(begun) ? scripted.from() / rate : begun;
      drifts.add(
          new Drift(
              scripted.title(),
              scripted.abrupt(),
              at,
              !Double.isNaN(begun),
              scripted.tasks(),
              detections(entries.get(i).detected(), at),
              detections(entries.get(i).repeated(), at)));
    }
    return drifts;
  }

  private static List<Detection> detections(List<DriftLedger.Signal> signals, double begun) {
    return signals.stream()
        .map(s -> new Detection(s.task(), s.atSeconds(), s.atSeconds() - begun))
        .toList();
  }
}
