package io.braid.model.layer;

import io.braid.model.data.Segment;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Linear heads of the same shape and the matrix M by which the gradient of one acts on the others:
 * {@code g_j <- sum_k M_jk g_k}. M is symmetric, positive semidefinite, with a diagonal of 1.
 *
 * <p>Learned as in Saha, Rai, Daume and Venkatasubramanian, "Online learning of multiple tasks and
 * their relationships", AISTATS 2011, in the log-det form, which is derived here. With parameters W
 * (a row per task) a new A = M^-1 shall make {@code tr(W' A W)} small without going far from the
 * last one in the log-det divergence {@code tr(A B^-1) - log det(A B^-1) - K}:
 *
 * <pre>
 *   min_A  eta tr(A W W') + D(A, A_t)   gives   eta W W' + A_t^-1 - A^-1 = 0,
 *   M_(t+1) = M_t + eta W W'
 * </pre>
 *
 * so M adds up the tasks' covariance. Two departures keep it steady on an endless stream: M is a
 * running mean, {@code (1 - rate) M + rate C}, and C is W W' scaled to a diagonal of 1, as a task
 * with small parameters would otherwise learn ever more slowly. It is taken once in {@value
 * #PERIOD} steps, at K^2 products over the parameters.
 */
final class Relationships implements State {
  /** Steps between two updates of a learned matrix. */
  static final int PERIOD = 100;

  /** Nothing is learned while a task's parameters are shorter than this. */
  private static final double TINY = 1e-3;

  /** {@code heads[k]} are a task's segments: the dense one and, with sparse features, its table. */
  private final Segment[][] heads;

  private final float[] matrix;
  private final float[][] kept;
  private final boolean[] active;
  private final double[] norms;
  private long steps;

  private Relationships(Segment[][] heads, double b) {
    int count = heads.length;
    this.heads = heads;
    matrix = new float[count * count];
    for (int i = 0; i < matrix.length; i++) {
      matrix[i] = i % (count + 1) == 0 ? 1f : (float) (b / (b + count));
    }
    int longest = Math.max(heads[0][0].length(), heads[0][heads[0].length - 1].rowWidth());
    kept = new float[count][longest];
    active = new boolean[count];
    norms = new double[count];
  }

  /** The groups of two or more linear heads of the same shape. */
  static List<Relationships> of(List<Segment> segments, double b) {
    Map<List<Integer>, List<Segment[]>> byShape = new LinkedHashMap<>();
    for (List<Segment> head : heads(segments)) {
      if (linear(head)) {
        byShape
            .computeIfAbsent(
                head.stream().map(Segment::length).toList(), shape -> new ArrayList<>())
            .add(head.toArray(Segment[]::new));
      }
    }
    return byShape.values().stream()
        .filter(heads -> heads.size() > 1)
        .map(heads -> new Relationships(heads.toArray(Segment[][]::new), b))
        .toList();
  }

  /** The segments by head, whose name all but the last part of theirs is. */
  private static List<List<Segment>> heads(List<Segment> segments) {
    Map<String, List<Segment>> heads = new LinkedHashMap<>();
    for (Segment segment : segments) {
      String name = segment.name();
      if (name.startsWith("head.")) {
        String layer = segment.table() ? name.substring(0, name.lastIndexOf('.')) : name;
        String head = layer.substring(0, layer.lastIndexOf('.'));
        heads.computeIfAbsent(head, h -> new ArrayList<>()).add(segment);
      }
    }
    return List.copyOf(heads.values());
  }

  /** Whether a head is one affine layer over the features. */
  private static boolean linear(List<Segment> head) {
    boolean first = head.get(0).name().endsWith(".0") && !head.get(0).table();
    return first && (head.size() == 1 || head.size() == 2 && head.get(1).table());
  }

  /** How many tasks are coupled. */
  int count() {
    return heads.length;
  }

  /** {@code M_ij}. */
  float get(int i, int j) {
    return matrix[i * heads.length + j];
  }

  /** Spreads the step's gradients over all tasks, if there are any. */
  void couple() {
    int first = -1;
    for (int k = heads.length - 1; k >= 0; k--) {
      active[k] = heads[k][0].hasGradient();
      first = active[k] ? k : first;
    }
    if (first < 0) {
      return;
    }
    coupleDense();
    if (heads[0].length > 1) {
      Segment table = heads[first][1];
      for (int i = 0; i < table.touchedCount(); i++) {
        coupleRow(table.touchedRow(i), table.rowWidth());
      }
    }
  }

  private void coupleDense() {
    int n = heads[0][0].length();
    for (int k = 0; k < heads.length; k++) {
      keep(k, n, heads[k][0], heads[k][0].from());
    }
    for (int k = 0; k < heads.length; k++) {
      mix(k, n, heads[k][0], heads[k][0].from());
      heads[k][0].written(Double.NaN);
    }
  }

  private void coupleRow(int row, int n) {
    for (int k = 0; k < heads.length; k++) {
      keep(k, n, heads[k][1], heads[k][1].touch(row));
    }
    for (int k = 0; k < heads.length; k++) {
      mix(k, n, heads[k][1], heads[k][1].touch(row));
    }
  }

  private void keep(int task, int n, Segment segment, int at) {
    if (active[task]) {
      System.arraycopy(segment.gradient(), at, kept[task], 0, n);
    }
  }

  private void mix(int task, int n, Segment segment, int at) {
    float[] g = segment.gradient();
    for (int i = at; i < at + n; i++) {
      g[i] = 0f;
    }
    for (int k = 0; k < heads.length; k++) {
      if (active[k]) {
        Buffers.add(n, matrix[task * heads.length + k], kept[k], 0, g, at);
      }
    }
  }

  /** Learns from the parameters, after a step. */
  void learn(double rate) {
    steps++;
    if (steps % PERIOD != 0) {
      return;
    }
    for (int k = 0; k < heads.length; k++) {
      norms[k] = Math.sqrt(product(k, k));
      if (!(norms[k] > TINY)) {
        return;
      }
    }
    for (int i = 0; i < heads.length; i++) {
      for (int j = 0; j < i; j++) {
        double cosine = product(i, j) / (norms[i] * norms[j]);
        float next = (float) ((1 - rate) * get(i, j) + rate * cosine);
        matrix[i * heads.length + j] = next;
        matrix[j * heads.length + i] = next;
      }
    }
  }

  private double product(int i, int j) {
    double sum = 0;
    for (int s = 0; s < heads[i].length; s++) {
      Segment a = heads[i][s];
      Segment b = heads[j][s];
      sum += Buffers.dot(a.length(), a.values(), a.from(), b.values(), b.from());
    }
    return sum;
  }

  @Override
  public void save(SnapshotWriter out) {
    out.tag("relationships").putLong(steps).putFloats(matrix);
  }

  @Override
  public void restore(SnapshotReader in) {
    in.tag("relationships");
    steps = in.getLong();
    in.getFloats(matrix);
  }
}
