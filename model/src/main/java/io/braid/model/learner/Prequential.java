package io.braid.model.learner;

import io.braid.model.data.Example;
import io.braid.model.data.Learned;
import io.braid.model.data.Prediction;
import io.braid.model.data.Row;
import io.braid.model.data.Section;
import io.braid.model.data.Update;
import io.braid.model.drift.DriftDetector.Signal;
import io.braid.model.spec.Pipeline;
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
  private final Evaluator evaluator;
  private final Example example;
  private final Prediction prediction;
  private final List<Section> sections;
  private long tested;

  /**
   * @param pipeline a bound pipeline: no globs
   * @throws io.braid.model.spec.SpecException if a component or one of its settings is wrong
   */
  public Prequential(Pipeline pipeline) {
    learner = new Learner(pipeline);
    evaluator =
        new Evaluator(
            pipeline.tasks(),
            pipeline.evaluation(),
            DriftReaction.detector(pipeline.drift()),
            pipeline.training().seed());
    example = learner.newExample();
    prediction = learner.newPrediction();
    List<Section> all = new ArrayList<>(learner.sections());
    all.add(new Section("evaluator", evaluator, () -> tested));
    sections = List.copyOf(all);
  }

  /** Takes a new event into the encoders' statistics, encodes it and predicts. */
  public Prediction predict(Row row) {
    learner.take(row, example);
    learner.predict(example, prediction);
    return prediction;
  }

  /**
   * Predicts for an event that has been taken in before, as {@link Learner#replay} has it; changes
   * no state.
   */
  public Prediction replay(Row row) {
    learner.replay(row, example);
    learner.predict(example, prediction);
    return prediction;
  }

  /** Predicts for what might be the next event, as {@link Learner#ask} has it. */
  public Prediction ask(Row row) {
    learner.ask(row, example);
    learner.predict(example, prediction);
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
      }
    }
    return learner.learn(labelled);
  }

  /**
   * Predicts for an event that is not part of the stream, from what has been learned so far;
   * changes no state.
   */
  public Prediction peek(Row row) {
    learner.encode(row, example);
    learner.predict(example, prediction);
    return prediction;
  }

  /**
   * How well the members of a family of tasks are predicted.
   *
   * @return in the order in which they were first seen; empty for a task that is no family
   */
  public List<MemberQuality> members(int task) {
    return learner.members() == null ? List.of() : evaluator.members(task, learner.members());
  }

  /** The learner inside. */
  public Learner learner() {
    return learner;
  }

  /** Quality and drift of every task. */
  public Evaluator evaluator() {
    return evaluator;
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
