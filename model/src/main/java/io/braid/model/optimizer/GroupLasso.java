package io.braid.model.optimizer;

import io.braid.model.data.Segment;

/**
 * The proximal step of the group lasso, under any optimizer: a group of parameters shrinks towards
 * zero as a whole, and is zero when it is not longer than the step,
 *
 * <pre>  w &lt;- (1 - t / |w|)_+ w,     t = rate * strength * PERIOD</pre>
 *
 * (Yuan and Lin, "Model selection and estimation in regression with grouped variables", JRSS B 68,
 * 2006, equation 2.4, as a proximal operator; for the choice of features that several tasks have in
 * common, Obozinski, Taskar and Jordan, Statistics and Computing 20, 2010).
 *
 * <p>It is taken at every {@value #PERIOD}th step with the shrinkage of all of them, as in
 * Langford, Li and Zhang, "Sparse online learning via truncated gradient", JMLR 10, 2009, section
 * 3.2: the gradient of a single event is mostly noise, which would lift a group off zero at every
 * step by more than the shrinkage of one, while over many steps the noise averages out. Rows of a
 * table shrink at such a step if it touches them.
 *
 * <p>The strength is in units of the optimizer's steps: under those that scale the gradient to 1
 * per parameter, a group survives if its mean scaled gradient is longer than the strength. FTRL,
 * which computes parameters afresh from its sums, undoes most of it.
 */
public final class GroupLasso {
  /** Steps between two shrinkages. */
  public static final int PERIOD = 100;

  private GroupLasso() {}

  /** The norm below which a group of the segment is zero after the next shrinkage. */
  public static double threshold(Segment segment, double rate) {
    return rate * segment.groupStrength() * PERIOD;
  }

  /**
   * Shrinks the groups in {@code [from, to)} of a segment, if it has groups and this is the step to
   * do so.
   *
   * @param step steps taken before this one
   * @param rate learning rate of this step
   */
  public static void shrink(Segment segment, int from, int to, long step, double rate) {
    int width = segment.groupWidth();
    if (width == 0 || (step + 1) % PERIOD != 0) {
      return;
    }
    double threshold = threshold(segment, rate);
    int end = Regularized.beforeBiases(segment, from, to);
    for (int at = from; at < end; at += width) {
      shrink(segment.values(), at, width, threshold);
    }
  }

  private static void shrink(float[] values, int at, int width, double threshold) {
    double norm = norm(values, at, width);
    float factor = norm <= threshold ? 0f : (float) (1 - threshold / norm);
    for (int i = at; i < at + width; i++) {
      values[i] *= factor;
    }
  }

  /** Length of {@code values[at .. at + width)}. */
  public static double norm(float[] values, int at, int width) {
    double sum = 0;
    for (int i = at; i < at + width; i++) {
      sum += (double) values[i] * values[i];
    }
    return Math.sqrt(sum);
  }
}
