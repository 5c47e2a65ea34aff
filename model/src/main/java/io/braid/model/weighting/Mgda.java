package io.braid.model.weighting;

import io.braid.model.spec.Params;
import java.util.Arrays;

/**
 * Multiple gradient descent: the shortest vector in the convex hull of the gradients (Désidéri,
 * "Multiple-gradient descent algorithm", 2012; Sener and Koltun, NeurIPS 2018, equation 3),
 *
 * <pre>  min a'Ga   over a >= 0, sum a = 1;   w = n a</pre>
 *
 * A direction along which no loss rises; 0 where there is none. The task with the shortest gradient
 * has the most say, so one task that is as good as solved slows all others down.
 *
 * <p>Solved by Wolfe's algorithm ("Finding the nearest point in a polytope", Mathematical
 * Programming 11, 1976), which is exact after finitely many steps where Frank and Wolfe's, which
 * the papers use, creeps: it keeps a set of gradients, goes to the shortest vector of their affine
 * hull, drops those whose coefficient would turn negative on the way, and takes in the gradient
 * that points most against the result. A ridge of {@value #RIDGE} picks one solution where
 * gradients are dependent.
 */
final class Mgda extends GramWeighting {
  private static final double RIDGE = 1e-9;
  private static final double TOLERANCE = 1e-10;
  private static final int STEPS_EACH = 8;

  private final int[] kept;
  private final boolean[] isKept;
  private final double[] system;
  private final double[] affine;

  Mgda(Params params, WeightingContext context) {
    super(context);
    int count = context.size();
    kept = new int[count];
    isKept = new boolean[count];
    system = new double[count * count];
    affine = new double[count];
  }

  @Override
  void solve(int n, double[] g, int[] task, double[] w) {
    int next = 0;
    for (int i = 0; i < n; i++) {
      g[i * n + i] += RIDGE;
      next = g[i * n + i] < g[next * n + next] ? i : next;
    }
    Arrays.fill(w, 0, n, 0.0);
    Arrays.fill(isKept, 0, n, false);
    int size = 0;
    w[next] = 1;
    for (int step = 0; next >= 0 && step < STEPS_EACH * n; step++) {
      kept[size++] = next;
      isKept[next] = true;
      size = shortest(n, g, size, w);
      next = mostAgainst(n, g, w);
    }
    for (int i = 0; i < n; i++) {
      w[i] *= n;
    }
  }

  /**
   * Goes to the shortest vector of the kept ones' hull, dropping as it must; returns how many stay.
   */
  private int shortest(int n, double[] g, int size, double[] w) {
    while (true) {
      double whole = affineShortest(n, g, size);
      double reach = 1;
      int out = -1;
      for (int i = 0; i < size; i++) {
        affine[i] /= whole;
        double from = w[kept[i]];
        if (affine[i] <= 0 && from / (from - affine[i]) < reach) {
          reach = from / (from - affine[i]);
          out = i;
        }
      }
      for (int i = 0; i < size; i++) {
        w[kept[i]] += reach * (affine[i] - w[kept[i]]);
      }
      if (out < 0) {
        return size;
      }
      w[kept[out]] = 0;
      isKept[kept[out]] = false;
      kept[out] = kept[--size];
      if (size == 1) {
        w[kept[0]] = 1;
        return size;
      }
    }
  }

  /** Solves G a = 1 on the kept ones into {@link #affine}; returns the sum of a. */
  private double affineShortest(int n, double[] g, int size) {
    for (int i = 0; i < size; i++) {
      affine[i] = 1;
      for (int j = i; j < size; j++) {
        system[i * size + j] = g[kept[i] * n + kept[j]];
      }
    }
    Cholesky.factor(size, system, RIDGE * RIDGE);
    Cholesky.solve(size, system, affine);
    double whole = 0;
    for (int i = 0; i < size; i++) {
      whole += affine[i];
    }
    return whole;
  }

  /**
   * The gradient with the least inner product with the result, or -1 if none is worth taking in.
   */
  private int mostAgainst(int n, double[] g, double[] w) {
    double square = 0;
    double least = Double.MAX_VALUE;
    int best = -1;
    for (int i = 0; i < n; i++) {
      double inner = 0;
      for (int j = 0; j < n; j++) {
        inner += g[i * n + j] * w[j];
      }
      square += w[i] * inner;
      if (!isKept[i] && inner < least) {
        least = inner;
        best = i;
      }
    }
    return best >= 0 && least < square * (1 - TOLERANCE) - TOLERANCE * RIDGE ? best : -1;
  }
}
