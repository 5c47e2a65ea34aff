package io.braid.model.layer;

import io.braid.model.data.Features;
import io.braid.model.data.Rng;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.layer.SharedPrecision.Settings;
import io.braid.model.spec.Params;
import io.braid.model.spec.SpecException;
import io.braid.model.spec.Task;

/**
 * Recursive least squares with forgetting on any representation, over a {@link Precision} that all
 * heads share which have learned from the same rows. For z = (h, 1) and outputs V'z:
 *
 * <pre>
 *   V <- V - kappa g' / c,       kappa = w Pz / (lambda + w z'Pz)
 * </pre>
 *
 * with g the gradient of the row's loss by the outputs and c the bound on its second derivative.
 * For squared error c = 1 and g = V'z - y: this is recursive least squares, and V is exactly the
 * minimiser of {@code sum_i lambda^(n-i) w_i (y_i - v'z_i)^2 + lambda^n ridge |v|^2} while the
 * limit on P is not reached. For classes it is a Newton step on an upper bound of the log loss
 * (Böhning and Lindsay, "Monotonicity of quadratic-approximation algorithms", 1988), whose
 * curvature does not depend on the label, so that these tasks share P too, the columns of a
 * multiclass task among them; and the outputs are logits, so that probabilities are those of a
 * logistic model. (Least squares on labels 0 and 1 would share P as well, but gives probabilities
 * outside [0, 1].)
 *
 * <p>Of several rows in a step each is learned after the other, its gradient brought up to date by
 * {@code c (V'z - what was output)}: exact for squared error.
 *
 * <p>Read as Bayesian linear regression, a number's label has the variance {@code s^2 (1 + z'Pz)}
 * about its prediction; s^2 is estimated from the squared errors made, each over its (1 + z'Pz),
 * with the same forgetting. One row costs O(D^2) for all heads of a pool together and O(D) for
 * each, D inputs.
 */
final class RlsHead implements LearningHead {
  /**
   * P is D x D: at 2,048 inputs 32 MiB and some ten milliseconds a row. More are mostly sparse
   * indices, which a trunk first makes few.
   */
  private static final int WIDEST = 2048;

  private final int outputs;
  private final int task;
  private final int place;
  private final double curvature;
  private final double forgetting;
  private final boolean number;
  private final LinearMap map;
  private final SharedPrecision precision;

  private double squares;
  private double count;
  private boolean initialized;

  private Features seen;
  private float[] seenH;

  RlsHead(Params params, HeadContext context) {
    forgetting = params.real("forgetting", 0.995, 0.5, 1.0);
    double ridge = params.real("ridge", 10.0, 1e-9, 1e9);
    double limit = params.real("limit", 10.0, 1.0, 1e9);
    requireFitting(params, context);
    HeadContext.Aim aim = context.aim();
    outputs = context.outputs();
    task = aim.index();
    curvature = aim.curvature();
    number = aim.kind() == Task.Kind.REGRESSION || aim.kind() == Task.Kind.COUNT;
    map = new LinearMap(context);
    precision = context.precisions().of(new Settings(context.inputs(), forgetting, ridge, limit));
    place = precision.join(this);
  }

  /**
   * @throws SpecException if the loss has no curvature, or the inputs are too many
   */
  static void requireFitting(Params params, HeadContext context) {
    HeadContext.Aim aim = context.aim();
    if (Double.isNaN(aim.curvature())) {
      throw new SpecException(
          params.path(),
          "does not fit the loss '"
              + aim.loss()
              + "' of task '"
              + context.task()
              + "', whose second derivative has no bound, allowed: squared_error, huber, log_loss,"
              + " softmax_cross_entropy");
    }
    if (context.inputs() > WIDEST) {
      throw new SpecException(
          params.path(),
          context.inputs()
              + " inputs are not allowed, must be at most "
              + WIDEST
              + ": a matrix of inputs times inputs is learned; put a trunk before the head, or use"
              + " fewer buckets");
    }
  }

  int task() {
    return task;
  }

  Settings settings() {
    return precision.settings();
  }

  LinearMap map() {
    return map;
  }

  @Override
  public void initialize(Rng rng) {
    map.clear();
    squares = 0;
    count = 0;
    if (initialized) {
      precision.reset(place);
    }
    initialized = true;
  }

  @Override
  public float[] forward(Features x, float[] h, boolean training) {
    seen = x;
    seenH = h;
    return map.forward(x, h);
  }

  @Override
  public void backward(Features x, float[] h, float[] dOutputs, float[] dh) {
    map.inputGradient(x.rows, dOutputs, dh);
  }

  @Override
  public double deviation() {
    return number && count > 0
        ? Math.sqrt(squares / count * (1 + precision.quadratic(place, seen, seenH)))
        : Double.NaN;
  }

  @Override
  public boolean admits(Lesson lesson) {
    return SharedPrecision.admits(lesson, task, outputs, map);
  }

  @Override
  public void learn(Lesson lesson) {
    precision.learn(lesson);
  }

  /**
   * Takes one row in, of whose kappa {@code direction} is the direction and {@code gain} the size.
   */
  void move(Lesson lesson, int r, double[] direction, double gain, double quadratic) {
    float[] given = lesson.outputs[task];
    float[] gradients = lesson.gradients[task];
    for (int o = 0; o < outputs; o++) {
      double gradient = gradients[r * outputs + o];
      if (r > 0) {
        double now = map.output(lesson.x, lesson.representations[task], r, o);
        gradient += curvature * (now - given[r * outputs + o]);
      }
      double error = -gradient / curvature;
      if (number) {
        double w = lesson.weights[r];
        squares = forgetting * squares + w * error * error / (1 + quadratic);
        count = forgetting * count + w;
      }
      map.move(direction, gain * error, o);
    }
  }

  @Override
  public void inherit(Head other) {
    LearningHead.super.inherit(other);
    RlsHead same = (RlsHead) other;
    precision.inherit(place, same.precision.precision(same.place));
  }

  @Override
  public void save(SnapshotWriter out) {
    out.tag("rls").putDouble(squares).putDouble(count);
  }

  @Override
  public void restore(SnapshotReader in) {
    squares = in.tag("rls").getDouble();
    count = in.getDouble();
  }
}
