package io.braid.model.learner;

import io.braid.model.data.Example;
import io.braid.model.data.Features;
import io.braid.model.data.Learned;
import io.braid.model.data.Parameters;
import io.braid.model.data.Prediction;
import io.braid.model.data.Rng;
import io.braid.model.data.Row;
import io.braid.model.data.Section;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;
import io.braid.model.data.Update;
import io.braid.model.feature.FeatureEncoder;
import io.braid.model.optimizer.Optimization;
import io.braid.model.optimizer.Optimizer;
import io.braid.model.optimizer.OptimizerContext;
import io.braid.model.optimizer.Optimizers;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.Task;
import io.braid.model.weighting.Weighting;
import io.braid.model.weighting.Weightings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The multi-task learner: one shared model, moved event by event by the weighted gradients of all
 * tasks that have a label. One step minimises the combined loss
 *
 * <pre>  L = sum over labelled tasks k of  c_k w_k L_k,</pre>
 *
 * with L_k the mean loss of the task's labelled rows, w_k the task's static weight and c_k the
 * coefficient of the {@link Weighting}.
 *
 * <p>A task without a label trains nothing and moves no state. A step whose loss or gradient is not
 * finite is refused and leaves the learner as it was. Allocates nothing per event. Not thread-safe.
 */
public final class Learner implements Learned {
  /** Gradients beyond this norm would overflow somewhere: the step is refused. */
  private static final double MAX_GRADIENT_NORM = 1e18;

  private final Pipeline pipeline;
  private final List<Task> tasks;
  private final String structureHash;
  private final FeatureEncoder encoder;
  private final Network network;
  private final Objective objective;
  private final Weighting weighting;
  private final Optimizer optimizer;
  private final Descent descent;
  private final EarlyStopping earlyStopping;
  private final DriftReaction reaction;
  private final MicroBatch batch;
  private final Rng rng;
  private final List<Section> sections;

  private long steps;
  private long observed;
  private long changes;

  private final Update update;
  private final float[] coefficients;
  private final double[] rowWeight = new double[1];

  /**
   * @param pipeline a bound pipeline: no globs
   * @throws io.braid.model.spec.SpecException if a component or one of its settings is unknown
   */
  public Learner(Pipeline pipeline) {
    this.pipeline = pipeline;
    this.tasks = pipeline.tasks();
    this.structureHash = pipeline.structureHash();
    int count = tasks.size();
    int rows = pipeline.training().batch();
    objective = new Objective(tasks, rows);
    encoder = new FeatureEncoder(pipeline.features());
    rng = new Rng(pipeline.training().seed());
    network = new Network(pipeline, encoder.denseWidth(), encoder.sparseWidth(), objective);
    network.initialize(rng.split());
    Parameters parameters = network.parameters();
    Optimization optimization =
        Optimizers.CATALOG.create(pipeline.optimizer(), OptimizerContext.of(parameters));
    optimizer = optimization.optimizer();
    weighting =
        Weightings.CATALOG.create(pipeline.weighting(), tasks.stream().map(Task::name).toList());
    earlyStopping = new EarlyStopping(pipeline.training().earlyStopping(), count);
    reaction = new DriftReaction(pipeline.drift());
    batch = new MicroBatch(encoder.denseWidth(), encoder.sparseWidth(), count, rows);
    update = new Update(count);
    coefficients = new float[count];
    FloatSections floats = new FloatSections(parameters.values(), optimizer.slots());
    descent = new Descent(parameters, optimization, floats);
    List<Section> all = new ArrayList<>();
    all.add(new Section("encoder", encoder, () -> observed));
    all.add(new Section("learner", new Rest(), () -> changes));
    all.addAll(floats.sections());
    sections = List.copyOf(all);
  }

  /** The pipeline this learner was made from. */
  public Pipeline pipeline() {
    return pipeline;
  }

  /** Steps applied so far. */
  public long steps() {
    return steps;
  }

  /** Number of trainable parameters. */
  public int parameterCount() {
    return network.parameters().count();
  }

  /** What is done about a detected drift. */
  public String reactionName() {
    return reaction.name();
  }

  /** Whether early stopping has frozen a task. */
  public boolean frozen(int task) {
    return earlyStopping.frozen(task);
  }

  /** An example of this learner's shape. */
  public Example newExample() {
    return new Example(encoder.denseWidth(), encoder.sparseWidth(), tasks.size());
  }

  /** A prediction of this learner's shape. */
  public Prediction newPrediction() {
    return new Prediction(
        IntStream.range(0, tasks.size()).map(k -> objective.loss(k).predictions()).toArray());
  }

  /** Updates the encoders' running statistics with a row: once per event, before encoding it. */
  public void observe(Row row) {
    encoder.observe(row);
    observed++;
  }

