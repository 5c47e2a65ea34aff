package io.braid.topology.meter;

import io.braid.model.data.RejectedException;
import io.braid.model.data.RejectedException.Reason;
import io.braid.model.data.Update;
import io.braid.model.learner.Drift;
import io.braid.model.learner.Evaluator;
import io.braid.model.learner.Learner;
import io.braid.model.learner.Prequential;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.Task;
import io.braid.topology.store.Committed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * Counts what the learner of one partition does. The stream thread writes: a few plain additions
 * per event and, of one event in {@value #SAMPLED}, its times; no allocation but for what is rare.
 * Any thread may read.
 */
public final class ReplicaMeter {
  /** Times are taken of one event in so many; a power of two. */
  static final int SAMPLED = 8;

  /** Record timestamps further away from now than this are no arrival times. */
  private static final long PLAUSIBLE_MS = 7 * 86_400_000L;

  private static final long LONGEST_US = 3_600_000_000L;
  private static final long LONGEST_MS = 10 * 365 * 86_400_000L;
  private static final int DIGITS = 2;

  /** Looking at all tasks takes one part of the time in so many, or one look per second. */
  private static final long LOOKING_SHARE = 400;

  private static final long LONGEST_PAUSE_NANOS = 1_000_000_000L;

  private final Pipeline pipeline;
  private final Telemetry telemetry;
  private final int partition;

  final Count events = new Count();
  final Count predictions = new Count();
  final Count replayed = new Count();
  final Count learned = new Count();
  final Count refused = new Count();
  final Count onTime = new Count();
  final Count waiting = new Count();
  final Count lastLearned = new Count();
  final Count step = new Count();
  final Count snapshots = new Count();
  final Count snapshotBytes = new Count();
  final Map<Reason, Count> rejects = new EnumMap<>(Reason.class);
  final Map<LabelOutcome, Count> outcomes = new EnumMap<>(LabelOutcome.class);
  final Count[] drifts;
  final Count[] warnings;
  final Count[] taskLabels;

  private final SingleWriterRecorder latencyUs = new SingleWriterRecorder(1, LONGEST_US, DIGITS);
  private final SingleWriterRecorder processingUs = new SingleWriterRecorder(1, LONGEST_US, DIGITS);
  private final SingleWriterRecorder labelDelayMs = new SingleWriterRecorder(1, LONGEST_MS, DIGITS);

  // Of the stream thread alone.
  private final double[] weights;
  private final CalibrationWindow[] calibration;
  private long began;
  private boolean sampled;
  private long nextLookNanos = Long.MIN_VALUE;
  private long learnedBefore;
  private LongSupplier waitingNow = () -> 0;

  private volatile ReplicaNote note;
  private volatile SnapshotNote latest;
  private volatile Committed committed;

  ReplicaMeter(Pipeline pipeline, Telemetry telemetry, int partition) {
    this.pipeline = pipeline;
    this.telemetry = telemetry;
    this.partition = partition;
    for (Reason reason : Reason.values()) {
      rejects.put(reason, new Count());
    }
    for (LabelOutcome outcome : LabelOutcome.values()) {
      outcomes.put(outcome, new Count());
    }
    int tasks = pipeline.tasks().size();
    drifts = counts(tasks);
    warnings = counts(tasks);
    taskLabels = counts(tasks);
    weights = new double[tasks];
    Arrays.fill(weights, Double.NaN);
    calibration = new CalibrationWindow[tasks];
    for (int k = 0; k < tasks; k++) {
      boolean fits = CalibrationWindow.fits(pipeline.tasks().get(k).kind());
      calibration[k] = fits ? new CalibrationWindow() : null;
    }
  }

  private static Count[] counts(int length) {
    Count[] counts = new Count[length];
    Arrays.setAll(counts, i -> new Count());
    return counts;
  }

  // ---- For the stream thread ----

  /**
   * The learner was loaded.
   *
   * @param readable what its store has written
   * @param waitingFor events and labels that wait for their other half
   */
  public void opened(Prequential learner, Committed readable, LongSupplier waitingFor) {
    waitingNow = waitingFor;
    step.set(learner.learner().steps());
    look(learner);
    committed = readable;
  }

  /** The learner is not here any more. */
  public void closed() {
    committed = null;
    waitingNow = () -> 0;
    waiting.set(0);
  }

  /** An event was read. */
  public void event() {
    events.add(1);
    sampled = (events.get() & (SAMPLED - 1)) == 1;
    began = sampled ? telemetry.nanos() : 0;
  }

  /** It was predicted. */
  public void predicted(long recordTimestamp, boolean replay) {
    predictions.add(1);
    if (replay) {
      replayed.add(1);
    } else if (sampled) {
      long millis = telemetry.millis() - recordTimestamp;
      if (millis >= 0 && millis < PLAUSIBLE_MS) {
        latencyUs.recordValue(Math.min(LONGEST_US, Math.max(1, millis * 1000)));
      }
    }
  }

  /** It is done with. */
  public void done() {
    if (sampled) {
      long micros = (telemetry.nanos() - began) / 1000;
      processingUs.recordValue(Math.min(LONGEST_US, Math.max(1, micros)));
    }
  }

  /** Labels came on their event. */
  public void onTime(int labels) {
    onTime.add(labels);
  }

  /** A prediction of a task was tested. */
  public void tested(int task, float[] outputs, double label) {
    taskLabels[task].add(1);
    if (calibration[task] != null) {
      calibration[task].add(outputs, label);
    }
  }

  /** A task's detector warned. */
  public void warned(int task) {
    warnings[task].add(1);
  }

  /** A drift of a task was detected. */
  public void drifted(int task, Drift drift, Learner learner, long eventTime) {
    drifts[task].add(1);
    telemetry.drifts.add(
        new DriftNote(
            telemetry.millis(),
            eventTime,
            learner.steps(),
            pipeline.tasks().get(task).name(),
            drift.detector(),
            drift.before(),
            drift.after(),
            learner.reactionName()));
  }

  /** A learning step was taken, or refused, or there was nothing to learn. */
  public void learned(Update update) {
    switch (update.status) {
      case APPLIED, BATCHED -> {
        learned.add(1);
        for (int k = 0; k < weights.length; k++) {
          if (update.weights[k] != 0f) {
            weights[k] = update.weights[k];
          }
        }
      }
      case REFUSED_NON_FINITE -> refused.add(1);
      case NOTHING_TO_LEARN -> {}
    }
  }

  /** A record went to the dead-letter topic. */
  public void rejected(RejectedException why, String topic, int from, long offset) {
    rejects.get(why.reason()).add(1);
    telemetry.deadLetters.add(
        new DeadLetterNote(
            telemetry.millis(), why.reason(), why.getMessage(), topic, from, offset));
  }

  /** What became of labels that did not come with their event. */
  public void labels(LabelOutcome outcome, int count) {
    outcomes.get(outcome).add(count);
  }

  /** Labels came so long after the time of their event, milliseconds. */
  public void labelDelay(long millis) {
    labelDelayMs.recordValue(Math.min(LONGEST_MS, Math.max(0, millis)));
  }

  /** A snapshot was written; now and then, looks at how the tasks stand. */
  public void snapshot(Prequential learner, long bytes, long changedBytes, long nanos) {
    snapshots.add(1);
    snapshotBytes.add(changedBytes);
    waiting.set(waitingNow.getAsLong());
    step.set(learner.learner().steps());
    latest =
        new SnapshotNote(bytes, changedBytes, learner.sections().size(), nanos, telemetry.millis());
    long now = telemetry.nanos();
    if (learned.get() > learnedBefore) {
      learnedBefore = learned.get();
      lastLearned.set(telemetry.millis());
    }
    if (now >= nextLookNanos) {
      look(learner);
      long end = telemetry.nanos();
      nextLookNanos = end + Math.min(LONGEST_PAUSE_NANOS, LOOKING_SHARE * (end - now));
    }
  }

  private void look(Prequential learner) {
    Evaluator evaluator = learner.evaluator();
    List<TaskNote> tasks = new ArrayList<>();
    List<Task> described = pipeline.tasks();
    for (int k = 0; k < described.size(); k++) {
      tasks.add(
          new TaskNote(
              evaluator.quality(k),
              weights[k],
              learner.learner().frozen(k),
              taskLabels[k].get(),
              calibration[k] == null ? List.of() : calibration[k].bins(),
              TaskNote.listed(learner.members(k)),
              learner.transferGain(k)));
    }
    note =
        new ReplicaNote(
            partition,
            telemetry.millis(),
            learner.parameterCount(),
            tasks,
            learner.learner().relations().now());
  }

  // ---- For any thread ----

  /** Of the input. */
  public int partition() {
    return partition;
  }

  /** Whether the learner is here. */
  public boolean isOpen() {
    return committed != null;
  }

  /** Steps the learner has learned since it was new, as of a commit. */
  public long step() {
    return step.get();
  }

  /** The latest snapshot; null before the first. */
  public SnapshotNote snapshot() {
    return latest;
  }

  /** How its tasks stand; null before it was first loaded. */
  public ReplicaNote note() {
    return note;
  }

  /** What its store has written; null while the learner is not here. */
  public Committed committed() {
    return committed;
  }

  /**
   * Adds the times taken since the last call: for one reader.
   *
   * @param latency from a record's timestamp to its prediction, microseconds
   * @param processing of one event, microseconds
   * @param labelDelay from an event's time until its label came, milliseconds
   */
  public void drain(Histogram latency, Histogram processing, Histogram labelDelay) {
    latency.add(latencyUs.getIntervalHistogram());
    processing.add(processingUs.getIntervalHistogram());
    labelDelay.add(labelDelayMs.getIntervalHistogram());
  }
}
