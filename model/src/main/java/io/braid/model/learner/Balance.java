package io.braid.model.learner;

import io.braid.model.data.Features;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;
import io.braid.model.data.Update;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.SpecException;
import io.braid.model.weighting.GradientWeighting;
import io.braid.model.weighting.LossWeighting;
import io.braid.model.weighting.TaskGradients;
import io.braid.model.weighting.Weighting;
import io.braid.model.weighting.WeightingContext;
import io.braid.model.weighting.Weightings;

/**
 * Balances the tasks in the backward pass of a step, by the pipeline's weighting. A weighting of
 * losses scales what each head is given. A weighting of gradients lets every head run backward into
 * an array of its own and scales those on their way into the trunk, so that heads follow their own
 * tasks. Either way the task's static weight is multiplied in. State is that of the weighting. Not
 * thread-safe.
 */
final class Balance implements State {
  private final Network network;
  private final Objective objective;
  private final LossWeighting byLosses;
  private final GradientWeighting byGradients;
  private final double[] weights;
  private final float[] coefficients;

  /** Which tasks with a label have a say in the trunk, and whether any. */
  private final boolean[] reaching;

  private boolean any;

  private TaskGradients gradients;
  private boolean[] stopped;
  private Probe probe;

  /**
   * @throws SpecException if the weighting compares gradients and the trunk gives no representation
   *     to compare them in
   */
  Balance(Pipeline pipeline, Network network, Objective objective) {
    this.network = network;
    this.objective = objective;
    int tasks = objective.tasks();
    int width = network.commonWidth();
    Weighting weighting =
        Weightings.CATALOG.create(pipeline.weighting(), WeightingContext.of(pipeline, width));
    byLosses = weighting instanceof LossWeighting w ? w : null;
    byGradients = weighting instanceof GradientWeighting w ? w : null;
    if (byGradients != null && width == 0) {
      throw new SpecException(
          pipeline.weighting().path(),
          "'"
              + pipeline.weighting().kind()
              + "' compares the tasks' gradients in a shared representation, or in ones of equal"
              + " width, which the trunk '"
              + pipeline.trunk().kind()
              + "' does not give: choose another trunk, such as mlp, or a weighting by losses, such"
              + " as ema_norm");
    }
    gradients = byGradients == null ? null : new TaskGradients(tasks, width);
    weights = new double[tasks];
    for (int k = 0; k < tasks; k++) {
      weights[k] = pipeline.tasks().get(k).weight();
    }
    coefficients = new float[tasks];
    reaching = new boolean[tasks];
    stopped = new boolean[tasks];
  }

  /** Keeps the gradients of these tasks out of the trunk: read in every step, state of others. */
  void stop(boolean[] tasks) {
    stopped = tasks;
  }

  /**
   * Shows what it sees of the tasks in steps in which the probe is on. That changes no gradient.
   *
   * @return where the tasks' gradients will be found; null if there is nothing to compare them in
   */
  TaskGradients watch(Probe by) {
    probe = by;
    int width = network.commonWidth();
    if (gradients == null && width > 0) {
      gradients = new TaskGradients(objective.tasks(), width);
    }
    return gradients;
  }

  /**
   * Gives every parameter its gradient, for the rows last forwarded and evaluated.
   *
   * @param update its weights, zeros before, receive what each task had in the trunk
   * @return whether the tasks' gradients are finite; if not, the step must be refused
   */
  boolean backward(Features x, Update update) {
    any = false;
    for (int k = 0; k < reaching.length; k++) {
      reaching[k] = objective.active[k] && !stopped[k];
      any |= reaching[k];
    }
    network.clearGradients(reaching);
    boolean finite = byLosses != null ? scaleLosses(x, update) : scaleGradients(x, update);
    if (finite && any) {
      network.backwardTrunk(x);
    }
    return finite;
  }

  private boolean scaleLosses(Features x, Update update) {
    if (probe != null && probe.on) {
      probe(x);
    }
    byLosses.weigh(objective.active, objective.values, coefficients);
    for (int k = 0; k < weights.length; k++) {
      if (objective.active[k]) {
        float coefficient = (float) (coefficients[k] * weights[k]);
        objective.weigh(k, x.rows, coefficient);
        if (reaching[k]) {
          update.weights[k] = coefficient;
          network.backwardHead(k, x, objective.gradient(k));
        } else {
          network.backwardHead(k, x, objective.gradient(k), null);
        }
      }
    }
    return true;
  }

  /**
   * The gradients alone, by a backward pass of the heads of which nothing else is left, so that the
   * step is the same, bit for bit, as without.
   */
  private void probe(Features x) {
    if (gradients == null) {
      probe.complete = true;
      return;
    }
    gradients.begin(objective.active, x.rows);
    for (int k = 0; k < weights.length; k++) {
      if (objective.active[k]) {
        network.backwardHead(k, x, objective.gradient(k), gradients.of(k));
        network.clearHead(k);
      }
    }
    probe.complete = gradients.complete(objective.active);
  }

  private boolean scaleGradients(Features x, Update update) {
    boolean probing = probe != null && probe.on;
    boolean[] shown = probing ? objective.active : reaching;
    gradients.begin(shown, x.rows);
    for (int k = 0; k < weights.length; k++) {
      if (objective.active[k]) {
        objective.weigh(k, x.rows, (float) weights[k]);
        network.backwardHead(k, x, objective.gradient(k), shown[k] ? gradients.of(k) : null);
        if (shown[k]) {
          gradients.divide(k, (float) weights[k]);
        }
      }
    }
    if (!gradients.complete(shown)) {
      return false;
    }
    if (probing) {
      probe.complete = true;
    }
    if (any) {
      byGradients.weigh(reaching, objective.values, gradients, coefficients);
    }
    for (int k = 0; k < weights.length; k++) {
      if (reaching[k]) {
        update.weights[k] = (float) (coefficients[k] * weights[k]);
        network.addRepresentationGradient(
            k, gradients.of(k), gradients.length(), update.weights[k]);
      }
    }
    return true;
  }

  /** Takes the step just made into the weighting's state. */
  void accept() {
    if (byLosses != null) {
      byLosses.update(objective.active, objective.values);
    } else if (any) {
      byGradients.update(reaching, objective.values, gradients);
    }
  }

  private State weighting() {
    return byLosses != null ? byLosses : byGradients;
  }

  @Override
  public void save(SnapshotWriter out) {
    weighting().save(out);
  }

  @Override
  public void restore(SnapshotReader in) {
    weighting().restore(in);
  }
}
