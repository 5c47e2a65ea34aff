package io.braid.model.layer;

import io.braid.model.data.Features;
import io.braid.model.data.Rng;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.layer.FamilyPrecision.Start;
import io.braid.model.spec.Params;
import io.braid.model.spec.Task;

/**
 * Recursive least squares for a family of tasks: a shared part, and one of the row's own member
 * that is drawn to zero, so that a member of few rows follows the others and one of many goes its
 * own way:
 *
 * <pre>
 *   y = w_0'z + v_m'z,      v_m ~ N(0, s^2 / pull),     bias of v_m ~ N(0, s^2 / bias_pull)
 * </pre>
 *
 * with s^2 the variance of a label (the random-effects model that Evgeniou and Pontil's
 * mean-regularised learning, KDD 2004, is the point estimate of). Each row is learned in two steps
 * by turns, as in back-fitting: first the shared part from what the member's part leaves of the
 * label, then the member's from what the moved shared part leaves,
 *
 * <pre>
 *   e  = y - w_0'z - v_m'z       w_0 += kappa_0 e,     kappa_0 = w P_0 z / (lambda + w z'P_0 z)
 *   e' = (1 - kappa_0'z) e       v_m += kappa_m e',    kappa_m likewise with P_m
 * </pre>
 *
 * each with a {@link Precision} of its own, so that v_m is at any time exactly the ridge regression
 * of the residuals e' + v_m'z it was shown. That is not the joint solution, which would take a
 * matrix over all members, but on the shared part the turns cost little: it sees every row. Other
 * losses as in {@link RlsHead}: gradient over curvature takes the place of the error.
 *
 * <p>The bias's own strength of pull is had by a constant input of sqrt(pull / bias_pull) in place
 * of 1 while learning. Predictive variance: s^2 (1 + z'P_0 z + z'P_m z), the two parts taken as
 * independent. Without {@code share} the shared part stays zero, and each member learns alone.
 */
final class MemberRlsHead implements LearningHead {
  /** Numbers in all members' matrices: 128 MiB if all of them come. */
  private static final int MOST = 1 << 24;

  private final int outputs;
  private final int task;
  private final double curvature;
  private final double forgetting;
  private final double pull;
  private final double constant;
  private final boolean share;
  private final boolean number;
  private final LinearMap map;
  private final MemberMap own;
  private final FamilyPrecision precision;
  private final double[] z;
  private final double[] errors;

  private double squares;
  private double count;

  private Features seen;
  private float[] seenH;

  /** Names the row that precisions were last asked about. */
  private long passes;

  MemberRlsHead(Params params, HeadContext context) {
    share = params.flag("share", true);
    forgetting = params.real("forgetting", 1.0, 0.5, 1.0);
    double ridge = share ? params.real("ridge", 0.01, 1e-9, 1e9) : 1;
    pull = params.real("pull", 300, 1e-9, 1e9);
    constant = Math.sqrt(pull / params.real("bias_pull", 50, 1e-9, 1e9));
    double limit = params.real("limit", 10.0, 1.0, 1e9);
    RlsHead.requireFitting(params, context);
    int inputs = context.inputs();
    int members = context.aim().members();
    MemberMap.require(params, context, MOST / (inputs * inputs), "numbers", inputs * inputs);
    outputs = context.outputs();
    task = context.aim().index();
    curvature = context.aim().curvature();
    Task.Kind kind = context.aim().kind();
    number = kind == Task.Kind.REGRESSION || kind == Task.Kind.COUNT;
    map = new LinearMap(context);
    own = new MemberMap(params, context);
    precision =
        new FamilyPrecision(
            context.task(),
            new Start(inputs, 1 / ridge, forgetting, limit),
            new Start(inputs, 1 / pull, forgetting, limit),
            members);
    context.precisions().add(precision);
    z = new double[inputs];
    errors = new double[outputs];
  }

