package io.braid.model.learner;

import io.braid.model.data.Prediction;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;
import io.braid.model.layer.Lesson;
import io.braid.model.loss.Loss;
import io.braid.model.loss.Losses;
import io.braid.model.spec.LabelSlots;
import io.braid.model.spec.Task;
import java.util.Arrays;
import java.util.List;

/**
 * What the tasks want: their losses, on the scale in which each is learned, and the gradients with
 * respect to the raw outputs of their heads. State is what the scales have learned of the labels,
 * which moves only when a step has been accepted. Not thread-safe.
 */
final class Objective implements State {
  /** Which tasks have a label in the step last evaluated. */
  final boolean[] active;

  /** Mean loss over a task's labelled rows; NaN where not active. */
  final double[] values;

  /** Whose head stands still: the scale of the labels does, too. */
  final boolean[] still;

  private final Loss[] losses;
  private final LabelSlots slots;

  /** By task, one per value of its label. */
  private final TargetScaler[][] scalers;

  /** By task: a label on the loss's scale. */
  private final double[][] scaled;

  private final float[][] gradients;

  Objective(List<Task> tasks, int rows) {
    int count = tasks.size();
    losses = new Loss[count];
    slots = LabelSlots.of(tasks);
    scalers = new TargetScaler[count][];
    scaled = new double[count][];
    gradients = new float[count][];
    for (int k = 0; k < count; k++) {
      losses[k] = Losses.CATALOG.create(tasks.get(k).loss(), tasks.get(k));
      scaled[k] = new double[slots.count(k)];
      scalers[k] = new TargetScaler[slots.count(k)];
      for (int v = 0; v < scalers[k].length; v++) {
        scalers[k][v] = new TargetScaler(losses[k].scaling());
      }
      gradients[k] = new float[rows * losses[k].outputs()];
    }
    active = new boolean[count];
    still = new boolean[count];
    values = new double[count];
  }

  int tasks() {
    return losses.length;
  }

  /** Where labels stand. */
  LabelSlots slots() {
    return slots;
  }

  Loss loss(int task) {
    return losses[task];
  }

  /** Gradient of a task's mean loss by its raw outputs, {@code [rows][outputs]}. */
  float[] gradient(int task) {
    return gradients[task];
  }

  /** Raw outputs of row 0 into predictions on the labels' own scale. */
  void link(Network network, Prediction into) {
    for (int k = 0; k < losses.length; k++) {
      link(k, network.outputs(k), network.deviation(k), into);
    }
  }

  /**
   * Raw outputs of one row of a task into its prediction.
   *
   * @param deviation on the loss's scale
   */
  void link(int k, float[] z, double deviation, Prediction into) {
    losses[k].link(z, 0, into.outputs[k]);
    if (slots.several(k)) {
      for (int v = 0; v < scalers[k].length; v++) {
        scalers[k][v].unscale(into.outputs[k], v, v + 1);
      }
    } else {
      scalers[k][0].unscale(into.outputs[k]);
    }
    into.deviations[k] = deviation * scalers[k][0].factor();
  }

  /**
   * Evaluates every task that has a label and is not frozen.
   *
   * @param labels {@code [rows][slots]}, NaN where absent
   * @param weights one per row
   * @return whether all losses are finite
   */
  boolean evaluate(
      Network network, int rows, double[] labels, double[] weights, EarlyStopping stopping) {
    boolean finite = true;
    for (int k = 0; k < losses.length; k++) {
      active[k] = !stopping.frozen(k) && evaluate(k, network, rows, labels, weights);
      if (!active[k]) {
        values[k] = Double.NaN;
      } else {
        finite &= Double.isFinite(values[k]);
      }
    }
    return finite;
  }

