package io.braid.model.learner;

import io.braid.model.data.Example;
import io.braid.model.data.Learned;
import io.braid.model.data.Prediction;
import io.braid.model.data.Row;
import io.braid.model.data.Section;
import io.braid.model.data.Update;
import io.braid.model.drift.DriftDetector.Signal;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.Transfer;
import java.util.ArrayList;
import java.util.List;

/**
 * Test-then-train: one event's whole way through the learner, the same for the Kafka topology, the
 * evaluation of a file and programs that use the learner as a library. Nothing is ever trained
 * before it has been tested, and it is the prediction given at the time that is tested.
 *
 * <pre>
 *   Prediction said = prequential.predict(row);      // at once, for every event
 *   prequential.learn(row);                          // if the labels are known already
 * </pre>
 *
 * Not thread-safe; the prediction and the example it hands out are reused by the next call.
 */
public final class Prequential implements Learned {
  private final Learner learner;
  private final Shadows shadows;
  private final Evaluator evaluator;
  private final Example example;
  private final Prediction prediction;
  private final List<Section> sections;
  private long tested;
  private Inherited inherited;

  /**
   * @param pipeline a bound pipeline: no globs
   * @throws io.braid.model.spec.SpecException if a component or one of its settings is wrong
   */
  public Prequential(Pipeline pipeline) {
    learner = new Learner(pipeline);
    shadows = Shadows.of(pipeline, learner);
    evaluator =
        new Evaluator(
            pipeline.tasks(),
            pipeline.evaluation(),
            DriftReaction.detector(pipeline.drift()),
            pipeline.training().seed());
    example = learner.newExample();
    prediction = learner.newPrediction();
    List<Section> all = new ArrayList<>(learner.sections());
    if (shadows != null) {
      all.addAll(shadows.sections());
    }
    all.add(new Section("evaluator", evaluator, () -> tested));
    sections = List.copyOf(all);
  }

  /** Takes a new event into the encoders' statistics, encodes it and predicts. */
  public Prediction predict(Row row) {
    learner.take(row, example);
    return said();
  }

  /**
   * Predicts for an event that has been taken in before, as {@link Learner#replay} has it; changes
   * no state.
   */
  public Prediction replay(Row row) {
    learner.replay(row, example);
    return said();
  }

  /** Predicts for what might be the next event, as {@link Learner#ask} has it. */
  public Prediction ask(Row row) {
    learner.ask(row, example);
    return said();
  }

  private Prediction said() {
    learner.predict(example, prediction);
    if (shadows != null) {
      shadows.emit(example, prediction);
    }
    return prediction;
  }

  /** The example last predicted, as it was encoded then. */
  public Example example() {
    return example;
  }

  /** Tests and learns the event last predicted, from the labels its row has by now. */
  public Update learn(Row row) {
    System.arraycopy(row.labels, 0, example.labels, 0, row.labels.length);
    return learn(example, prediction);
  }

  /**
   * Tests a prediction against the labels present in the example, tells the learner of drifts, then
   * learns.
   *
   * @param predicted what was predicted for this example when it came
   */
  public Update learn(Example labelled, Prediction predicted) {
    return learn(labelled, predicted, labelled.labels);
  }

  /**
   * Tests a prediction against some labels, tells the learner of drifts, then learns the labels
   * present in the example: a corrected label is learned, but not tested a second time.
   *
   * @param predicted what was predicted for this example when it came
   * @param toTest as in {@link Example#labels}; NaN is not tested
   */
  public Update learn(Example labelled, Prediction predicted, double[] toTest) {
    tested++;
    for (int k = 0; k < predicted.outputs.length; k++) {
      if (Double.isNaN(toTest[k])) {
        continue;
      }
      evaluator.test(k, predicted.outputs[k], predicted.deviations[k], toTest, labelled.weight);
      evaluator.member(k, labelled.features.member(0, k));
      if (evaluator.signal(k) == Signal.DRIFT) {
        learner.drifted(k);
        if (shadows != null) {
          shadows.drifted(k);
        }
      }
    }
    return shadows == null ? learner.learn(labelled) : learnBeside(labelled, toTest);
  }

  private Update learnBeside(Example labelled, double[] tested) {
    if (shadows.begin(labelled)) {
      learner.predict(labelled, shadows.shared());
    }
    Update update = learner.learn(labelled);
    boolean refused = update.status == Update.Status.REFUSED_NON_FINITE;
    if (shadows.end(labelled, tested, refused) && refused) {
      // As with several learning rates: what one model refuses another may take.
      update.status = Update.Status.APPLIED;
    }
    return update;
  }

  /**
   * What a task gains by being learned with the others.
   *
   * @return null while that is not known, of an auxiliary task, and without {@link
   *     io.braid.model.spec.Safeguards}
   */
  public TransferGain transferGain(int task) {
    return shadows == null ? null : shadows.gain(task);
  }

  /** Number of trainable parameters, those of the single-task shadows included. */
  public int parameterCount() {
    return learner.parameterCount() + (shadows == null ? 0 : shadows.parameterCount());
  }

  /**
   * Predicts for an event that is not part of the stream, from what has been learned so far;
   * changes no state.
   */
  public Prediction peek(Row row) {
    learner.encode(row, example);
    return said();
  }

  /**
   * How well the members of a family of tasks are predicted.
   *
   * @return in the order in which they were first seen; empty for a task that is no family
   */
  public List<MemberQuality> members(int task) {
    return learner.members() == null ? List.of() : evaluator.members(task, learner.members());
  }

  /** The learner inside: the shared model alone, even where something else is emitted. */
  public Learner learner() {
    return learner;
  }

  /** Quality and drift of every task. */
  public Evaluator evaluator() {
    return evaluator;
  }

  /**
   * Begins with what the pipeline's {@code warm_start} names, if it does.
   *
   * @throws io.braid.model.spec.SpecException if the file cannot be used, or does not fit
   */
  @Override
  public void begin() {
    Transfer.WarmStart start = learner.pipeline().transfer().warmStart();
    if (start != null) {
      inherited = WarmStart.into(learner, start);
    }
  }

  /** What it began with; null if that was nothing, or if its state was restored. */
  public Inherited inherited() {
    return inherited;
  }

  @Override
  public List<Section> sections() {
    return sections;
  }

  @Override
  public String structureHash() {
    return learner.structureHash();
  }
}
