package io.braid.model.learner;

import io.braid.model.data.Features;
import io.braid.model.data.Parameters;
import io.braid.model.data.Prediction;
import io.braid.model.data.Rng;
import io.braid.model.data.Section;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;
import io.braid.model.data.Update;
import io.braid.model.feature.FeatureEncoder;
import io.braid.model.kernel.KernelChoice;
import io.braid.model.kernel.OuterSteps;
import io.braid.model.optimizer.Optimization;
import io.braid.model.optimizer.Optimizer;
import io.braid.model.optimizer.OptimizerContext;
import io.braid.model.optimizer.Optimizers;
import io.braid.model.spec.Component;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.Task;
import java.util.ArrayList;
import java.util.List;

/**
 * One network with what it wants (losses, balanced by a weighting) and how it moves (optimizer). A
 * learner has one, or one per learning rate it hedges over. Not thread-safe.
 */
final class Model implements State {
  /** Gradients beyond this norm would overflow somewhere: the step is refused. */
  private static final double MAX_GRADIENT_NORM = 1e18;

  private final Network network;
  private final Objective objective;
  private final Balance balance;
  private final Optimizer optimizer;
  private final Descent descent;
  private final Update update;
  private final List<Section> sections;

  /** What is measured of the steps; null if nothing. */
  private Probe probe;

  /**
   * @param optimizer of this model, with one learning rate
   * @param prefix of the names of its sections
   */
  Model(Pipeline pipeline, FeatureEncoder encoder, Component optimizer, Rng rng, String prefix) {
    List<Task> tasks = pipeline.tasks();
    objective = new Objective(tasks, pipeline.training().batch());
    network = new Network(pipeline, encoder, objective);
    network.initialize(rng);
    Parameters parameters = network.parameters();
    OuterSteps steps = KernelChoice.steps(pipeline.training().kernels());
    Optimization optimization =
        Optimizers.CATALOG.create(optimizer, OptimizerContext.of(parameters, steps));
    this.optimizer = optimization.optimizer();
    if (this.optimizer.takesOuter()) {
      parameters.keepOuter(steps::pays, true);
    }
    balance = new Balance(pipeline, network, objective);
    update = new Update(tasks.size());
    FloatSections floats = new FloatSections(parameters.values(), this.optimizer.slots());
    descent = new Descent(parameters, optimization, floats);
    List<Section> all = new ArrayList<>();
    for (Section each : floats.sections()) {
      all.add(new Section(prefix + each.name(), each.state(), each.version()));
    }
    for (Section each : network.sections()) {
      all.add(new Section(prefix + each.name(), each.state(), each.version()));
    }
    sections = List.copyOf(all);
  }

  Network network() {
    return network;
  }

  Descent descent() {
    return descent;
  }

  Objective objective() {
    return objective;
  }

  /** Keeps the gradients of these tasks out of the trunk: read in every step, state of others. */
  void stop(boolean[] tasks) {
    balance.stop(tasks);
  }

  /** Has the steps measured in which the probe is on; that changes none of them. */
  Probe probe() {
    probe = new Probe(objective);
    probe.watch(balance.watch(probe));
    return probe;
  }

  /** What the step last proposed did, or would have done. */
  Update update() {
    return update;
  }

  /** The long vectors and matrices, each stored apart. */
  List<Section> sections() {
    return sections;
  }

  void predict(Features x, Prediction into) {
    network.forward(x, false);
    objective.link(network, into);
  }

  /**
   * Everything of a step on the combined loss of all rows that moves nothing lasting.
   *
   * @param steps taken before this one
   * @return whether the step may be taken
   */
  boolean propose(
      Features x, double[] labels, double[] rowWeights, EarlyStopping stopping, long steps) {
    network.at(steps);
    network.forward(x, true);
    boolean finite = objective.evaluate(network, x.rows, labels, rowWeights, stopping);
    // By hand: there are few of them.
    for (int k = 0; k < update.losses.length; k++) {
      update.losses[k] = objective.values[k];
      update.weights[k] = 0f;
    }
    update.gradientNorm = Double.NaN;
    update.status = Update.Status.REFUSED_NON_FINITE;
    if (!finite) {
      return false;
    }
    if (probe != null && probe.on) {
      probe.take(x.rows, labels, rowWeights);
    }
    boolean balanced = balance.backward(x, update);
    network.dropFrozen();
    update.gradientNorm = Math.sqrt(network.squaredGradientNorm());
    if (!(balanced && update.gradientNorm <= MAX_GRADIENT_NORM)
        || !network.prepare(x, labels, rowWeights, objective)) {
      network.parameters().clearGradients();
      return false;
    }
    update.status = Update.Status.APPLIED;
    return true;
  }

  /** Takes the step proposed; the objective is told apart from it. */
  void take(long steps, double rateFactor) {
    descent.step(steps, rateFactor, update.gradientNorm);
    network.learn(descent);
    network.accepted();
    balance.accept();
  }

  /** Which features the network uses, where it selects. */
  List<FeatureUse> featureUse(FeatureEncoder.Names names, long steps) {
    return FeatureUse.of(network.parameters(), names, descent.rate(steps));
  }

  /** Starts a task's head afresh, unless it stands still after so many steps. */
  void resetHead(int task, Rng rng, long steps) {
    network.at(steps);
    if (network.frozen(task)) {
      return;
    }
    network.resetHead(task, rng);
    descent.forget(network.headSegments(task));
  }

  @Override
  public void save(SnapshotWriter out) {
    network.save(out);
    objective.save(out);
    out.tag("weighting");
    balance.save(out);
    out.tag("optimizer");
    optimizer.save(out);
  }

  @Override
  public void restore(SnapshotReader in) {
    network.restore(in);
    objective.restore(in);
    in.tag("weighting");
    balance.restore(in);
    in.tag("optimizer");
    optimizer.restore(in);
  }
}
