package io.braid.cli.evaluate;

import io.braid.model.data.Example;
import io.braid.model.data.Prediction;
import io.braid.model.data.RejectedException;
import io.braid.model.data.RejectedException.Reason;
import io.braid.model.data.Row;
import io.braid.model.data.Update;
import io.braid.model.learner.FeatureUse;
import io.braid.model.learner.Prequential;
import io.braid.model.learner.TaskQuality;
import io.braid.model.learner.TransferGain;
import io.braid.model.metric.Horizon;
import io.braid.model.relatedness.Relatedness;
import io.braid.model.spec.Pipeline;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Test-then-train over rows, through the same {@link Prequential} as on a stream. A row's labels
 * are there as soon as the row that comes {@code labelDelay} rows after it has been predicted; 0 is
 * at once. When the rows are over, the labels that still wait come all at once. Not thread-safe.
 */
public final class Evaluation {

  /** Is told of every prediction, in order. */
  @FunctionalInterface
  public interface Listener {
    /**
     * @param row position of the row in the file, from 0
     * @param prediction valid during the call
     */
    void predicted(long row, Prediction prediction) throws IOException;
  }

  /**
   * How it went.
   *
   * @param pipeline bound
   * @param rows rows predicted
   * @param seconds from before the first row was read until the last label was learned and tested
   * @param steps steps the model has made
   * @param parameters trainable parameters of the model
   * @param tasks quality of every task
   * @param gains what every task gains by being learned with the others; null where that is not
   *     measured
   * @param families what became of families of tasks
   * @param heldOut how the rows kept back were predicted, or null
   * @param features what the features count for, if the model selects them
   * @param relatedness how the tasks stand to each other; null if that is not measured
   * @param rejects rows that were not predicted, or not learned
   */
  public record Result(
      Pipeline pipeline,
      long rows,
      double seconds,
      long steps,
      int parameters,
      List<TaskQuality> tasks,
      List<TransferGain> gains,
      List<FamilyResult> families,
      HoldOut.Result heldOut,
      List<FeatureUse> features,
      Relatedness relatedness,
      Rejects rejects) {
    /** Rows per second. */
    public double rate() {
      return rows / seconds;
    }

    /** Mean relative root mean squared error of the regression tasks that are emitted. */
    public double arrmse(Horizon horizon) {
      List<TaskQuality> emitted = new ArrayList<>();
      for (int k = 0; k < tasks.size(); k++) {
        if (!pipeline.tasks().get(k).auxiliary()) {
          emitted.add(tasks.get(k));
        }
      }
      return TaskQuality.arrmse(emitted, horizon);
    }
  }

  private final Pipeline pipeline;
  private final Prequential prequential;
  private final PendingLabels pending;
  private final int labelDelay;
  private final Rejects rejects = new Rejects();

  /**
   * @param pipeline bound
   * @param labelDelay rows
   * @throws io.braid.model.spec.SpecException if a component or one of its settings is wrong, or
   *     the snapshot it is to begin with does not fit
   */
  public Evaluation(Pipeline pipeline, int labelDelay) {
    this.pipeline = pipeline;
    this.labelDelay = labelDelay;
    prequential = new Prequential(pipeline);
    prequential.begin();
    pending = new PendingLabels(prequential);
  }

  /**
   * Runs once over rows.
   *
   * @param limit stop after so many rows, rejected ones included
   * @param nanoTime the clock
   */
  public Result run(RowSource source, long limit, Listener listener, LongSupplier nanoTime)
      throws IOException {
    long start = nanoTime.getAsLong();
    long predicted = 0;
    for (long read = 0; read < limit; read++) {
      Row row;
      try {
        row = source.next();
      } catch (RejectedException e) {
        rejects.add(source.line(), e.reason(), e.getMessage());
        continue;
      }
      if (row == null) {
        break;
      }
      Prediction prediction = prequential.predict(row);
      predicted++;
      listener.predicted(source.row(), prediction);
      if (labelDelay == 0) {
        learn(prequential.example(), prediction, source.line());
      } else {
        pending.add(prediction, source.line());
        learnPending(labelDelay);
      }
    }
    learnPending(0);
    HoldOut.Result heldOut =
        source instanceof HoldOut rest ? rest.test(prequential, pipeline) : null;
    double seconds = (nanoTime.getAsLong() - start) / 1e9;
    return new Result(
        pipeline,
        predicted,
        seconds,
        prequential.learner().steps(),
        prequential.parameterCount(),
        prequential.evaluator().quality(),
        gains(),
        FamilyResult.of(pipeline, prequential),
        heldOut,
        prequential.learner().featureUse(),
        prequential.learner().relations().now(),
        rejects);
  }

  /** The learner, with all it has learned so far. */
  public Prequential learner() {
    return prequential;
  }

  private List<TransferGain> gains() {
    List<TransferGain> gains = new ArrayList<>();
    for (int k = 0; k < pipeline.tasks().size(); k++) {
      gains.add(prequential.transferGain(k));
    }
    return Collections.unmodifiableList(gains);
  }

  private void learnPending(int rest) {
    while (pending.size() > rest) {
      PendingLabels.Entry entry = pending.remove();
      learn(entry.example, entry.prediction, entry.line);
    }
  }

  private void learn(Example example, Prediction prediction, long line) {
    Update update = prequential.learn(example, prediction);
    if (update.status == Update.Status.REFUSED_NON_FINITE) {
      rejects.add(
          line,
          Reason.NON_FINITE_STEP,
          "learning from this row would have made the model non-finite; it was predicted but not"
              + " learned");
    }
  }
}
