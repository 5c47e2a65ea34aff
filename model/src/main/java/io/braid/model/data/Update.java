package io.braid.model.data;

/** What one learning step did. Reused by the learner; not thread-safe. */
public final class Update {
  /** How a step ended. */
  public enum Status {
    /** No label was present: nothing moved. */
    NOTHING_TO_LEARN,
    /** The example waits in a micro-batch that is not full yet. */
    BATCHED,
    /** The parameters moved. */
    APPLIED,
    /** A loss, gradient or parameter would have been non-finite: the model is unchanged. */
    REFUSED_NON_FINITE
  }

  public Status status = Status.NOTHING_TO_LEARN;

  /** Mean training loss per task before the step; NaN for a task without label. */
  public final double[] losses;

  /**
   * Coefficient each task's loss had in the combined loss, as the trunk saw it; 0 for a task
   * without label. Under a weighting by gradients it may be negative.
   */
  public final float[] weights;

  /** Norm of the whole gradient before clipping. */
  public double gradientNorm;

  public Update(int tasks) {
    losses = new double[tasks];
    weights = new float[tasks];
  }

  /** Copies another update of as many tasks into this one. */
  public void set(Update other) {
    status = other.status;
    gradientNorm = other.gradientNorm;
    System.arraycopy(other.losses, 0, losses, 0, losses.length);
    System.arraycopy(other.weights, 0, weights, 0, weights.length);
  }
}
