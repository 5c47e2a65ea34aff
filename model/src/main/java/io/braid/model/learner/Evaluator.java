package io.braid.model.learner;

import io.braid.model.data.Rng;
import io.braid.model.data.SnapshotException;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;
import io.braid.model.drift.Detectors;
import io.braid.model.drift.DriftDetector;
import io.braid.model.drift.DriftDetector.Signal;
import io.braid.model.feature.Members;
import io.braid.model.metric.Horizon;
import io.braid.model.metric.MemberSums;
import io.braid.model.spec.Component;
import io.braid.model.spec.LabelSlots;
import io.braid.model.spec.Params;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Test-then-train: compares each prediction with its label once that is known, before the model
 * learns it, and keeps every task's metrics, baselines and drift detector. Testing allocates
 * nothing (a drift aside); reading makes an immutable {@link TaskQuality}. Not thread-safe.
 */
public final class Evaluator implements State {
  private static final List<String> WATCHED = List.of("error", "loss");

  private final TaskMonitor[] monitors;
  private final String[] detectors;
  private final LabelSlots slots;
  private final DriftLog log = new DriftLog();

  /**
   * @param tasks what is predicted, in the order of the predictions
   * @param evaluation horizons of the metrics
   * @param drift the detector of every task that names none of its own, with its parameters and
   *     {@code on: error} (default) or {@code loss}, which a class task's detector watches; what a
   *     drift triggers is not read here. Null detects nothing
   * @param seed of what is random in detectors
   * @throws io.braid.model.spec.SpecException if a detector or one of its parameters is unknown
   */
  public Evaluator(List<Task> tasks, Pipeline.Evaluation evaluation, Component drift, long seed) {
    slots = LabelSlots.of(tasks);
    monitors = new TaskMonitor[tasks.size()];
    detectors = new String[tasks.size()];
    for (int k = 0; k < monitors.length; k++) {
      Task task = tasks.get(k);
      Component own = task.drift() != null ? task.drift() : drift;
      Component chosen = own != null ? own : Component.of("none");
      boolean onLoss = watchesLoss(chosen.params());
      DriftDetector detector = Detectors.CATALOG.create(detector(chosen), Rng.mix(seed + k));
      monitors[k] = new TaskMonitor(task, evaluation, detector, onLoss);
      detectors[k] = chosen.kind();
    }
  }

  /** The component without the evaluator's own setting: what the catalogue reads. */
  static Component detector(Component drift) {
    Map<String, Object> parameters = new LinkedHashMap<>(drift.parameters());
    parameters.remove("on");
    return new Component(drift.kind(), parameters, drift.path());
  }

  /** Whether a class task's detector sees the loss rather than the error. */
  static boolean watchesLoss(Params drift) {
    return drift.choice("on", "error", WATCHED).equals("loss");
  }

  /**
   * Tests one prediction of one task.
   *
   * @param prediction as in {@link io.braid.model.data.Prediction#outputs}; of several quantiles
   *     the middle one is the predicted number
   * @param deviation as in {@link io.braid.model.data.Prediction#deviations}
   * @param label NaN if absent, which changes nothing
   * @param weight sample weight in the metrics, positive; detectors see every label alike
   * @return what the task's detector says to it. Labels outside the task's range, predictions that
   *     are not finite or no probabilities, and weights that are not positive are counted as
   *     refused and change nothing else
   */
  public Signal test(int task, float[] prediction, double deviation, double label, double weight) {
    return signalled(task, monitors[task].test(prediction, deviation, label, weight));
  }

  /**
   * The same of a task of any kind.
   *
   * @param labels as in {@link io.braid.model.data.Example#labels}
   */
  public Signal test(
      int task, float[] prediction, double deviation, double[] labels, double weight) {
    TaskMonitor monitor = monitors[task];
    monitor.hold(labels, slots.at(task));
    return signalled(task, monitor.test(prediction, deviation, labels[task], weight));
  }

  private Signal signalled(int task, Signal signal) {
    if (signal == Signal.DRIFT) {
      log.add(monitors[task].recordDrift(task, detectors[task]));
    }
    return signal;
  }

  /** The same for a prediction without a deviation. */
  public Signal test(int task, float[] prediction, double label, double weight) {
    return test(task, prediction, Double.NaN, label, weight);
  }

  /** Says whose label a task's latest {@link #test} was of, if it is a family; -1 for no member. */
  public void member(int task, int member) {
    monitors[task].member(member);
  }

  /**
   * How well the members of a family of tasks are predicted, in the order of their numbers.
   *
   * @param names of the members, which the learner knows
   * @return empty for a task that is no family; made anew
   */
  public List<MemberQuality> members(int task, Members names) {
    MemberSums sums = monitors[task].members();
    List<MemberQuality> all = new ArrayList<>();
    for (int m = 0; sums != null && m < sums.size(); m++) {
      all.add(new MemberQuality(names.name(task, m), sums.count(m), sums.loss(m), sums.figure(m)));
    }
    return all;
  }

  /** What the latest {@link #test} of a task signalled. */
  public Signal signal(int task) {
    return monitors[task].signal();
  }

  /** Labels of a task tested so far. */
  public long tested(int task) {
    return monitors[task].n();
  }

  /** Fading mean of the loss in [0, 1] that a task's detector sees; NaN before the first. */
  public double lossRate(int task) {
    return monitors[task].watchedLoss();
  }

  /** How well one task is predicted now. */
  public TaskQuality quality(int task) {
    return monitors[task].quality();
  }

  /** How well every task is predicted now. */
  public List<TaskQuality> quality() {
    return Arrays.stream(monitors).map(TaskMonitor::quality).toList();
  }

  /** Mean relative root mean squared error of the regression tasks over the whole stream. */
  public double arrmse() {
    return TaskQuality.arrmse(quality(), Horizon.WHOLE);
  }

  /** The latest drifts of all tasks, at most {@value DriftLog#CAPACITY}, oldest first. */
  public List<Drift> drifts() {
    return log.toList();
  }

  @Override
  public void save(SnapshotWriter out) {
    out.tag("evaluator").putInt(monitors.length);
    for (TaskMonitor monitor : monitors) {
      monitor.save(out);
    }
    log.save(out);
  }

  @Override
  public void restore(SnapshotReader in) {
    int count = in.tag("evaluator").getInt();
    if (count != monitors.length) {
      throw new SnapshotException(
          "an evaluator of " + count + " tasks where this one has " + monitors.length);
    }
    for (TaskMonitor monitor : monitors) {
      monitor.restore(in);
    }
    log.restore(in);
  }
}
