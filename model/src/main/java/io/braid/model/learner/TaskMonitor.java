package io.braid.model.learner;

import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;
import io.braid.model.drift.DriftDetector;
import io.braid.model.drift.DriftDetector.Signal;
import io.braid.model.metric.Accumulator;
import io.braid.model.metric.Boxes;
import io.braid.model.metric.Horizon;
import io.braid.model.metric.Horizons;
import io.braid.model.metric.MemberSums;
import io.braid.model.metric.Metric;
import io.braid.model.metric.Metrics;
import io.braid.model.metric.Outcome;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Metrics, baselines and drift detector of one task. */
final class TaskMonitor implements State {
  /** Rate of the recent mean that a drift reports as what came after. */
  private static final double RECENT_RATE = 1.0 / 32.0;

  private final Task task;
  private final int classes;
  private final double fading;
  private final List<Metric> metrics;

  /** One per kind of accumulator. */
  private final Horizons[] horizons;

  /** For each metric, which of the horizons it reads. */
  private final int[] source;

  private final Baselines baselines;
  private final WatchedLoss watched;

  /** Mean of earlier boxes; null of another kind of task. */
  private final ValueMeans means;

  /** What was predicted for one position; null of another kind of task than tagging. */
  private final float[] position;

  private final DriftDetector detector;
  private final Outcome outcome = new Outcome();

  /** Null if the task is no family. */
  private final MemberSums members;

  private boolean admitted;

  private long n;
  private long refused;
  private long warnings;
  private long drifts;
  private long lastDrift;
  private Signal signal = Signal.NONE;
  private boolean warning;

  private double fadedLoss;
  private double fadedWeight;
  private long sinceDrift;
  private double meanSinceDrift;
  private double recent;

  TaskMonitor(Task task, Pipeline.Evaluation evaluation, DriftDetector detector, boolean logLoss) {
    this.task = task;
    this.detector = detector;
    this.fading = evaluation.fading();
    this.classes =
        switch (task.kind()) {
          case BINARY -> 2;
          case MULTICLASS, TAGGING -> task.classes().size();
          case REGRESSION, COUNT, BOX -> 0;
        };
    this.metrics = Metrics.of(task);
    this.baselines = new Baselines(classes);
    this.watched = new WatchedLoss(classes == 0, logLoss);
    this.members = task.by() == null ? null : new MemberSums(task.kind(), task.by().max());
    this.means = task.kind() == Task.Kind.BOX ? new ValueMeans(task.labelValues()) : null;
    this.position = task.kind() == Task.Kind.TAGGING ? new float[classes] : null;
    this.source = new int[metrics.size()];
    List<Class<? extends Accumulator>> kinds = new ArrayList<>();
    List<Horizons> perKind = new ArrayList<>();
    for (int m = 0; m < source.length; m++) {
      Metric metric = metrics.get(m);
      Class<? extends Accumulator> kind = metric.accumulator().getClass();
      if (!kinds.contains(kind)) {
        kinds.add(kind);
        perKind.add(new Horizons(metric::accumulator, evaluation.window(), fading));
      }
      source[m] = kinds.indexOf(kind);
    }
    this.horizons = perKind.toArray(Horizons[]::new);
  }

  /** Says where the values of the label tested next stand, for a label of several. */
  void hold(double[] labels, int at) {
    outcome.values = labels;
    outcome.valuesAt = at;
  }

  /** Tests one prediction; an absent label (NaN) changes nothing but the last signal. */
  Signal test(float[] prediction, double deviation, double label, double weight) {
    signal = Signal.NONE;
    admitted = false;
    if (Double.isNaN(label)) {
      return signal;
    }
    if (position == null) {
      testOne(prediction, deviation, label, weight);
    } else {
      testTags(prediction, weight);
    }
    return signal;
  }

  /** Every position that has a tag as a label of its own; of their signals the gravest. */
  private void testTags(float[] prediction, double weight) {
    Signal gravest = Signal.NONE;
    for (int t = 0; t < task.label().positions(); t++) {
      double tag = outcome.values[outcome.valuesAt + t];
      if (!Double.isNaN(tag)) {
        System.arraycopy(prediction, t * classes, position, 0, classes);
        signal = Signal.NONE;
        testOne(position, Double.NaN, tag, weight);
        gravest = signal.compareTo(gravest) > 0 ? signal : gravest;
      }
    }
    signal = gravest;
  }

  private void testOne(float[] prediction, double deviation, double label, double weight) {
    admitted = admissible(prediction, label, weight);
    if (!admitted) {
      refused++;
      return;
    }
    n++;
    outcome.label = label;
    outcome.prediction = prediction;
    outcome.point = point(prediction);
    outcome.deviation = deviation;
    outcome.weight = weight;
    baselines.describe(outcome);
    if (means != null) {
      means.describe(outcome);
    }
    for (int i = 0; i < horizons.length; i++) {
      horizons[i].add(outcome);
    }
    double loss = means == null ? watched.of(outcome) : 1.0 - Boxes.iou(outcome);
    baselines.add(label, weight);
    if (means != null) {
      means.add(outcome);
    }
    if (!Double.isNaN(loss)) {
      watch(loss);
    }
  }

