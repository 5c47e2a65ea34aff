package io.braid.dashboard;

import io.braid.model.learner.MemberQuality;
import io.braid.model.learner.TransferGain;
import io.braid.topology.meter.ReplicaNote;
import io.braid.topology.meter.TaskNote;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * How a task stands over all replicas: counts are summed, figures averaged by how many labels each
 * replica has tested (root mean squared errors by their squares). The gain by sharing is that of
 * the replica that has measured most.
 */
record TaskFigures(
    Figures figures,
    long n,
    double loss,
    double weight,
    boolean frozen,
    long drifts,
    Map<String, Double> whole,
    Map<String, Double> fading,
    Map<String, Double> windowed,
    List<TaskNote.Bin> calibration,
    List<MemberQuality> members,
    TransferGain gain) {

  static TaskFigures of(Figures figures, int task, List<ReplicaNote> replicas) {
    List<TaskNote> notes =
        replicas.stream().map(r -> r.tasks().get(task)).filter(t -> t.quality().n() > 0).toList();
    long n = notes.stream().mapToLong(t -> t.quality().n()).sum();
    return new TaskFigures(
        figures,
        n,
        mean(notes, t -> t.quality().watchedLoss()),
        mean(notes, TaskNote::weight),
        notes.stream().anyMatch(TaskNote::frozen),
        notes.stream().mapToLong(t -> t.quality().drifts()).sum(),
        means(notes, t -> t.quality().whole()),
        means(notes, t -> t.quality().fading()),
        means(notes, t -> t.quality().window()),
        bins(notes),
        members(notes),
        gain(notes));
  }

  private static TransferGain gain(List<TaskNote> notes) {
    return notes.stream()
        .map(TaskNote::gain)
        .filter(gain -> gain != null && !Double.isNaN(gain.value()))
        .max(Comparator.comparingLong(TransferGain::labels))
        .orElse(null);
  }

  /** Those of the replica that has seen most: members of one name are apart in each. */
  private static List<MemberQuality> members(List<TaskNote> notes) {
    return notes.stream()
        .max(Comparator.comparingLong(note -> note.quality().n()))
        .map(TaskNote::members)
        .orElse(List.of());
  }

  private static double mean(List<TaskNote> notes, Function<TaskNote, Double> value) {
    double sum = 0;
    double weight = 0;
    for (TaskNote note : notes) {
      double each = value.apply(note);
      if (!Double.isNaN(each)) {
        sum += note.quality().n() * each;
        weight += note.quality().n();
      }
    }
    return sum / weight;
  }

  private static Map<String, Double> means(
      List<TaskNote> notes, Function<TaskNote, Map<String, Double>> values) {
    Map<String, Double> means = new LinkedHashMap<>();
    if (notes.size() == 1) {
      return values.apply(notes.get(0));
    }
    for (TaskNote note : notes) {
      for (String metric : values.apply(note).keySet()) {
        if (metric.startsWith("rmse")) {
          means.put(metric, Math.sqrt(mean(notes, t -> Math.pow(values.apply(t).get(metric), 2))));
        } else {
          means.put(metric, mean(notes, t -> values.apply(t).get(metric)));
        }
      }
    }
    return means;
  }

  private static List<TaskNote.Bin> bins(List<TaskNote> notes) {
    List<List<TaskNote.Bin>> all =
        notes.stream().map(TaskNote::calibration).filter(bins -> !bins.isEmpty()).toList();
    if (all.size() <= 1) {
      return all.isEmpty() ? List.of() : all.get(0);
    }
    List<TaskNote.Bin> merged = new ArrayList<>();
    for (int b = 0; b < all.get(0).size(); b++) {
      double n = 0;
      double claimed = 0;
      double cameTrue = 0;
      for (List<TaskNote.Bin> bins : all) {
        TaskNote.Bin bin = bins.get(b);
        if (bin.n() > 0) {
          n += bin.n();
          claimed += bin.n() * bin.mean();
          cameTrue += bin.n() * bin.observed();
        }
      }
      TaskNote.Bin first = all.get(0).get(b);
      merged.add(new TaskNote.Bin(first.from(), first.to(), claimed / n, cameTrue / n, n));
    }
    return merged;
  }
}
