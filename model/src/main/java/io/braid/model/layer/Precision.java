package io.braid.model.layer;

import io.braid.model.data.Section;
import io.braid.model.data.SnapshotException;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The inverse P of an information matrix that is learned row by row and forgets, {@code R <- lambda
 * R + w z z'}, by the matrix inversion lemma:
 *
 * <pre>
 *   Pz,   q = z'Pz,   kappa = w Pz / (lambda + w q),   P <- (P - kappa (Pz)') / lambda
 * </pre>
 *
 * (Haykin, "Adaptive filter theory", recursive least squares; the equation's number is not given
 * from memory.) In directions the rows do not reach, forgetting multiplies P by 1 / lambda a step,
 * without end. Two things stand against that. The ridge R started with is kept: every row, one
 * coordinate in turn gets back {@code n (1 - lambda) ridge}, so that on average what is forgotten
 * of the ridge returns (the estimate that belongs to R is left where it is). And the trace of P is
 * bounded: where it would pass the limit T, lambda is raised for this row to just where it does
 * not. With t = tr P and s = |Pz|^2 the trace after a row is
 *
 * <pre>
 *   (t - w s / (lambda + w q)) / lambda,
 * </pre>
 *
 * which falls in lambda and is at most t for lambda = 1; so it equals T for the positive root of
 * {@code T lambda^2 + (T w q - t) lambda - w (t q - s) = 0}. Raising lambda alone would do, but on
 * a stream with many poorly excited directions it means to forget nothing at all: on rf1 a linear
 * model's error is .36 with it and .25 with the ridge kept.
 *
 * <p>P stays exactly symmetric: what is subtracted from (i, j) and (j, i) is the same product. If
 * rounding ever makes a diagonal entry negative, P starts afresh. Not thread-safe.
 */
final class Precision {
  /** The name of no row. */
  static final long UNKNOWN = -1;

  /** Values per section: 256 KiB of doubles. */
  private static final int SECTION = 1 << 15;

  private final int n;
  private final double initial;
  private final double lambda;
  private final double limit;
  private final double[] pz;
  private final double[] scaled;

  /** Row-major; null until it is used. */
  private double[] p;

  private int turn;
  private double q;
  private long known = UNKNOWN;
  private long version;

  /**
   * @param n inputs
   * @param initial variance, on the diagonal
   * @param lambda forgetting factor
   * @param limit of the trace
   */
  Precision(int n, double initial, double lambda, double limit) {
    this.n = n;
    this.initial = initial;
    this.lambda = lambda;
    this.limit = limit;
    pz = new double[n];
    scaled = new double[n];
  }

  /** Starts afresh. */
  void reset() {
    if (p == null) {
      p = new double[n * n];
    }
    Arrays.fill(p, 0.0);
    turn = 0;
    for (int i = 0; i < n; i++) {
      p[i * n + i] = initial;
    }
    changed();
  }

  /** Takes over another's matrix. */
  void copy(Precision other) {
    p = other.p.clone();
    turn = other.turn;
    changed();
  }

  /**
   * {@code Pz}, of which {@link #quadratic} is {@code z'Pz}; valid until the next call.
   *
   * @param row names the row: while P stays, the same name means the same z; {@link #UNKNOWN} is
   *     never the same
   */
  double[] direction(double[] z, long row) {
    if (row != UNKNOWN && row == known) {
      return pz;
    }
    Arrays.fill(pz, 0.0);
    for (int j = 0; j < n; j++) {
      if (z[j] != 0) {
        addScaled(z[j], j * n);
      }
    }
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += z[i] * pz[i];
    }
    q = Math.max(0.0, sum);
    known = row;
    return pz;
  }

  private void addScaled(double factor, int at) {
    double[] from = p;
    double[] to = pz;
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * from[at + i];
    }
  }

  double quadratic() {
    return q;
  }

  /**
   * Takes in the row whose {@link #direction} was asked for last.
   *
   * @param w weight of the row, positive
   * @return the factor g of the gain: {@code kappa = g Pz}
   */
  double learn(double w) {
    double keep = kept(w);
    double gain = w / (keep + w * q);
    double root = Math.sqrt(gain);
    for (int i = 0; i < n; i++) {
      scaled[i] = root * pz[i];
    }
    double grow = 1 / keep;
    for (int i = 0; i < n; i++) {
      subtract(scaled[i], i * n, grow);
    }
    if (lambda < 1) {
      keepRidge();
    }
    for (int i = 0; i < n; i++) {
      if (!(p[i * n + i] > 0)) {
        reset();
        break;
      }
    }
    changed();
    return gain;
  }

  /** Gives the next coordinate back what forgetting has taken from the ridge of all. */
  private void keepRidge() {
    double ridge = (1 - lambda) * n / initial;
    turn = turn + 1 == n ? 0 : turn + 1;
    int at = turn * n;
    double root = Math.sqrt(ridge / (1 + ridge * p[at + turn]));
    for (int i = 0; i < n; i++) {
      scaled[i] = root * p[at + i];
    }
    for (int i = 0; i < n; i++) {
      subtract(scaled[i], i * n, 1);
    }
  }

  private void subtract(double factor, int at, double grow) {
    double[] to = p;
    double[] from = scaled;
    for (int j = 0; j < from.length; j++) {
      to[at + j] = (to[at + j] - factor * from[j]) * grow;
    }
  }

  /** The forgetting factor of this step. */
  private double kept(double w) {
    double trace = trace();
    double s = 0;
    for (int i = 0; i < n; i++) {
      s += pz[i] * pz[i];
    }
    double wq = w * q;
    if ((trace - w * s / (lambda + wq)) / lambda <= limit) {
      return lambda;
    }
    double b = limit * wq - trace;
    double c = Math.max(0.0, w * (trace * q - s));
    double raised = (Math.sqrt(b * b + 4 * limit * c) - b) / (2 * limit);
    return Math.max(lambda, Math.min(1.0, raised));
  }

  double trace() {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += p[i * n + i];
    }
    return sum;
  }

  private void changed() {
    known = UNKNOWN;
    version++;
  }

  /** P in parts of whole rows; a precision that is not in use saves nothing. */
  List<Section> sections(String name) {
    List<Section> sections = new ArrayList<>();
    int rows = Math.max(1, SECTION / n);
    for (int from = 0; from < n; from += rows) {
      int begin = from * n;
      int end = Math.min(n, from + rows) * n;
      sections.add(new Section(name + "." + sections.size(), part(begin, end), () -> version));
    }
    return sections;
  }

  /** All of it. */
  State whole() {
    return part(0, n * n);
  }

  private State part(int begin, int end) {
    return new State() {
      @Override
      public void save(SnapshotWriter out) {
        out.putBoolean(p != null).putInt(turn);
        for (int i = begin; p != null && i < end; i++) {
          out.putDouble(p[i]);
        }
      }

      @Override
      public void restore(SnapshotReader in) {
        boolean used = in.getBoolean();
        turn = in.getInt();
        if (begin == 0) {
          p = used ? new double[n * n] : null;
        } else if (used != (p != null)) {
          throw new SnapshotException("parts of a precision that do not belong together");
        }
        if (turn < 0 || turn >= n) {
          throw new SnapshotException("coordinate " + turn + " of a precision of " + n);
        }
        for (int i = begin; used && i < end; i++) {
          p[i] = in.getDouble();
        }
        changed();
      }
    };
  }
}
