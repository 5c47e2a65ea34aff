package io.braid.topology.meter;

import io.braid.model.spec.Task;
import java.util.ArrayList;
import java.util.List;

/**
 * What a task said with which probability, and how often it came true, of late: each bin's sums
 * fade by a factor per addition to it. Of class 1 in a binary task, of the predicted class in a
 * multiclass task. Begins anew with the process. Not thread-safe.
 */
final class CalibrationWindow {
  static final int BINS = 10;

  /** About the last 1,000 predictions of a bin count. */
  private static final double FADING = 0.999;

  private final double[] n = new double[BINS];
  private final double[] claimed = new double[BINS];
  private final double[] cameTrue = new double[BINS];

  /** Whether tasks of this kind say probabilities. */
  static boolean fits(Task.Kind kind) {
    return kind == Task.Kind.BINARY || kind == Task.Kind.MULTICLASS;
  }

  void add(float[] outputs, double label) {
    int top = 0;
    for (int c = 1; c < outputs.length; c++) {
      top = outputs[c] > outputs[top] ? c : top;
    }
    double claim = outputs[top];
    boolean truth = outputs.length == 1 ? label == 1.0 : label == top;
    int bin = Math.max(0, Math.min((int) (claim * BINS), BINS - 1));
    n[bin] = n[bin] * FADING + 1;
    claimed[bin] = claimed[bin] * FADING + claim;
    cameTrue[bin] = cameTrue[bin] * FADING + (truth ? 1 : 0);
  }

  /** Every bin; none if nothing was added. */
  List<TaskNote.Bin> bins() {
    List<TaskNote.Bin> bins = new ArrayList<>(BINS);
    double total = 0;
    for (int b = 0; b < BINS; b++) {
      total += n[b];
      bins.add(
          new TaskNote.Bin(
              (double) b / BINS,
              (double) (b + 1) / BINS,
              claimed[b] / n[b],
              cameTrue[b] / n[b],
              n[b]));
    }
    return total == 0 ? List.of() : bins;
  }
}
