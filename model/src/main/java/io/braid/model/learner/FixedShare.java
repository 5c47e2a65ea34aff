package io.braid.model.learner;

import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;
import io.braid.model.spec.Safeguards;

/**
 * Hedge with fixed share over two that predict one task: the shared model and the task's own
 * single-task shadow. Herbster and Warmuth, "Tracking the best expert", Machine Learning 32, 1998
 * (the fixed-share update; section and equation numbers not at hand, so the bound is derived
 * below), with the mixture of what the two say as the prediction: the losses used are exp-concave,
 * for which that is enough.
 *
 * <pre>
 *   said   p = w p_1 + (1 - w) p_2                 probabilities, or numbers
 *   label  v_i = w_i exp(-eta l_i),  normalised
 *   share  w_i = (1 - a) v_i + a (1 - v_i)
 * </pre>
 *
 * <p><b>The bound.</b> A loss is eta-exp-concave if {@code exp(-eta l)} is concave in what is said;
 * then {@code exp(-eta l(p)) >= sum_i w_i exp(-eta l_i)}. The product of the right-hand sides over
 * T labels is what a hidden Markov prior on the sequences (i_1 ... i_T) gives to the labels, with a
 * first state of probability 1/2 and a change of probability a. So it is at least the part of any
 * one sequence, {@code 1/2 a^S (1 - a)^(T-1-S) exp(-eta sum_t l_(i_t))} with S changes, and
 *
 * <pre>  sum_t l(p_t) - l_(i_t) <= 1/eta [ ln 2 + S ln 1/a + (T - 1 - S) ln 1/(1 - a) ].</pre>
 *
 * S = 0 compares with the better of the two. Nothing is assumed of the stream.
 *
 * <ul>
 *   <li><b>Classes</b>: log loss. {@code exp(-l)} is the probability given to the label, linear in
 *       what is said, so eta = 1. Probabilities are kept at least {@value #FLOOR} from 0 (of more
 *       than two classes, that over their number), so that one event cannot rule out one of the two
 *       for good.
 *   <li><b>Numbers</b>: half the squared error e, in standard deviations of the labels so far.
 *       {@code exp(-eta e^2 / 2)} has the second derivative {@code (eta^2 e^2 - eta) exp(...)}: it
 *       is concave while {@code eta <= 1 / e^2}. So an event in which both are within {@code range}
 *       has eta = 1 / range^2; one in which the worse is off by r > range has 1 / r^2, that is, it
 *       counts as if its losses were multiplied by {@code (range / r)^2}, and the bound holds of
 *       losses so weighted. One absurd label can neither break it nor decide it.
 * </ul>
 *
 * Here every label counts alike, whatever its event's weight. Not thread-safe.
 */
final class FixedShare implements State {
  /** Nothing is held more certain or less likely than this. */
  static final double FLOOR = 1e-6;

  private final double share;
  private final double range;
  private double first = 0.5;

  FixedShare(Safeguards.Hedge settings) {
    share = settings.share();
    range = settings.range();
  }

  /** What the first counts for in what is said next, in [share, 1 - share]. */
  double first() {
    return first;
  }

  /**
   * Mixes what the two say into an array, which may be that of the first.
   *
   * @param probabilities whether it is that: one, of two classes, or one per class
   */
  void mix(float[] one, float[] two, boolean probabilities, float[] into) {
    for (int i = 0; i < into.length; i++) {
      double a = one[i];
      double b = two[i];
      if (probabilities) {
        a = floored(a, into.length);
        b = floored(b, into.length);
      }
      into[i] = (float) (first * a + (1 - first) * b);
    }
  }

  /** A probability of one of two classes (a single output) or of more, away from 0 and 1. */
  private static double floored(double p, int outputs) {
    return outputs == 1
        ? Math.max(FLOOR, Math.min(1 - FLOOR, p))
        : (1 - FLOOR) * p + FLOOR / outputs;
  }

  /** The label of a class task is there: {@code outputs} as in a prediction. */
  void classes(float[] one, float[] two, double label) {
    update(
        floored(probability(one, label), one.length), floored(probability(two, label), two.length));
  }

  private static double probability(float[] outputs, double label) {
    if (outputs.length == 1) {
      return label > 0.5 ? outputs[0] : 1.0 - outputs[0];
    }
    return outputs[(int) label];
  }

  /** The label of a number is there: by how many standard deviations each was off. */
  void numbers(double errorOne, double errorTwo) {
    double reach = Math.max(range, Math.max(Math.abs(errorOne), Math.abs(errorTwo)));
    double a = errorOne / reach;
    double b = errorTwo / reach;
    update(Math.exp(-0.5 * a * a), Math.exp(-0.5 * b * b));
  }

  /** One of the two said nothing that could be used: the other had all of the evidence. */
  void alone(boolean one) {
    update(one ? 1 : 0, one ? 0 : 1);
  }

  private void update(double evidenceOne, double evidenceTwo) {
    double a = first * evidenceOne;
    double b = (1 - first) * evidenceTwo;
    double posterior = a / (a + b);
    first = (1 - share) * posterior + share * (1 - posterior);
  }

  @Override
  public void save(SnapshotWriter out) {
    out.putDouble(first);
  }

  @Override
  public void restore(SnapshotReader in) {
    first = in.getDouble();
  }
}
