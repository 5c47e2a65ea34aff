package io.braid.model.data;

import java.util.Arrays;

/**
 * What the model says of one example, on the scale of the labels, and the model step that said it.
 *
 * <p>{@code outputs[k]} holds for a binary task the probability of 1; for a multiclass task one
 * probability per class; for a regression or count task the expected value, or one value per
 * quantile; for a box x, y, width and height. Reused; not thread-safe.
 */
public final class Prediction implements State {
  /**
   * Standard deviations from the prediction to either end of its 90 % interval: the 95 % quantile
   * of the standard normal distribution.
   */
  public static final double REACH_90 = 1.6448536269514722;

  /** Updates the model had learned when it predicted. */
  public long step;

  /** Per task, see above. */
  public final float[][] outputs;

  /**
   * Per task: standard deviation of the label about the predicted number, in the label's unit; NaN
   * where the model does not know.
   */
  public final double[] deviations;

  /**
   * @param widths outputs per task
   */
  public Prediction(int[] widths) {
    outputs = new float[widths.length][];
    for (int k = 0; k < widths.length; k++) {
      outputs[k] = new float[widths[k]];
    }
    deviations = new double[widths.length];
    Arrays.fill(deviations, Double.NaN);
  }

  /** Copies another prediction of the same shape into this one. */
  public void set(Prediction other) {
    step = other.step;
    for (int k = 0; k < outputs.length; k++) {
      System.arraycopy(other.outputs[k], 0, outputs[k], 0, outputs[k].length);
    }
    System.arraycopy(other.deviations, 0, deviations, 0, deviations.length);
  }

  @Override
  public void save(SnapshotWriter out) {
    out.putLong(step);
    for (float[] output : outputs) {
      out.putFloats(output);
    }
    out.putDoubles(deviations);
  }

  @Override
  public void restore(SnapshotReader in) {
    step = in.getLong();
    for (float[] output : outputs) {
      in.getFloats(output);
    }
    in.getDoubles(deviations);
  }
}