  @Override
  public void initialize(Rng rng) {
    map.clear();
    own.clear();
    precision.reset();
    squares = 0;
    count = 0;
  }

  @Override
  public float[] forward(Features x, float[] h, boolean training) {
    seen = x;
    seenH = h;
    passes++;
    float[] y = map.forward(x, h);
    own.add(x, h, y);
    return y;
  }

  @Override
  public void backward(Features x, float[] h, float[] dOutputs, float[] dh) {
    map.inputGradient(x.rows, dOutputs, dh);
    own.inputGradient(x, dOutputs, dh);
  }

  @Override
  public double deviation() {
    if (!number || !(count > 0)) {
      return Double.NaN;
    }
    map.gather(seen, seenH, 0, z);
    return Math.sqrt(squares / count * (1 + shared(passes) + own(own.member(seen, 0), passes)));
  }

  /** z'P_0 z of the row gathered. */
  private double shared(long name) {
    if (!share) {
      return 0;
    }
    precision.shared().direction(z, name);
    return precision.shared().quadratic();
  }

  /** z'P_m z of the row gathered; of a member not learned yet, or of none, as it is before. */
  private double own(int m, long name) {
    Precision known = m < 0 ? null : precision.known(m);
    int last = z.length - 1;
    z[last] = constant;
    double quadratic = 0;
    if (known == null) {
      for (int i = 0; i <= last; i++) {
        quadratic += z[i] * z[i];
      }
      quadratic /= pull;
    } else {
      known.direction(z, name);
      quadratic = known.quadratic();
    }
    z[last] = 1;
    return quadratic;
  }

  @Override
  public boolean admits(Lesson lesson) {
    return SharedPrecision.admits(lesson, task, outputs, map);
  }

  @Override
  public void learn(Lesson lesson) {
    for (int r = 0; r < lesson.x.rows; r++) {
      if (lesson.teaches(task, r)) {
        learn(lesson, r);
      }
    }
  }

  private void learn(Lesson lesson, int r) {
    int m = own.member(lesson.x, r);
    if (m < 0 && !share) {
      return;
    }
    long name = r == 0 ? passes : Precision.UNKNOWN;
    double w = lesson.weights[r];
    map.gather(lesson.x, lesson.representations[task], r, z);
    double variance = 1 + shared(name) + own(m, name);
    findErrors(lesson, r, m);
    double left = 1;
    if (share) {
      double[] direction = precision.shared().direction(z, name);
      double gain = precision.shared().learn(w);
      left = 1 - gain * precision.shared().quadratic();
      for (int o = 0; o < outputs; o++) {
        map.move(direction, gain * errors[o], o);
      }
    }
    if (m >= 0) {
      Precision its = precision.learning(m);
      z[z.length - 1] = constant;
      double[] direction = its.direction(z, name);
      double gain = its.learn(w);
      for (int o = 0; o < outputs; o++) {
        own.move(m, direction, gain * left * errors[o], constant, o);
      }
    }
    for (int o = 0; number && o < outputs; o++) {
      squares = forgetting * squares + w * errors[o] * errors[o] / variance;
      count = forgetting * count + w;
    }
  }

  /** What the outputs as they are now lack; see {@link RlsHead} for rows after the first. */
  private void findErrors(Lesson lesson, int r, int m) {
    float[] h = lesson.representations[task];
    for (int o = 0; o < outputs; o++) {
      double gradient = lesson.gradients[task][r * outputs + o];
      if (r > 0) {
        double now = map.output(lesson.x, h, r, o);
        now += m < 0 ? 0 : own.output(lesson.x, h, r, o);
        gradient += curvature * (now - lesson.outputs[task][r * outputs + o]);
      }
      errors[o] = -gradient / curvature;
    }
  }

  @Override
  public void save(SnapshotWriter out) {
    out.tag("member rls").putDouble(squares).putDouble(count);
  }

  @Override
  public void restore(SnapshotReader in) {
    squares = in.tag("member rls").getDouble();
    count = in.getDouble();
  }
}
