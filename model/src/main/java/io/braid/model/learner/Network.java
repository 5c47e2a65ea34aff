package io.braid.model.learner;

import io.braid.model.data.Features;
import io.braid.model.data.Parameters;
import io.braid.model.data.Rng;
import io.braid.model.data.Segment;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;
import io.braid.model.kernel.KernelChoice;
import io.braid.model.kernel.Kernels;
import io.braid.model.layer.Head;
import io.braid.model.layer.HeadContext;
import io.braid.model.layer.Heads;
import io.braid.model.layer.Trunk;
import io.braid.model.layer.TrunkContext;
import io.braid.model.layer.Trunks;
import io.braid.model.spec.Component;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.Task;
import java.util.List;
import java.util.Map;

/**
 * Trunk and heads over one flat parameter vector. Remembers which rows it has last seen, so that
 * the forward pass of a prediction also serves the step that learns from it.
 */
final class Network implements State {
  private final Parameters parameters = new Parameters();
  private final Trunk trunk;
  private final Head[] heads;
  private final int[] headFrom;
  private final float[][] outputs;

  private Features seen;
  private long seenRevision;

  Network(Pipeline pipeline, int denseWidth, int sparseWidth, Objective objective) {
    Kernels kernels = KernelChoice.of(pipeline.training().kernels());
    List<Task> tasks = pipeline.tasks();
    trunk =
        Trunks.CATALOG.create(
            pipeline.trunk(),
            new TrunkContext(denseWidth, sparseWidth, tasks.size(), parameters, kernels));
    heads = new Head[tasks.size()];
    headFrom = new int[tasks.size() + 1];
    outputs = new float[tasks.size()][];
    Object activation = pipeline.trunk().parameters().getOrDefault("activation", "relu");
    for (int k = 0; k < heads.length; k++) {
      Task task = tasks.get(k);
      headFrom[k] = parameters.segments().size();
      heads[k] =
          Heads.CATALOG.create(
              new Component(
                  "dense",
                  Map.of("hidden", task.hidden(), "activation", activation),
                  "tasks[" + k + "]"),
              new HeadContext(
                  task.name(),
                  objective.loss(k).outputs(),
                  trunk.width(k),
                  denseWidth,
                  sparseWidth,
                  parameters,
                  kernels));
    }
    headFrom[heads.length] = parameters.segments().size();
    parameters.allocate();
  }

  void initialize(Rng rng) {
    trunk.initialize(rng);
    for (Head head : heads) {
      head.initialize(rng);
    }
  }

  Parameters parameters() {
    return parameters;
  }

  /** Runs rows through the network, unless that is what it did last. */
  void forward(Features x, boolean training) {
    if (x == seen && x.revision() == seenRevision && !(training && trunk.stochastic())) {
      return;
    }
    trunk.forward(x, training);
    for (int k = 0; k < heads.length; k++) {
      outputs[k] = heads[k].forward(x, trunk.representation(k), training);
    }
    seen = training && trunk.stochastic() ? null : x;
    seenRevision = x.revision();
  }

  /** Raw outputs of a task's head, {@code [rows][outputs]}. */
  float[] outputs(int task) {
    return outputs[task];
  }

  /** Says that parameters have moved: no earlier forward pass may be used again. */
  void parametersMoved() {
    seen = null;
  }

  /** Starts a backward pass. */
  void clearGradients() {
    trunk.clearGradients();
  }

  /** Gradient of a task's loss through its head. */
  void backwardHead(int task, Features x, float[] outputGradients) {
    heads[task].backward(
        x, trunk.representation(task), outputGradients, trunk.representationGradient(task));
  }

  /** What the heads have added up, through the trunk. */
  void backwardTrunk(Features x) {
    trunk.backward(x);
  }

  double squaredGradientNorm() {
    double sum = 0;
    List<Segment> segments = parameters.segments();
    for (int s = 0; s < segments.size(); s++) {
      if (segments.get(s).hasGradient()) {
        sum += segments.get(s).squaredNorm();
      }
    }
    return sum;
  }

  /** Starts a head afresh. */
  void resetHead(int task, Rng rng) {
    heads[task].initialize(rng);
    parametersMoved();
  }

  /** The segments of a task's head. */
  List<Segment> headSegments(int task) {
    return parameters.segments().subList(headFrom[task], headFrom[task + 1]);
  }

  @Override
  public void save(SnapshotWriter out) {
    trunk.save(out);
    for (Head head : heads) {
      head.save(out);
    }
  }

  @Override
  public void restore(SnapshotReader in) {
    trunk.restore(in);
    for (Head head : heads) {
      head.restore(in);
    }
    parametersMoved();
  }
}
