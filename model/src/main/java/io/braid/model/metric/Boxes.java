package io.braid.model.metric;

/** Geometry of boxes: x and y of the corner with the least of both, width and height. */
public final class Boxes {
  /** Numbers per box. */
  static final int VALUES = 4;

  private Boxes() {}

  /** Overlap of the predicted box with the labelled one, in [0, 1]. */
  public static double iou(Outcome outcome) {
    float[] p = outcome.prediction;
    return iou(p[0], p[1], p[2], p[3], outcome.values, outcome.valuesAt);
  }

  /**
   * Intersection over union of a box with one in an array (Jaccard 1912; Everingham et al., "The
   * PASCAL visual object classes challenge", IJCV 88, 2010, equation 3). A predicted width or
   * height below zero counts as zero; two boxes without any area overlap by 0.
   */
  static double iou(double x, double y, double width, double height, double[] other, int at) {
    double w = Math.max(0.0, width);
    double h = Math.max(0.0, height);
    double across = Math.min(x + w, other[at] + other[at + 2]) - Math.max(x, other[at]);
    double down = Math.min(y + h, other[at + 1] + other[at + 3]) - Math.max(y, other[at + 1]);
    double both = Math.max(0.0, across) * Math.max(0.0, down);
    double union = w * h + other[at + 2] * other[at + 3] - both;
    return union > 0.0 ? Math.min(1.0, both / union) : 0.0;
  }

  /** Whether a label is a box of finite numbers. */
  public static boolean finite(Outcome outcome) {
    boolean finite = outcome.values != null;
    for (int v = 0; finite && v < VALUES; v++) {
      finite = Math.abs(outcome.values[outcome.valuesAt + v]) <= Double.MAX_VALUE;
    }
    return finite;
  }
}