  private boolean evaluate(int k, Network network, int rows, double[] labels, double[] weights) {
    if (!labelled(k, rows, labels)) {
      return false;
    }
    float[] z = network.outputs(k);
    Loss loss = losses[k];
    int width = loss.outputs();
    float[] dz = gradients[k];
    int labelled = 0;
    double sum = 0;
    for (int r = 0; r < rows; r++) {
      if (Double.isNaN(labels[r * slots.total() + k])) {
        Arrays.fill(dz, r * width, (r + 1) * width, 0f);
        continue;
      }
      labelled++;
      sum += weights[r] * loss.gradient(z, r * width, scaled(k, labels, r), dz, r * width);
      if (weights[r] != 1.0) {
        scale(dz, r * width, (r + 1) * width, (float) weights[r]);
      }
    }
    values[k] = sum / labelled;
    if (labelled > 1) {
      scale(dz, 0, rows * width, 1f / labelled);
    }
    return true;
  }

  private boolean labelled(int k, int rows, double[] labels) {
    for (int r = 0; r < rows; r++) {
      if (!Double.isNaN(labels[r * slots.total() + k])) {
        return true;
      }
    }
    return false;
  }

  /**
   * Writes a task's targets and the bare gradients of its rows for a head that moves its own
   * parameters; after {@link #evaluate} of the same rows.
   */
  void teach(int k, Network network, int rows, double[] labels, Lesson lesson) {
    Loss loss = losses[k];
    int width = loss.outputs();
    if (lesson.targets[k] == null) {
      lesson.targets[k] = new double[gradients[k].length / width];
      lesson.gradients[k] = new float[gradients[k].length];
    }
    Arrays.fill(lesson.targets[k], Double.NaN);
    if (!active[k]) {
      return;
    }
    float[] z = network.outputs(k);
    lesson.outputs[k] = z;
    for (int r = 0; r < rows; r++) {
      if (!Double.isNaN(labels[r * slots.total() + k])) {
        double[] target = scaled(k, labels, r);
        lesson.targets[k][r] = target[0];
        loss.gradient(z, r * width, target, lesson.gradients[k], r * width);
      }
    }
  }

  /**
   * The label of a row on the scale of its task's loss.
   *
   * @param labels {@code [rows][slots]}
   * @return one number per value; reused by the next call for the task
   */
  double[] scaled(int task, double[] labels, int row) {
    double[] values = scaled[task];
    int from = row * slots.total() + slots.at(task);
    for (int v = 0; v < values.length; v++) {
      values[v] = scalers[task][v].scale(labels[from + v]);
    }
    return values;
  }

  /** Multiplies a task's gradient. */
  void weigh(int task, int rows, float coefficient) {
    if (coefficient != 1f) {
      scale(gradients[task], 0, rows * losses[task].outputs(), coefficient);
    }
  }

  /** Takes the labels of an accepted step into the scales. */
  void accept(int rows, double[] labels) {
    for (int k = 0; k < losses.length; k++) {
      for (int r = 0; active[k] && !still[k] && r < rows; r++) {
        if (!Double.isNaN(labels[r * slots.total() + k])) {
          int from = r * slots.total() + slots.at(k);
          for (int v = 0; v < scalers[k].length; v++) {
            scalers[k][v].accept(labels[from + v]);
          }
        }
      }
    }
  }

  /** Takes over the scale of the labels of another objective's task, of the same loss. */
  void inherit(int k, Objective other, int j) {
    SnapshotWriter state = new SnapshotWriter();
    for (int v = 0; v < scalers[k].length; v++) {
      other.scalers[j][v].save(state.reset());
      scalers[k][v].restore(new SnapshotReader(state.toByteArray()));
    }
  }

  private static void scale(float[] values, int from, int to, float factor) {
    for (int i = from; i < to; i++) {
      values[i] *= factor;
    }
  }

  @Override
  public void save(SnapshotWriter out) {
    for (TargetScaler[] each : scalers) {
      for (TargetScaler scaler : each) {
        scaler.save(out);
      }
    }
  }

  @Override
  public void restore(SnapshotReader in) {
    for (TargetScaler[] each : scalers) {
      for (TargetScaler scaler : each) {
        scaler.restore(in);
      }
    }
  }
}
