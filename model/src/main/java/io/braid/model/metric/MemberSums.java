package io.braid.model.metric;

import io.braid.model.data.SnapshotException;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;
import io.braid.model.spec.Task.Kind;
import java.util.Arrays;

/**
 * How well each member of a family of tasks is predicted, over the whole stream: five numbers per
 * member, whatever the figures of the family as a whole. The loss is the kind's own proper score
 * (log loss of classes, mean squared error, mean Poisson deviance), the primary figure is accuracy
 * or, of numbers, the share of the member's own variance that is explained. Grows with the members
 * seen, up to their limit. Not thread-safe.
 */
public final class MemberSums implements State {
  private static final int START = 16;

  private final Kind kind;
  private final int most;
  private int size;
  private long[] counts = new long[START];
  private double[] weights = new double[START];
  private double[] losses = new double[START];

  /** Weight predicted rightly, or the squared error. */
  private double[] sums = new double[START];

  private double[] means = new double[START];
  private double[] spreads = new double[START];

  /**
   * @param most members there can be
   */
  public MemberSums(Kind kind, int most) {
    this.kind = kind;
    this.most = most;
  }

  /** Adds one tested prediction of a member. */
  public void add(int member, Outcome outcome) {
    grow(member + 1);
    double w = outcome.weight;
    counts[member]++;
    weights[member] += w;
    if (kind == Kind.BINARY || kind == Kind.MULTICLASS) {
      sums[member] += outcome.label == outcome.point ? w : 0;
      losses[member] += w * logLoss(outcome);
      return;
    }
    double error = outcome.label - outcome.point;
    sums[member] += w * error * error;
    losses[member] += w * (kind == Kind.COUNT ? DevianceSums.deviance(outcome) : error * error);
    double away = outcome.label - means[member];
    means[member] += w / weights[member] * away;
    spreads[member] += w * away * (outcome.label - means[member]);
  }

  private static double logLoss(Outcome outcome) {
    float[] said = outcome.prediction;
    double p =
        said.length > 1 ? said[(int) outcome.label] : outcome.label == 1 ? said[0] : 1.0 - said[0];
    return -Math.log(Math.max(p, Calibration.LEAST));
  }

  private void grow(int members) {
    if (members > counts.length) {
      int room = Math.min(most, Math.max(members, 2 * counts.length));
      counts = Arrays.copyOf(counts, room);
      weights = Arrays.copyOf(weights, room);
      losses = Arrays.copyOf(losses, room);
      sums = Arrays.copyOf(sums, room);
      means = Arrays.copyOf(means, room);
      spreads = Arrays.copyOf(spreads, room);
    }
    size = Math.max(size, members);
  }

  /** Members of which something was tested have smaller numbers than this. */
  public int size() {
    return size;
  }

  /** Labels tested of a member. */
  public long count(int member) {
    return counts[member];
  }

  /** Mean loss of a member; NaN if nothing was tested. */
  public double loss(int member) {
    return losses[member] / weights[member];
  }

  /** The primary figure of a member, larger is better; NaN if too little was tested. */
  public double figure(int member) {
    if (kind == Kind.BINARY || kind == Kind.MULTICLASS) {
      return sums[member] / weights[member];
    }
    return spreads[member] > 0 ? 1 - sums[member] / spreads[member] : Double.NaN;
  }

  /** What the primary figure is called. */
  public String figureName() {
    return kind == Kind.BINARY || kind == Kind.MULTICLASS ? "accuracy" : "r2";
  }

  @Override
  public void save(SnapshotWriter out) {
    out.putLongs(Arrays.copyOf(counts, size));
    for (double[] each : new double[][] {weights, losses, sums, means, spreads}) {
      out.putDoubles(Arrays.copyOf(each, size));
    }
  }

  @Override
  public void restore(SnapshotReader in) {
    long[] saved = in.getLongs();
    if (saved.length > most) {
      throw new SnapshotException(
          "figures of " + saved.length + " members where there can be " + most);
    }
    size = 0;
    grow(saved.length);
    Arrays.fill(counts, 0);
    System.arraycopy(saved, 0, counts, 0, saved.length);
    for (double[] each : new double[][] {weights, losses, sums, means, spreads}) {
      double[] values = in.getDoubles();
      if (values.length != saved.length) {
        throw new SnapshotException("figures of members that do not belong together");
      }
      Arrays.fill(each, 0);
      System.arraycopy(values, 0, each, 0, values.length);
    }
  }
}
