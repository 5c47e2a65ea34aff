package io.braid.bench.quality;

import io.braid.model.data.Row;

/** A learner that knows nothing of metrics. Not thread-safe. */
interface Forecaster {

  /**
   * Predicts all tasks of a row.
   *
   * @param into per task: of a binary task the probability of 1, of a multiclass task one per
   *     class, of a number its expected value. NaN where there is no forecast: the task is not this
   *     learner's
   */
  void predict(Row row, float[][] into);

  /** Learns the labels of the row last predicted; a NaN is absent. */
  void learn(Row row);
}