  /** Says whose prediction the latest test was of; -1 for no member. */
  void member(int member) {
    if (members != null && admitted && member >= 0) {
      members.add(member, outcome);
    }
  }

  /** Figures by member; null if the task is no family. */
  MemberSums members() {
    return members;
  }

  private boolean admissible(float[] prediction, double label, double weight) {
    boolean sane = weight > 0.0 && weight < Double.POSITIVE_INFINITY;
    for (int i = 0; i < prediction.length; i++) {
      float p = prediction[i];
      sane &= classes > 0 ? p >= 0f && p <= 1.001f : Math.abs(p) <= Float.MAX_VALUE;
    }
    return sane
        && switch (task.kind()) {
          case BINARY, MULTICLASS, TAGGING ->
              label >= 0.0 && label < classes && label == (int) label;
          case COUNT -> label >= 0.0 && label < Double.POSITIVE_INFINITY;
          case REGRESSION -> Math.abs(label) < Double.POSITIVE_INFINITY;
          case BOX -> Boxes.finite(outcome);
        };
  }

  private double point(float[] prediction) {
    if (classes == 0) {
      return prediction[prediction.length / 2];
    }
    if (prediction.length == 1) {
      return prediction[0] > 0.5f ? 1.0 : 0.0;
    }
    int best = 0;
    for (int c = 1; c < prediction.length; c++) {
      best = prediction[c] > prediction[best] ? c : best;
    }
    return best;
  }

  private void watch(double loss) {
    fadedLoss = fading * fadedLoss + loss;
    fadedWeight = fading * fadedWeight + 1.0;
    sinceDrift++;
    meanSinceDrift += (loss - meanSinceDrift) / sinceDrift;
    recent += (loss - recent) * Math.max(RECENT_RATE, 1.0 / sinceDrift);
    signal = detector.add(loss);
    boolean warns = signal == Signal.WARNING;
    if (warns && !warning) {
      warnings++;
    }
    warning = warns;
  }

  /** After a DRIFT has been signalled: counts it, describes it and begins the next stretch. */
  Drift recordDrift(int index, String detectorName) {
    drifts++;
    lastDrift = n;
    Drift drift = new Drift(index, n, detectorName, meanSinceDrift, recent);
    sinceDrift = 0;
    meanSinceDrift = 0.0;
    watched.loosen();
    return drift;
  }

  Signal signal() {
    return signal;
  }

  long n() {
    return n;
  }

  double watchedLoss() {
    return fadedLoss / fadedWeight;
  }

  TaskQuality quality() {
    return new TaskQuality(
        task.name(),
        task.kind(),
        n,
        refused,
        warnings,
        drifts,
        lastDrift,
        watchedLoss(),
        values(Horizon.WHOLE),
        values(Horizon.FADING),
        values(Horizon.WINDOW));
  }

  private Map<String, Double> values(Horizon horizon) {
    Accumulator[] read = new Accumulator[horizons.length];
    for (int i = 0; i < horizons.length; i++) {
      read[i] = horizons[i].read(horizon);
    }
    Map<String, Double> values = new LinkedHashMap<>();
    for (int m = 0; m < source.length; m++) {
      Metric metric = metrics.get(m);
      values.put(metric.name(), metric.value(read[source[m]]));
    }
    return values;
  }

  @Override
  public void save(SnapshotWriter out) {
    out.tag(task.name()).putLong(n).putLong(refused).putLong(warnings).putLong(drifts);
    out.putLong(lastDrift)
        .putBoolean(signal == Signal.WARNING)
        .putBoolean(signal == Signal.DRIFT)
        .putBoolean(warning);
    out.putDouble(fadedLoss).putDouble(fadedWeight);
    out.putLong(sinceDrift).putDouble(meanSinceDrift).putDouble(recent);
    baselines.save(out);
    watched.save(out);
    if (means != null) {
      means.save(out);
    }
    detector.save(out);
    for (Horizons each : horizons) {
      each.save(out);
    }
    if (members != null) {
      members.save(out);
    }
  }

  @Override
  public void restore(SnapshotReader in) {
    n = in.tag(task.name()).getLong();
    refused = in.getLong();
    warnings = in.getLong();
    drifts = in.getLong();
    lastDrift = in.getLong();
    boolean warned = in.getBoolean();
    boolean drifted = in.getBoolean();
    signal = drifted ? Signal.DRIFT : warned ? Signal.WARNING : Signal.NONE;
    warning = in.getBoolean();
    fadedLoss = in.getDouble();
    fadedWeight = in.getDouble();
    sinceDrift = in.getLong();
    meanSinceDrift = in.getDouble();
    recent = in.getDouble();
    baselines.restore(in);
    watched.restore(in);
    if (means != null) {
      means.restore(in);
    }
    detector.restore(in);
    for (Horizons each : horizons) {
      each.restore(in);
    }
    if (members != null) {
      members.restore(in);
    }
  }
}
