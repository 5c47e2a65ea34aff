package io.braid.model.learner;

import io.braid.model.data.Features;
import io.braid.model.data.Parameters;
import io.braid.model.data.Rng;
import io.braid.model.data.Section;
import io.braid.model.data.Segment;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;
import io.braid.model.feature.FeatureEncoder;
import io.braid.model.kernel.KernelChoice;
import io.braid.model.kernel.Kernels;
import io.braid.model.layer.Head;
import io.braid.model.layer.HeadContext;
import io.braid.model.layer.Heads;
import io.braid.model.layer.LearningHead;
import io.braid.model.layer.Lesson;
import io.braid.model.layer.Precisions;
import io.braid.model.layer.Trunk;
import io.braid.model.layer.TrunkContext;
import io.braid.model.layer.Trunks;
import io.braid.model.spec.Component;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.SpecException;
import io.braid.model.spec.Task;
import java.util.Arrays;
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

  private final Freezing freezing;
  private final Precisions precisions = new Precisions();
  private final Lesson lesson;
  private boolean learns;

  private Features seen;
  private long seenRevision;

  /** The pass last begun; a head runs when its outputs are asked for. */
  private Features current;

  private boolean training;

  /** Whether a backward pass has reached the trunk since one was begun. */
  private boolean reached;

  Network(Pipeline pipeline, FeatureEncoder encoder, Objective objective) {
    int denseWidth = encoder.denseWidth();
    int sparseWidth = encoder.sparseWidth();
    Kernels kernels = KernelChoice.of(pipeline.training().kernels());
    List<Task> tasks = pipeline.tasks();
    trunk =
        Trunks.CATALOG.create(
            pipeline.trunk(),
            new TrunkContext(
                denseWidth,
                sparseWidth,
                tasks.size(),
                parameters,
                kernels,
                encoder.image(),
                encoder.sequences(),
                tasks.stream().map(task -> task.kind() == Task.Kind.TAGGING).toList()));
    heads = new Head[tasks.size()];
    headFrom = new int[tasks.size() + 1];
    outputs = new float[tasks.size()][];
    lesson = new Lesson(tasks.size());
    Object activation = pipeline.trunk().parameters().getOrDefault("activation", "relu");
    for (int k = 0; k < heads.length; k++) {
      Task task = tasks.get(k);
      headFrom[k] = parameters.segments().size();
      heads[k] =
          Heads.create(
              head(k, task, activation),
              new HeadContext(
                  task.name(),
                  objective.loss(k).outputs(),
                  trunk.width(k),
                  denseWidth,
                  sparseWidth,
                  parameters,
                  kernels,
                  new HeadContext.Aim(
                      k,
                      task.kind(),
                      task.loss().kind(),
                      objective.loss(k).curvature(),
                      most(task)),
                  precisions),
              positions(k, task),
              pipeline.skip());
      learns |= heads[k] instanceof LearningHead;
    }
    headFrom[heads.length] = parameters.segments().size();
    parameters.allocate();
    Parts parts = new Parts(parameters.segments(), tasks, heads, headFrom);
    parts.scale(pipeline.transfer().rates());
    freezing =
        new Freezing(pipeline.transfer().freeze(), parameters.segments(), parts, objective.still);
  }

  private static int most(Task task) {
    return task.by() == null ? 0 : task.by().max();
  }

  /** Positions of a task's representation, of which its label must have as many. */
  private int positions(int k, Task task) {
    int positions = trunk.positions(k);
    if (positions > 1 && positions != task.labelValues()) {
      throw new SpecException(
          "tasks[" + k + "].length",
          "'%d' is not allowed, the sequences of the features have %d positions"
              .formatted(task.labelValues(), positions));
    }
    return positions;
  }

  private static Component head(int k, Task task, Object activation) {
    return task.head() != null
        ? task.head()
        : new Component(
            "dense", Map.of("hidden", task.hidden(), "activation", activation), "tasks[" + k + "]");
  }

  void initialize(Rng rng) {
    trunk.initialize(rng);
    for (Head head : heads) {
      head.initialize(rng);
    }
  }

  Trunk trunk() {
    return trunk;
  }

  Head head(int task) {
    return heads[task];
  }

  /** Says how many steps have been taken: parts may stand still for some. */
  void at(long steps) {
    freezing.at(steps);
  }

  Parameters parameters() {
    return parameters;
  }

  /**
   * Runs rows through the network, unless that is what it did last. Each task's part of it runs
   * when its outputs are asked for: a task without a label costs a step nothing.
   */
  void forward(Features x, boolean training) {
    if (x == seen && x.revision() == seenRevision && !(training && trunk.stochastic())) {
      return;
    }
    trunk.forward(x, training);
    precisions.nextRows();
    Arrays.fill(outputs, null);
    current = x;
    this.training = training;
    seen = training && trunk.stochastic() ? null : x;
    seenRevision = x.revision();
  }

  /** Raw outputs of a task's head, {@code [rows][outputs]}. */
  float[] outputs(int task) {
    if (outputs[task] == null) {
      outputs[task] = heads[task].forward(current, trunk.representation(task), training);
    }
    return outputs[task];
  }

  /** Says that parameters have moved: no earlier forward pass may be used again. */
  void parametersMoved() {
    seen = null;
  }

  /** Starts a backward pass of the tasks that have a label. */
  void clearGradients(boolean[] active) {
    reached = false;
    trunk.clearGradients(active);
  }

  /** Forgets what a backward pass has written of a task's head. */
  void clearHead(int task) {
    List<Segment> segments = parameters.segments();
    for (int s = headFrom[task]; s < headFrom[task + 1]; s++) {
      segments.get(s).clearGradient();
    }
  }

  /** Gradient of a task's loss through its head. */
  void backwardHead(int task, Features x, float[] outputGradients) {
    float[] into = freezing.trunk() ? null : trunk.representationGradient(task);
    heads[task].backward(x, trunk.representation(task), outputGradients, into);
  }

  /** The same, with the gradient by the representation added to the caller's array, if not null. */
  void backwardHead(int task, Features x, float[] outputGradients, float[] into) {
    heads[task].backward(x, trunk.representation(task), outputGradients, into);
  }

  /** Adds a multiple of a task's gradient to what {@link #backwardTrunk} starts from. */
  void addRepresentationGradient(int task, float[] gradient, int length, float factor) {
    float[] into = trunk.representationGradient(task);
    for (int i = 0; i < length; i++) {
      into[i] += factor * gradient[i];
    }
  }

  /** Width of the tasks' representations, if all have the same; else 0, as without any. */
  int commonWidth() {
    int width = trunk.width(0);
    for (int k = 1; k < heads.length; k++) {
      if (trunk.width(k) != width) {
        return 0;
      }
    }
    return width;
  }

  /** What the heads have added up, through the trunk. */
  void backwardTrunk(Features x) {
    if (!freezing.trunk()) {
      reached = true;
      trunk.backward(x);
    }
  }

  /** Takes away the gradients of what stands still, once a backward pass is over. */
  void dropFrozen() {
    freezing.drop();
  }

  /** Says that the step of the backward pass just made has been applied. */
  void accepted() {
    if (reached) {
      trunk.accepted();
    }
    parametersMoved();
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

  /**
   * What a task's labels deviate by from its output for the first row last forwarded, on the loss's
   * scale; NaN if the head does not know.
   */
  double deviation(int task) {
    return heads[task].deviation();
  }

  /**
   * Tells heads that move their own parameters of a step that is about to be taken.
   *
   * @return whether all of them would stay finite; nothing has moved yet
   */
  boolean prepare(Features x, double[] labels, double[] weights, Objective objective) {
    if (!learns) {
      return true;
    }
    lesson.next(x, weights);
    boolean admitted = true;
    for (int k = 0; k < heads.length; k++) {
      if (heads[k] instanceof LearningHead head) {
        objective.teach(k, this, x.rows, labels, lesson);
        if (freezing.head(k)) {
          Arrays.fill(lesson.targets[k], Double.NaN);
        } else if (objective.active[k]) {
          lesson.representations[k] = trunk.representation(k);
          admitted &= head.admits(lesson);
        }
      }
    }
    return admitted;
  }

  /** Lets the heads that move their own parameters learn what was prepared. */
  void learn(Descent descent) {
    for (int k = 0; learns && k < heads.length; k++) {
      if (heads[k] instanceof LearningHead head && lesson.teaches(k)) {
        head.learn(lesson);
      }
    }
    for (int k = 0; learns && k < heads.length; k++) {
      if (heads[k] instanceof LearningHead) {
        descent.moved(headFrom[k], headFrom[k + 1]);
      }
    }
  }

  /** What the heads keep apart from the parameters and from the rest of the state. */
  List<Section> sections() {
    return precisions.sections();
  }

  /** Starts a head afresh. */
  void resetHead(int task, Rng rng) {
    heads[task].initialize(rng);
    parametersMoved();
  }

  /** Whether a task's head stands still. */
  boolean frozen(int task) {
    return freezing.head(task);
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
