package io.braid.model.learner;

import io.braid.model.data.Example;
import io.braid.model.data.Moments;
import io.braid.model.data.Prediction;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;
import io.braid.model.data.Update;
import io.braid.model.feature.LabelMemory;
import io.braid.model.spec.Component;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.Safeguards;
import io.braid.model.spec.Task;
import io.braid.model.spec.Task.Kind;
import io.braid.model.spec.Transfer;
import java.util.List;
import java.util.Map;

/**
 * One task learned alone, beside the shared model: the {@link Learner} that the pipeline would be
 * if this were its only task, to the bit. It is given examples as the shared learner's encoders
 * made them; its own encoders are never used. Follows how the two compare, and mixes or chooses
 * what is emitted. State is all but the learner's, which has sections of its own. Not thread-safe.
 */
final class Shadow implements State {
  /** Labels beyond this have no part: squares of them would not be finite. */
  private static final double MOST = 1e30;

  /** Keeps ratios of errors finite. */
  private static final double FARTHEST = 1e100;

  private static final double USUAL_RATE = 0.002;

  private final int task;
  private final boolean classes;
  private final Learner learner;
  private final Prediction said;
  private final FixedShare hedge;
  private final GainMeter gain;
  private final boolean gates;

  /** Of the labels of a number. */
  private final Moments labels = new Moments();

  /** Fading mean of the shadow's squared error of a number; 0 before the first. */
  private double usual;

  private boolean gated;

  Shadow(Pipeline pipeline, int task) {
    this.task = task;
    Kind kind = pipeline.tasks().get(task).kind();
    classes = kind == Kind.BINARY || kind == Kind.MULTICLASS;
    Safeguards safeguards = pipeline.safeguards();
    learner = new Learner(alone(pipeline, task));
    said = learner.newPrediction();
    hedge = safeguards.hedge() == null ? null : new FixedShare(safeguards.hedge());
    gain = new GainMeter(safeguards.gain());
    gates = safeguards.gain().gates();
  }

  /** The pipeline with one task: nothing to balance it with, and remembered labels as features. */
  static Pipeline alone(Pipeline p, int task) {
    Task only = p.tasks().get(task);
    return new Pipeline(
        p.name(),
        p.input(),
        p.labels(),
        LabelMemory.features(p),
        p.trunk(),
        List.of(only),
        new Component("equal", Map.of(), p.weighting().path()),
        p.optimizer(),
        p.drift(),
        p.training(),
        p.evaluation(),
        p.kafka(),
        p.registry(),
        p.http(),
        p.skip(),
        null,
        null,
        null,
        Transfer.NONE,
        null);
  }

  Learner learner() {
    return learner;
  }

  /** Whether it has a say in what is emitted. */
  boolean speaks() {
    return hedge != null || gated;
  }

  /** Predicts. */
  void predict(Example example) {
    learner.predict(example, said);
  }

  /** Learns; gives false if the step was refused. What was predicted before is kept. */
  boolean learn(Example example) {
    return learner.learn(example).status != Update.Status.REFUSED_NON_FINITE;
  }

  /** Puts what is to be emitted in the place of what the shared model says of the task. */
  void emit(Prediction shared, Prediction into) {
    float[] one = shared.outputs[task];
    float[] two = said.outputs[0];
    if (!finite(two)) {
      return;
    }
    if (hedge == null || !finite(one)) {
      System.arraycopy(two, 0, into.outputs[task], 0, two.length);
      into.deviations[task] = said.deviations[0];
      return;
    }
    hedge.mix(one, two, classes, into.outputs[task]);
    into.deviations[task] =
        deviation(hedge.first(), one, shared.deviations[task], two, said.deviations[0]);
  }

  /** Of the mixture of two laws; NaN if one of them is not known. */
  private static double deviation(double w, float[] one, double sOne, float[] two, double sTwo) {
    double apart = (double) one[one.length / 2] - two[two.length / 2];
    return Math.sqrt(w * sOne * sOne + (1 - w) * sTwo * sTwo + w * (1 - w) * apart * apart);
  }

  /** Compares what the two have said of a label that is there now; NaN is none. */
  void judge(Prediction shared, double label) {
    if (Double.isNaN(label)) {
      return;
    }
    float[] one = shared.outputs[task];
    float[] two = said.outputs[0];
    double scale = 1;
    if (!classes) {
      if (Math.abs(label) > MOST) {
        return;
      }
      labels.add(label);
      scale = labels.deviation();
    }
    boolean oneFinite = finite(one);
    boolean twoFinite = finite(two);
    if (scale == 0 || !(oneFinite || twoFinite)) {
      return;
    }
    // Its unit is known before the label is.
    double unit = TransferGain.CUT * Math.sqrt(usual > 0 ? usual : scale * scale);
    gain.add(oneFinite ? loss(one, label, unit) : 1, twoFinite ? loss(two, label, unit) : 1);
    if (!classes && twoFinite) {
      follow(error(two, label, unit) * unit, unit);
    }
    if (gates) {
      gated = gated ? !gain.helps() : gain.hurts();
    }
    if (hedge == null) {
      return;
    }
    if (oneFinite != twoFinite) {
      hedge.alone(oneFinite);
    } else if (classes) {
      hedge.classes(one, two, label);
    } else {
      hedge.numbers(error(one, label, scale), error(two, label, scale));
    }
  }

  /** Takes an error into the usual one; an absurd one counts as ten times the unit. */
  private void follow(double error, double unit) {
    double e = Math.min(Math.abs(error), 10 * unit);
    usual += Math.max(USUAL_RATE, 1.0 / labels.count()) * (e * e - usual);
  }

  /** In [0, 1]; see {@link TransferGain}. */
  private double loss(float[] outputs, double label, double unit) {
    if (!classes) {
      double e = error(outputs, label, unit);
      return Math.min(1, e * e);
    }
    if (outputs.length == 1) {
      return (outputs[0] - label) * (outputs[0] - label);
    }
    double sum = 0;
    for (int c = 0; c < outputs.length; c++) {
      double e = outputs[c] - (c == (int) label ? 1 : 0);
      sum += e * e;
    }
    return Math.min(1, 0.5 * sum);
  }

  private static double error(float[] outputs, double label, double scale) {
    double error = (outputs[outputs.length / 2] - label) / scale;
    return Math.max(-FARTHEST, Math.min(FARTHEST, error));
  }

  private static boolean finite(float[] values) {
    boolean finite = true;
    for (int i = 0; i < values.length; i++) {
      finite &= Math.abs(values[i]) <= Float.MAX_VALUE;
    }
    return finite;
  }

  /** What the task gains by sharing; null while that is not known. */
  TransferGain gain() {
    return gain.gain(hedge != null ? hedge.first() : gated ? 0 : 1);
  }

  @Override
  public void save(SnapshotWriter out) {
    labels.save(out);
    gain.save(out);
    out.putDouble(usual).putBoolean(gated);
    if (hedge != null) {
      hedge.save(out);
    }
  }

  @Override
  public void restore(SnapshotReader in) {
    labels.restore(in);
    gain.restore(in);
    usual = in.getDouble();
    gated = in.getBoolean();
    if (hedge != null) {
      hedge.restore(in);
    }
  }
}
