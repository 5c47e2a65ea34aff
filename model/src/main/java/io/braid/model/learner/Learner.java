package io.braid.model.learner;

import io.braid.model.data.Example;
import io.braid.model.data.Features;
import io.braid.model.data.Learned;
import io.braid.model.data.Prediction;
import io.braid.model.data.Rng;
import io.braid.model.data.Row;
import io.braid.model.data.Section;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;
import io.braid.model.data.Update;
import io.braid.model.feature.Intake;
import io.braid.model.feature.Members;
import io.braid.model.layer.Relatable;
import io.braid.model.layer.Trunk;
import io.braid.model.optimizer.Optimizers;
import io.braid.model.spec.Component;
import io.braid.model.spec.LabelSlots;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.Task;
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
 * coefficient of the {@link io.braid.model.weighting.Weighting}; under a weighting of gradients c_k
 * acts on the trunk alone, and is 1 in the task's head.
 *
 * <p>A task without a label trains nothing and moves no state. A step whose loss or gradient is not
 * finite is refused and leaves the learner as it was. Allocates nothing per event. Not thread-safe.
 */
public final class Learner implements Learned {
  private final Pipeline pipeline;
  private final List<Task> tasks;
  private final String structureHash;
  final Intake intake;
  final Model[] models;
  private final boolean[] proposed;
  final Mixture mixture;
  private final Relations relations;
  private final EarlyStopping earlyStopping;
  private final DriftReaction reaction;
  private final MicroBatch batch;
  private final Rng rng;
  private final List<Section> sections;

  private long steps;
  private long changes;