  /** Encodes a row; labels and weight are copied. Changes no learner state. */
  public void encode(Row row, Example into) {
    into.features.clear();
    encoder.encode(row, into.features);
    System.arraycopy(row.labels, 0, into.labels, 0, into.labels.length);
    into.weight = row.weight;
  }

  /** Predicts; changes no learner state. */
  public void predict(Example example, Prediction into) {
    network.forward(example.features, false);
    into.step = steps;
    objective.link(network, into);
  }

  /**
   * Learns from the labels present in an example.
   *
   * @return what the step did; reused by the next call
   */
  public Update learn(Example example) {
    if (!anyToLearn(example)) {
      Arrays.fill(update.losses, Double.NaN);
      Arrays.fill(update.weights, 0f);
      update.gradientNorm = 0;
      update.status = Update.Status.NOTHING_TO_LEARN;
      return update;
    }
    changes++;
    if (pipeline.training().batch() == 1) {
      rowWeight[0] = example.weight;
      step(example.features, example.labels, rowWeight);
      return update;
    }
    batch.add(example);
    if (batch.full()) {
      step(batch.features, batch.labels, batch.weights);
      batch.clear();
    } else {
      update.status = Update.Status.BATCHED;
    }
    return update;
  }

  /** Tells the learner that the loss of a task has drifted. */
  public void drifted(int task) {
    changes++;
    earlyStopping.thaw(task);
    reaction.drift();
    if (reaction.resetsHead()) {
      network.resetHead(task, rng.split());
      descent.forget(network.headSegments(task));
    }
  }

  @Override
  public List<Section> sections() {
    return sections;
  }

  @Override
  public String structureHash() {
    return structureHash;
  }

  private boolean anyToLearn(Example example) {
    for (int k = 0; k < tasks.size(); k++) {
      if (!Double.isNaN(example.labels[k]) && !earlyStopping.frozen(k)) {
        return true;
      }
    }
    return false;
  }

  /** One step on the combined loss of all rows. Nothing that lasts moves before it is accepted. */
  private void step(Features x, double[] labels, double[] rowWeights) {
    network.forward(x, true);
    boolean finite = objective.evaluate(network, x.rows, labels, rowWeights, earlyStopping);
    System.arraycopy(objective.values, 0, update.losses, 0, update.losses.length);
    Arrays.fill(update.weights, 0f);
    update.gradientNorm = Double.NaN;
    update.status = Update.Status.REFUSED_NON_FINITE;
    if (!finite) {
      return;
    }
    weighting.weigh(objective.active, objective.values, coefficients);
    backward(x);
    update.gradientNorm = Math.sqrt(network.squaredGradientNorm());
    if (!(update.gradientNorm <= MAX_GRADIENT_NORM)) {
      network.parameters().clearGradients();
      return;
    }
    descent.step(steps, reaction.rateFactor(), update.gradientNorm);
    steps++;
    network.parametersMoved();
    accept(x.rows, labels);
    update.status = Update.Status.APPLIED;
  }

  private void backward(Features x) {
    network.clearGradients();
    for (int k = 0; k < tasks.size(); k++) {
      if (objective.active[k]) {
        float coefficient = (float) (coefficients[k] * tasks.get(k).weight());
        update.weights[k] = coefficient;
        objective.weigh(k, x.rows, coefficient);
        network.backwardHead(k, x, objective.gradient(k));
      }
    }
    network.backwardTrunk(x);
  }

  private void accept(int rows, double[] labels) {
    weighting.update(objective.active, objective.values);
    reaction.stepped();
    for (int k = 0; k < tasks.size(); k++) {
      if (objective.active[k]) {
        earlyStopping.observe(k, objective.values[k]);
      }
    }
    objective.accept(rows, labels);
  }

  /** Everything that is neither encoder statistics nor a long float vector. */
  private final class Rest implements State {
    @Override
    public void save(SnapshotWriter out) {
      out.putLong(steps);
      rng.save(out);
      network.save(out);
      objective.save(out);
      out.tag("weighting");
      weighting.save(out);
      out.tag("optimizer");
      optimizer.save(out);
      out.tag("stopping");
      earlyStopping.save(out);
      reaction.save(out);
      batch.save(out);
    }

    @Override
    public void restore(SnapshotReader in) {
      changes++;
      steps = in.getLong();
      rng.restore(in);
      network.restore(in);
      objective.restore(in);
      in.tag("weighting");
      weighting.restore(in);
      in.tag("optimizer");
      optimizer.restore(in);
      in.tag("stopping");
      earlyStopping.restore(in);
      reaction.restore(in);
      batch.restore(in);
    }
  }
}
