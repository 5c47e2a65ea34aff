package io.braid.dashboard;

import io.braid.model.learner.MemberQuality;
import io.braid.topology.meter.ReplicaNote;
import io.braid.topology.meter.TaskNote;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** How the application stands at one moment: the body of {@code GET /api/state}. Immutable. */
record State(
    long time,
    long uptimeMs,
    String status,
    boolean ready,
    List<String> notReadyBecause,
    long step,
    long events,
    long predictions,
    long learned,
    long deadLetters,
    long refusedSteps,
    double eventsPerSecond,
    double lag,
    long lagLimit,
    double secondsSinceLearned,
    Latency latencyMs,
    Latency processingMs,
    Snapshot snapshot,
    Map<String, Long> deadLettersByReason,
    Map<String, Long> labels,
    Delay labelDelayMs,
    List<TaskState> tasks,
    Relatedness relatedness,
    Worst worst,
    List<Integer> replicas) {

  /** Quantiles, milliseconds; NaN if nothing was timed of late. */
  record Latency(double p50, double p99, double p999) {}

  /** Quantiles, milliseconds; NaN if nothing came of late. */
  record Delay(double p50, double p90, double p99) {}

  /** The latest snapshot; sums over replicas. */
  record Snapshot(long bytes, long changedBytes, int sections, double durationMs, long at) {}

  /** One task. */
  record TaskState(
      String name,
      long n,
      double loss,
      double weight,
      boolean frozen,
      long drifts,
      Long lastDrift,
      double labelledShare,
      List<FigureState> figures,
      List<TaskNote.Bin> calibration,
      TransferGain transferGain,
      List<MemberQuality> members) {}

  /** One figure of a task. */
  record FigureState(
      String metric, double whole, double fading, double windowed, Figures.Baseline baseline) {}

  /** What a task gains from being learned with the others. */
  record TransferGain(double value, double low, double high) {}

  /** How tasks pull on the shared representation. */
  record Relatedness(
      String kind,
      List<String> tasks,
      List<List<Double>> values,
      List<List<Double>> standardErrors) {

    /**
     * By the first measure of the pipeline, in the replica that has learned from most labels: what
     * replicas have measured of different events is not averaged. Null if nothing is measured.
     */
    static Relatedness of(List<ReplicaNote> replicas) {
      return replicas.stream()
          .filter(replica -> replica.relatedness() != null)
          .max(Comparator.comparingLong(Relatedness::labels))
          .map(ReplicaNote::relatedness)
          .map(
              r ->
                  new Relatedness(
                      r.measures().get(0).measure(),
                      r.tasks(),
                      r.measures().get(0).values(),
                      r.measures().get(0).standardErrors()))
          .orElse(null);
    }

    private static long labels(ReplicaNote replica) {
      return replica.tasks().stream().mapToLong(task -> task.quality().n()).sum();
    }
  }

  /** The task that stands worst, and one plain sentence on why. */
  record Worst(String task, String because) {}
}