  private final Update update;
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
    intake = new Intake(pipeline);
    rng = new Rng(pipeline.training().seed());
    Rng initial = rng.split();
    List<Component> optimizers = Optimizers.perRate(pipeline.optimizer());
    models = new Model[optimizers.size()];
    for (int m = 0; m < models.length; m++) {
      String prefix = m == 0 ? "" : "rate." + m + ".";
      Rng own = m == 0 ? initial : initial.split();
      models[m] = new Model(pipeline, intake.encoder(), optimizers.get(m), own, prefix);
    }
    proposed = new boolean[models.length];
    mixture = models.length == 1 ? null : new Mixture(models);
    relations = new Relations(pipeline, models);
    earlyStopping = new EarlyStopping(pipeline.training().earlyStopping(), count);
    reaction = new DriftReaction(pipeline.drift());
    int slots = LabelSlots.of(tasks).total();
    batch = new MicroBatch(intake.newExample().features, slots, rows);
    update = models.length == 1 ? models[0].update() : new Update(count);
    List<Section> all = new ArrayList<>();
    all.add(intake.statistics());
    all.add(new Section("learner", new Rest(), () -> changes));
    for (Model model : models) {
      all.addAll(model.sections());
    }
    all.addAll(intake.rest());
    all.addAll(relations.sections());
    sections = List.copyOf(all);
  }

  /** Says that it has begun with the state of another: its own steps count from 0. */
  void begun() {
    changes++;
    steps = 0;
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
    int sum = 0;
    for (Model model : models) {
      sum += model.network().parameters().count();
    }
    return sum;
  }

  /** What is done about a detected drift. */
  public String reactionName() {
    return reaction.name();
  }

  /** Whether early stopping has frozen a task. */
  public boolean frozen(int task) {
    return earlyStopping.frozen(task);
  }

  /** What the tasks share, to ask what it has learned of them; not to be run from outside. */
  public Trunk trunk() {
    return models[0].network().trunk();
  }

  /**
   * Sets how strongly the trunk holds two tasks together; between steps.
   *
   * @return whether it can, that is, is a {@link Relatable}
   * @throws IllegalArgumentException as {@link Relatable#relate} does
   */
  public boolean relate(int i, int j, float strength) {
    changes++;
    return relations.relate(i, j, strength);
  }

  /** How the tasks stand to each other, as far as that is measured. */
  public Relations relations() {
    return relations;
  }

  /**
   * Which features the model uses, if its trunk selects them; empty if not.
   *
   * @return in the order of the columns, a sparse feature once; made anew
   */
  public List<FeatureUse> featureUse() {
    return models[0].featureUse(intake.encoder().names(), steps);
  }

  /** The members of families of tasks; null if there are none. Not to be changed from outside. */
  public Members members() {
    return intake.members();
  }

  /** An example of this learner's shape. */
  public Example newExample() {
    return intake.newExample();
  }

  /** A prediction of this learner's shape. */
  public Prediction newPrediction() {
    return new Prediction(
        IntStream.range(0, tasks.size())
            .map(k -> models[0].objective().loss(k).predictions())
            .toArray());
  }

  /** Updates the encoders' running statistics with a row: once per event, before encoding it. */
  public void observe(Row row) {
    intake.observe(row);
  }

  /** {@link #observe}, then {@link #encode}, in one go. */
  public void take(Row row, Example into) {
    intake.take(row, into);
  }

  /**
   * Encodes a row as that of the next event, which it is not: as {@link #take}, but of the
   * learner's state only the encoders' statistics move, the first of its sections.
   */
  public void ask(Row row, Example into) {
    intake.ask(row, into);
  }

  /** Encodes a row; labels and weight are copied. Changes no learner state. */
  public void encode(Row row, Example into) {
    intake.encode(row, into);
  }

  /**
   * Encodes a row that was taken in and learned before, one of several in their order. Of labels it
   * remembers those on the rows replayed before it alone: what it saw then, as far as they reach
   * back, and never its own label or a later one, which the learner itself has learned by now.
   * Changes no learner state.
   */
  public void replay(Row row, Example into) {
    intake.replay(row, into);
  }

  /** Predicts; changes no learner state. */
  public void predict(Example example, Prediction into) {
    into.step = steps;
    if (mixture == null) {
      models[0].predict(example.features, into);
    } else {
      mixture.predict(example.features, into);
    }
  }

  /**
   * Learns from the labels present in an example.
   *
   * @return what the step did; reused by the next call
   */
  public Update learn(Example example) {
    step(example);
    if (update.status != Update.Status.REFUSED_NON_FINITE) {
      intake.learned(example);
    }
    return update;
  }

  private void step(Example example) {
    if (!anyToLearn(example)) {
      Arrays.fill(update.losses, Double.NaN);
      Arrays.fill(update.weights, 0f);
      update.gradientNorm = 0;
      update.status = Update.Status.NOTHING_TO_LEARN;
      return;
    }
    changes++;
    if (pipeline.training().batch() == 1) {
      rowWeight[0] = example.weight;
      step(example.features, example.labels, rowWeight);
      return;
    }
    batch.add(example);
    if (batch.full()) {
      step(batch.features, batch.labels, batch.weights);
      batch.clear();
    } else {
      update.status = Update.Status.BATCHED;
    }
  }

  /** Tells the learner that the loss of a task has drifted. */
  public void drifted(int task) {
    changes++;
    earlyStopping.thaw(task);
    reaction.drift();
    if (reaction.resetsHead()) {
      for (Model model : models) {
        model.resetHead(task, rng.split(), steps);
      }
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

  /**
   * One step on the combined loss of all rows. Nothing that lasts moves before it is accepted; of
   * several models those that would not stay finite stay as they are.
   */
  private void step(Features x, double[] labels, double[] rowWeights) {
    Model first = null;
    relations.begin(steps);
    for (int m = 0; m < models.length; m++) {
      proposed[m] = models[m].propose(x, labels, rowWeights, earlyStopping, steps);
      if (proposed[m] && first == null) {
        first = models[m];
      }
    }
    if (models.length > 1) {
      update.set((first == null ? models[0] : first).update());
    }
    if (first == null) {
      return;
    }
    if (mixture != null) {
      mixture.learn(x.rows, labels, rowWeights);
    }
    for (int m = 0; m < models.length; m++) {
      if (proposed[m]) {
        models[m].take(steps, reaction.rateFactor());
      }
      // A model that cannot go on keeps the others' scale of the labels.
      models[m].objective().accept(x.rows, labels);
    }
    steps++;
    reaction.stepped();
    earlyStopping.observe(first.objective());
    relations.accepted(proposed);
  }

  /** Everything that is neither encoder statistics nor a long float vector. */
  private final class Rest implements State {
    @Override
    public void save(SnapshotWriter out) {
      out.putLong(steps);
      rng.save(out);
      for (Model model : models) {
        model.save(out);
      }
      if (mixture != null) {
        mixture.save(out);
      }
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
      for (Model model : models) {
        model.restore(in);
      }
      if (mixture != null) {
        mixture.restore(in);
      }
      in.tag("stopping");
      earlyStopping.restore(in);
      reaction.restore(in);
      batch.restore(in);
    }
  }
}
