package io.braid.topology.meter;

import io.braid.model.data.RejectedException.Reason;
import io.braid.model.spec.Pipeline;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * What a running application tells of itself: counters since the process started, how each of its
 * replicas stands, and the latest drifts and dead letters. Written by stream threads, at next to no
 * cost; to be read from any thread.
 */
public final class Telemetry {
  private static final int DRIFTS_KEPT = 500;
  private static final int DEAD_LETTERS_KEPT = 100;

  final Recent<DriftNote> drifts = new Recent<>(DRIFTS_KEPT);
  final Recent<DeadLetterNote> deadLetters = new Recent<>(DEAD_LETTERS_KEPT);

  private final Pipeline pipeline;
  private final Clock clock;
  private final LongSupplier nanos;
  private final long startedMillis;
  private final RestoreMeter restores;
  private final Map<Integer, ReplicaMeter> replicas = new ConcurrentSkipListMap<>();

  public Telemetry(Pipeline pipeline) {
    this(pipeline, Clock.systemUTC(), System::nanoTime);
  }

  /**
   * @param nanos a clock for durations
   */
  Telemetry(Pipeline pipeline, Clock clock, LongSupplier nanos) {
    this.pipeline = pipeline;
    this.clock = clock;
    this.nanos = nanos;
    this.startedMillis = clock.millis();
    this.restores = new RestoreMeter(nanos);
  }

  long millis() {
    return clock.millis();
  }

  long nanos() {
    return nanos.getAsLong();
  }

  /** The meter of a partition's replica; the same again when the partition comes back. */
  public ReplicaMeter replica(int partition) {
    return replicas.computeIfAbsent(partition, p -> new ReplicaMeter(pipeline, this, p));
  }

  /** Every replica there is or was in this process, by partition. */
  public List<ReplicaMeter> replicas() {
    return new ArrayList<>(replicas.values());
  }

  /** Restoring of stores. */
  public RestoreMeter restores() {
    return restores;
  }

  /** When the process started, epoch milliseconds. */
  public long startedMillis() {
    return startedMillis;
  }

  /** The latest drifts. */
  public Recent<DriftNote> drifts() {
    return drifts;
  }

  /** The latest dead letters. */
  public Recent<DeadLetterNote> deadLetters() {
    return deadLetters;
  }

  // ---- Counters: sums over all replicas since the process started ----

  /** Events read. */
  public long events() {
    return sum(r -> r.events);
  }

  /** Events predicted. */
  public long predictions() {
    return sum(r -> r.predictions);
  }

  /** Events predicted that had been learned before. */
  public long replayed() {
    return sum(r -> r.replayed);
  }

  /** Learning steps taken. */
  public long learned() {
    return sum(r -> r.learned);
  }

  /** Learning steps refused. */
  public long refused() {
    return sum(r -> r.refused);
  }

  /** Dead letters of a reason. */
  public long deadLetters(Reason reason) {
    return sum(r -> r.rejects.get(reason));
  }

  /** Dead letters by reason, those that have occurred. */
  public Map<String, Long> deadLettersByReason() {
    Map<String, Long> counts = new TreeMap<>();
    for (Reason reason : Reason.values()) {
      long count = deadLetters(reason);
      if (count > 0) {
        counts.put(reason.name(), count);
      }
    }
    return counts;
  }

  /** Labels that came on their event. */
  public long labelsOnTime() {
    return sum(r -> r.onTime);
  }

  /** Labels, events or records of an outcome. */
  public long labels(LabelOutcome outcome) {
    return sum(r -> r.outcomes.get(outcome));
  }

  /** The same for every outcome. */
  public Map<LabelOutcome, Long> labels() {
    Map<LabelOutcome, Long> counts = new EnumMap<>(LabelOutcome.class);
    for (LabelOutcome outcome : LabelOutcome.values()) {
      counts.put(outcome, labels(outcome));
    }
    return counts;
  }

  /** Events and labels that wait now. */
  public long waiting() {
    return sum(r -> r.waiting);
  }

  /** Labels of a task that were tested. */
  public long taskLabels(int task) {
    return sum(r -> r.taskLabels[task]);
  }

  /** Drifts of a task. */
  public long drifts(int task) {
    return sum(r -> r.drifts[task]);
  }

  /** Labels at which a task's detector warned. */
  public long driftWarnings(int task) {
    return sum(r -> r.warnings[task]);
  }

  /** Snapshots written. */
  public long snapshots() {
    return sum(r -> r.snapshots);
  }

  /** Bytes written for them. */
  public long snapshotBytes() {
    return sum(r -> r.snapshotBytes);
  }

  /** When a step was learned last, as of a commit, epoch milliseconds; 0 if never. */
  public long lastLearnedMillis() {
    return replicas.values().stream().mapToLong(r -> r.lastLearned.get()).max().orElse(0);
  }

  private long sum(Function<ReplicaMeter, Count> count) {
    long sum = 0;
    for (ReplicaMeter replica : replicas.values()) {
      sum += count.apply(replica).get();
    }
    return sum;
  }

  /** A constant's name as it is written in tags and in JSON. */
  public static String key(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
