package io.braid.model.metric;

/**
 * One tested prediction with the references it is compared to. Filled and reused by the evaluator.
 */
public final class Outcome {
  /** The label: a number, 0 or 1, or the index of a class. */
  public double label;

  /** The prediction, as in {@link io.braid.model.data.Prediction#outputs}. */
  public float[] prediction;

  /** The predicted number (of quantiles the middle one), or the predicted class. */
  public double point;

  /** Standard deviation of the label about the point, as predicted; NaN if it was not. */
  public double deviation = Double.NaN;

  /** The previous label of the task (persistence); NaN for the first. */
  public double previous;

  /** Mean of the task's earlier labels, or its majority class so far; NaN for the first. */
  public double prior;

  /** The label's values, of a label that has several, from {@link #valuesAt} on. */
  public double[] values;

  /** Where in {@link #values} the label's values begin. */
  public int valuesAt;

  /** Means of the values of the task's earlier labels, NaN for the first; of boxes. */
  public double[] priorValues;

  /** Sample weight, positive. */
  public double weight;
}
