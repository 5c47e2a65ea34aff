package io.braid.model.learner;

import io.braid.model.data.Example;
import io.braid.model.data.Features;
import io.braid.model.data.Learned;
import io.braid.model.data.Parameters;
import io.braid.model.data.Prediction;
import io.braid.model.data.Rng;
import io.braid.model.data.Row;
import io.braid.model.data.Section;
import io.braid.model.data.Segment;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;
import io.braid.model.data.Update;
import io.braid.model.feature.FeatureEncoder;
import io.braid.model.loss.Loss;
import io.braid.model.loss.Losses;
import io.braid.model.optimizer.Optimization;
import io.braid.model.optimizer.OptimizerContext;
import io.braid.model.optimizer.Optimizers;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.Task;
import io.braid.model.weighting.Weighting;
import io.braid.model.weighting.Weightings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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
  private final Loss[] losses;
  private final TargetScaler[] scalers;
  private final Weighting weighting;
  private final Optimization optimization;
  private final EarlyStopping earlyStopping;
  private final DriftReaction reaction;
  private final MicroBatch batch;
  private final Rng rng;
  private final FloatSections floats;
  private final List<Section> sections;

  private long steps;
  private long observed;
  private long changes;

  private final Update update;
  private final boolean[] active;
  private final double[] stepLosses;
  private final float[] coefficients;
  private final float[][] outputGradients;
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
    losses = new Loss[count];
    scalers = new TargetScaler[count];
    outputGradients = new float[count][];
    int rows = pipeline.training().batch();
    for (int k = 0; k < count; k++) {
      losses[k] = Losses.CATALOG.create(tasks.get(k).loss(), tasks.get(k));
      scalers[k] = new TargetScaler(losses[k].scaling());
      outputGradients[k] = new float[rows * losses[k].outputs()];
    }
    encoder = new FeatureEncoder(pipeline.features());
    rng = new Rng(pipeline.training().seed());
    network = new Network(pipeline, encoder.denseWidth(), encoder.sparseWidth(), losses);
    network.initialize(rng.split());
    Parameters parameters = network.parameters();
    optimization = Optimizers.CATALOG.create(pipeline.optimizer(), OptimizerContext.of(parameters));
    weighting =
        Weightings.CATALOG.create(pipeline.weighting(), tasks.stream().map(Task::name).toList());
    earlyStopping = new EarlyStopping(pipeline.training().earlyStopping(), count);
    reaction = new DriftReaction(pipeline.drift());
    batch = new MicroBatch(encoder.denseWidth(), encoder.sparseWidth(), count, rows);
    update = new Update(count);
    active = new boolean[count];
    stepLosses = new double[count];
    coefficients = new float[count];
    floats = new FloatSections(parameters.values(), optimization.optimizer().slots());
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
    return new Prediction(Arrays.stream(losses).mapToInt(Loss::predictions).toArray());
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
    for (int k = 0; k < losses.length; k++) {
      losses[k].link(network.outputs(k), 0, into.outputs[k]);
      scalers[k].unscale(into.outputs[k]);
    }
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
      for (Segment segment : network.headSegments(task)) {
        for (float[] slot : optimization.optimizer().slots()) {
          Arrays.fill(slot, segment.from(), segment.to(), 0f);
        }
        floats.touch(segment.from(), segment.to());
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
    for (int k = 0; k < losses.length; k++) {
      if (!Double.isNaN(example.labels[k]) && !earlyStopping.frozen(k)) {
        return true;
      }
    }
    return false;
  }

  /** One step on the combined loss of all rows. Nothing that lasts moves before it is accepted. */
  private void step(Features x, double[] labels, double[] rowWeights) {
    network.forward(x, true);
    boolean finite = true;
    for (int k = 0; k < losses.length; k++) {
      active[k] = taskLoss(k, x.rows, labels, rowWeights);
      update.losses[k] = active[k] ? stepLosses[k] : Double.NaN;
      finite &= !active[k] || Double.isFinite(stepLosses[k]);
    }
    Arrays.fill(update.weights, 0f);
    update.gradientNorm = Double.NaN;
    update.status = Update.Status.REFUSED_NON_FINITE;
    if (!finite) {
      return;
    }
    weighting.weigh(active, stepLosses, coefficients);
    backward(x);
    update.gradientNorm = Math.sqrt(network.squaredGradientNorm());
    if (!(update.gradientNorm <= MAX_GRADIENT_NORM)) {
      network.parameters().clearGradients();
      return;
    }
    apply();
    accept(x.rows, labels);
    update.status = Update.Status.APPLIED;
  }

  /** Mean loss of a task's labelled rows, and its gradient; false if no row has a label. */
  private boolean taskLoss(int k, int rows, double[] labels, double[] rowWeights) {
    if (earlyStopping.frozen(k)) {
      return false;
    }
    Loss loss = losses[k];
    int width = loss.outputs();
    float[] z = network.outputs(k);
    float[] dz = outputGradients[k];
    int labelled = 0;
    double sum = 0;
    for (int r = 0; r < rows; r++) {
      double label = labels[r * losses.length + k];
      if (Double.isNaN(label)) {
        Arrays.fill(dz, r * width, (r + 1) * width, 0f);
        continue;
      }
      labelled++;
      sum += rowWeights[r] * loss.gradient(z, r * width, scalers[k].scale(label), dz, r * width);
      if (rowWeights[r] != 1.0) {
        scale(dz, r * width, (r + 1) * width, (float) rowWeights[r]);
      }
    }
    stepLosses[k] = labelled == 0 ? Double.NaN : sum / labelled;
    if (labelled > 1) {
      scale(dz, 0, rows * width, 1f / labelled);
    }
    return labelled > 0;
  }

  private void backward(Features x) {
    network.clearGradients();
    for (int k = 0; k < losses.length; k++) {
      if (active[k]) {
        float coefficient = (float) (coefficients[k] * tasks.get(k).weight());
        update.weights[k] = coefficient;
        if (coefficient != 1f) {
          scale(outputGradients[k], 0, x.rows * losses[k].outputs(), coefficient);
        }
        network.backwardHead(k, x, outputGradients[k]);
      }
    }
    network.backwardTrunk(x);
  }

  private void apply() {
    float rate = (float) (optimization.rate(steps) * reaction.rateFactor());
    float scale = (float) optimization.clipScale(update.gradientNorm);
    steps++;
    network.parametersMoved();
    List<Segment> segments = network.parameters().segments();
    for (int s = 0; s < segments.size(); s++) {
      Segment segment = segments.get(s);
      if (!segment.hasGradient()) {
        continue;
      }
      optimization.optimizer().begin(segment);
      if (segment.table()) {
        for (int i = 0; i < segment.touchedCount(); i++) {
          int from = segment.from() + segment.touchedRow(i) * segment.rowWidth();
          int to = from + segment.rowWidth();
          optimization.optimizer().step(segment, from, to, rate, scale);
          floats.touch(from, to);
        }
      } else {
        optimization.optimizer().step(segment, segment.from(), segment.to(), rate, scale);
        floats.touch(segment.from(), segment.to());
      }
      segment.clearGradient();
    }
  }

  private void accept(int rows, double[] labels) {
    weighting.update(active, stepLosses);
    reaction.stepped();
    for (int k = 0; k < losses.length; k++) {
      if (!active[k]) {
        continue;
      }
      earlyStopping.observe(k, stepLosses[k]);
      for (int r = 0; r < rows; r++) {
        double label = labels[r * losses.length + k];
        if (!Double.isNaN(label)) {
          scalers[k].accept(label);
        }
      }
    }
  }

  private static void scale(float[] values, int from, int to, float factor) {
    for (int i = from; i < to; i++) {
      values[i] *= factor;
    }
  }

  /** Everything that is neither encoder statistics nor a long float vector. */
  private final class Rest implements State {
    @Override
    public void save(SnapshotWriter out) {
      out.putLong(steps);
      rng.save(out);
      network.save(out);
      for (TargetScaler scaler : scalers) {
        scaler.save(out);
      }
      out.tag("weighting");
      weighting.save(out);
      out.tag("optimizer");
      optimization.optimizer().save(out);
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
      for (TargetScaler scaler : scalers) {
        scaler.restore(in);
      }
      in.tag("weighting");
      weighting.restore(in);
      in.tag("optimizer");
      optimization.optimizer().restore(in);
      in.tag("stopping");
      earlyStopping.restore(in);
      reaction.restore(in);
      batch.restore(in);
    }
  }
}
