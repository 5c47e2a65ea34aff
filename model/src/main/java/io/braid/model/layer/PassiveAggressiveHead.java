package io.braid.model.layer;

import io.braid.model.data.Features;
import io.braid.model.data.Rng;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Params;
import io.braid.model.spec.SpecException;
import io.braid.model.spec.Task;
import java.util.List;

/**
 * Passive-aggressive learning (Crammer, Dekel, Keshet, Shalev-Shwartz and Singer, "Online
 * passive-aggressive algorithms", JMLR 7, 2006): the smallest move that makes the row's loss l
 * zero, limited by the aggressiveness C. With x = (h, 1):
 *
 * <pre>
 *   PA-I   tau = min(C, l / |x|^2)            PA-II   tau = l / (|x|^2 + 1 / (2 C))
 *   classes 0 and 1 (figure 1)   l = max(0, 1 - y v'x), y = -1 or 1    v <- v + tau y x
 *   numbers (section 5)          l = max(0, |y - v'x| - epsilon)       v <- v + sign(y - v'x) tau x
 *   several classes (section 8)  l = max(0, 1 - v_y'x + v_s'x), s the best wrong class
 *                                v_y <- v_y + tau x,  v_s <- v_s - tau x,  |x|^2 doubled in tau
 * </pre>
 *
 * A row's weight is a factor on C. Margins are no logits: those of a class task are multiplied by
 * one learned scale, which follows the gradient of the log loss with AdaGrad's rate, so that the
 * probabilities are sane. Costs O(D) a row, of sparse features those that are set only.
 */
final class PassiveAggressiveHead implements LearningHead {
  private static final double MOST = 1e15;
  private static final double LEAST_SCALE = 0.01;
  private static final double MOST_SCALE = 100;

  private final int task;
  private final int outputs;
  private final Task.Kind kind;
  private final double aggressiveness;
  private final boolean second;
  private final double epsilon;
  private final LinearMap map;

  private double scale = 1;
  private double scaleSquares;

  private float[] y = new float[0];
  private float[] dMargins = new float[0];

  PassiveAggressiveHead(Params params, HeadContext context) {
    aggressiveness = params.real("aggressiveness", 0.01, 1e-9, 1e9);
    second = params.choice("variant", "pa1", List.of("pa1", "pa2")).equals("pa2");
    epsilon = params.real("epsilon", 0.01, 0.0, 1e3);
    HeadContext.Aim aim = context.aim();
    if (Double.isNaN(aim.curvature())) {
      throw new SpecException(
          params.path(),
          "does not fit the loss '"
              + aim.loss()
              + "' of task '"
              + context.task()
              + "', allowed: squared_error, huber, log_loss, softmax_cross_entropy");
    }
    if (aim.kind() == Task.Kind.BOX) {
      throw new SpecException(
          params.path(),
          "does not fit task '" + context.task() + "' of kind box, allowed: dense, rls");
    }
    task = aim.index();
    kind = aim.kind();
    outputs = context.outputs();
    map = new LinearMap(context);
  }

  @Override
  public void initialize(Rng rng) {
    map.clear();
    scale = 1;
    scaleSquares = 0;
  }

  @Override
  public float[] forward(Features x, float[] h, boolean training) {
    float[] margins = map.forward(x, h);
    if (!classes()) {
      return margins;
    }
    int n = x.rows * outputs;
    y = Buffers.atLeast(n, y);
    scaled(n, margins, y);
    return y;
  }

  private boolean classes() {
    return kind == Task.Kind.BINARY || kind == Task.Kind.MULTICLASS;
  }

  private void scaled(int n, float[] from, float[] to) {
    float factor = (float) scale;
    for (int i = 0; i < n; i++) {
      to[i] = factor * from[i];
    }
  }

  @Override
  public void backward(Features x, float[] h, float[] dOutputs, float[] dh) {
    if (!classes()) {
      map.inputGradient(x.rows, dOutputs, dh);
    } else if (dh != null) {
      int n = x.rows * outputs;
      dMargins = Buffers.atLeast(n, dMargins);
      scaled(n, dOutputs, dMargins);
      map.inputGradient(x.rows, dMargins, dh);
    }
  }

  @Override
  public boolean admits(Lesson lesson) {
    for (int r = 0; r < lesson.x.rows; r++) {
      if (lesson.teaches(task, r)
          && !(map.squaredNorm(lesson.x, lesson.representations[task], r) <= MOST * MOST
              && Math.abs(lesson.targets[task][r]) <= MOST)) {
        return false;
      }
      for (int o = 0; o < outputs && lesson.teaches(task, r); o++) {
        if (!(Math.abs(lesson.outputs[task][r * outputs + o]) <= MOST)) {
          return false;
        }
      }
    }
    return true;
  }

  @Override
  public void learn(Lesson lesson) {
    for (int r = 0; r < lesson.x.rows; r++) {
      if (lesson.teaches(task, r)) {
        if (classes()) {
          follow(lesson, r);
        }
        learn(
            lesson.x, lesson.representations[task], r, lesson.targets[task][r], lesson.weights[r]);
      }
    }
  }

  private void learn(Features x, float[] h, int r, double target, double weight) {
    double norm = map.squaredNorm(x, h, r);
    switch (kind) {
      case BINARY -> {
        double sign = target > 0.5 ? 1 : -1;
        double loss = 1 - sign * map.output(x, h, r, 0);
        if (loss > 0) {
          map.moveAlong(x, h, r, sign * step(loss, norm, weight), 0);
        }
      }
      case MULTICLASS -> {
        int right = (int) target;
        int wrong = right == 0 ? 1 : 0;
        double margin = map.output(x, h, r, wrong);
        for (int o = wrong + 1; o < outputs; o++) {
          double other = o == right ? margin : map.output(x, h, r, o);
          if (other > margin) {
            margin = other;
            wrong = o;
          }
        }
        double loss = 1 - map.output(x, h, r, right) + margin;
        if (loss > 0) {
          double tau = step(loss, 2 * norm, weight);
          map.moveAlong(x, h, r, tau, right);
          map.moveAlong(x, h, r, -tau, wrong);
        }
      }
      case REGRESSION, COUNT, BOX, TAGGING -> {
        double error = target - map.output(x, h, r, 0);
        double loss = Math.abs(error) - epsilon;
        if (loss > 0) {
          map.moveAlong(x, h, r, Math.signum(error) * step(loss, norm, weight), 0);
        }
      }
    }
  }

  private double step(double loss, double norm, double weight) {
    double c = aggressiveness * weight;
    return second ? loss / (norm + 1 / (2 * c)) : Math.min(c, loss / norm);
  }

  /**
   * Moves the scale along the log loss's gradient by it, sum over the outputs of g times margin.
   */
  private void follow(Lesson lesson, int r) {
    double gradient = 0;
    for (int o = 0; o < outputs; o++) {
      gradient += lesson.gradients[task][r * outputs + o] * lesson.outputs[task][r * outputs + o];
    }
    gradient /= scale;
    scaleSquares += gradient * gradient;
    if (scaleSquares > 0) {
      double moved = scale - gradient / Math.sqrt(scaleSquares);
      scale = Math.max(LEAST_SCALE, Math.min(MOST_SCALE, moved));
    }
  }

  @Override
  public void save(SnapshotWriter out) {
    out.tag("passive_aggressive").putDouble(scale).putDouble(scaleSquares);
  }

  @Override
  public void restore(SnapshotReader in) {
    scale = in.tag("passive_aggressive").getDouble();
    scaleSquares = in.getDouble();
  }
}
