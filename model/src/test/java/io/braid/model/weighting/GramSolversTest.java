package io.braid.model.weighting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.braid.model.data.Rng;
import io.braid.model.spec.Component;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Each solver against a slow reference, on Gram matrices of random gradients. */
class GramSolversTest {
  private static final int WIDTH = 12;

  private static double[][] gradients(long seed, int n) {
    Rng rng = new Rng(seed);
    double[][] z = new double[n][WIDTH];
    double[] common = rng.split().nextDouble() < 0.5 ? new double[WIDTH] : direction(rng, 2);
    for (int i = 0; i < n; i++) {
      double length = Math.exp(rng.nextGaussian());
      for (int c = 0; c < WIDTH; c++) {
        z[i][c] = (float) (length * (rng.nextGaussian() - (i % 2) * common[c]));
      }
    }
    return z;
  }

  private static double[] direction(Rng rng, double length) {
    double[] d = new double[WIDTH];
    for (int c = 0; c < WIDTH; c++) {
      d[c] = length * rng.nextGaussian();
    }
    return d;
  }

  private static GradientWeighting make(String name, int n, Object... parameters) {
    List<String> tasks = IntStream.range(0, n).mapToObj(k -> "t" + k).toList();
    return (GradientWeighting)
        Weightings.CATALOG.create(
            Component.of(name, parameters),
            new WeightingContext(tasks, tasks.stream().map(t -> false).toList(), WIDTH, 3));
  }

  private static boolean[] all(int n) {
    boolean[] active = new boolean[n];
    Arrays.fill(active, true);
    return active;
  }

  private static TaskGradients given(double[][] z) {
    TaskGradients gradients = new TaskGradients(z.length, WIDTH);
    gradients.begin(all(z.length), 1);
    for (int k = 0; k < z.length; k++) {
      for (int c = 0; c < WIDTH; c++) {
        gradients.of(k)[c] = (float) z[k][c];
      }
    }
    assertThat(gradients.complete(all(z.length))).isTrue();
    return gradients;
  }

  private static double[] weigh(GradientWeighting weighting, double[][] z) {
    int n = z.length;
    float[] weights = new float[n];
    weighting.weigh(all(n), new double[n], given(z), weights);
    double[] w = new double[n];
    for (int k = 0; k < n; k++) {
      w[k] = weights[k];
    }
    return w;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double[] sum(double[] w, double[][] z) {
    double[] d = new double[z[0].length];
    for (int i = 0; i < w.length; i++) {
      for (int c = 0; c < d.length; c++) {
        d[c] += w[i] * z[i][c];
      }
    }
    return d;
  }

  /** Gram matrix divided by its mean diagonal. */
  private static double[][] gram(double[][] z) {
    int n = z.length;
    double trace = 0;
    for (double[] each : z) {
      trace += dot(each, each);
    }
    double[][] g = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        g[i][j] = dot(z[i], z[j]) * n / trace;
      }
    }
    return g;
  }

  private static void near(double[] actual, double[] expected, double tolerance) {
    double size = Math.sqrt(dot(expected, expected));
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(tolerance * (size + 1e-12)));
    }
  }

  /** Gauss and Jordan with row exchange. */
  private static double[] solve(double[][] matrix, double[] right) {
    int n = right.length;
    double[][] a = new double[n][];
    for (int i = 0; i < n; i++) {
      a[i] = Arrays.copyOf(matrix[i], n + 1);
      a[i][n] = right[i];
    }
    for (int k = 0; k < n; k++) {
      int best = k;
      for (int i = k; i < n; i++) {
        best = Math.abs(a[i][k]) > Math.abs(a[best][k]) ? i : best;
      }
      double[] swap = a[k];
      a[k] = a[best];
      a[best] = swap;
      for (int i = 0; i < n; i++) {
        double f = i == k ? 0 : a[i][k] / a[k][k];
        for (int j = k; j <= n && f != 0; j++) {
          a[i][j] -= f * a[k][j];
        }
      }
    }
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = a[i][n] / a[i][i];
    }
    return x;
  }

  @Property(tries = 100)
  void theGramMatrixIsThatOfAllRowsAndRowSumsAreSums(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int rows) {
    Rng rng = new Rng(seed);
    int tasks = 4;
    TaskGradients gradients = new TaskGradients(tasks, 3);
    boolean[] active = {true, false, true, true};
    for (int again = 0; again < 2; again++) {
      gradients.begin(active, rows);
      double[][] copy = new double[tasks][3 * rows];
      for (int k = 0; k < tasks; k++) {
        for (int i = 0; i < 3 * rows && active[k]; i++) {
          float value = (float) rng.nextGaussian();
          gradients.of(k)[i] += value;
          copy[k][i] = value;
        }
      }
      assertThat(gradients.complete(active)).isTrue();
      assertThat(gradients.length()).isEqualTo(3 * rows);
      for (int i = 0; i < tasks; i++) {
        for (int j = 0; j < tasks; j++) {
          if (active[i] && active[j]) {
            assertThat(gradients.inner(i, j)).isCloseTo(dot(copy[i], copy[j]), within(1e-9));
          }
        }
      }
      float[] summed = new float[3];
      gradients.sumRows(2, summed);
      for (int c = 0; c < 3; c++) {
        double expected = 0;
        for (int r = 0; r < rows; r++) {
          expected += copy[2][3 * r + c];
        }
        assertThat((double) summed[c]).isCloseTo(expected, within(1e-5));
      }
    }
    gradients.of(2)[0] = Float.POSITIVE_INFINITY;
    assertThat(gradients.complete(active)).isFalse();
  }

  /** Every order of projections of every gradient: the weights must come from one of each. */
  @Property(tries = 100)
  void pcgradIsOneOfTheProjectionsInSomeOrder(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 4) int n) {
    double[][] z = gradients(seed, n);
    double[] w = weigh(make("pcgrad", n), z);
    List<double[]> sums = List.of(new double[WIDTH]);
    for (int i = 0; i < n; i++) {
      List<double[]> more = new ArrayList<>();
      for (double[] projected : projections(z, i)) {
        for (double[] sum : sums) {
          double[] added = sum.clone();
          for (int c = 0; c < WIDTH; c++) {
            added[c] += projected[c];
          }
          more.add(added);
        }
      }
      sums = more;
    }
    double[] d = sum(w, z);
    double least = Double.MAX_VALUE;
    for (double[] sum : sums) {
      double[] off = sum.clone();
      for (int c = 0; c < WIDTH; c++) {
        off[c] -= d[c];
      }
      least = Math.min(least, Math.sqrt(dot(off, off)));
    }
    assertThat(least).isLessThan(1e-5 * Math.sqrt(dot(d, d)) + 1e-6);
  }

  private static List<double[]> projections(double[][] z, int i) {
    List<double[]> made = new ArrayList<>();
    permute(z, z[i].clone(), 1 << i, made);
    return made;
  }

  private static void permute(double[][] z, double[] now, int met, List<double[]> made) {
    if (met == (1 << z.length) - 1) {
      made.add(now);
    }
    for (int j = 0; j < z.length; j++) {
      if ((met & (1 << j)) == 0) {
        double[] next = now.clone();
        double inner = dot(now, z[j]);
        for (int c = 0; c < WIDTH && inner < 0; c++) {
          next[c] -= inner / dot(z[j], z[j]) * z[j][c];
        }
        permute(z, next, met | (1 << j), made);
      }
    }
  }

  @Test
  void pcgradMeetsTheOthersInEitherOrderEquallyOften() {
    double[][] z = new double[3][WIDTH];
    z[0][0] = 1;
    z[1][0] = -1;
    z[1][1] = 0.5;
    z[2][0] = -1;
    z[2][1] = -1;
    GradientWeighting weighting = make("pcgrad", 3);
    List<Double> seen = new ArrayList<>();
    int first = 0;
    int steps = 4000;
    for (int t = 0; t < steps; t++) {
      double w = weigh(weighting, z)[2];
      weighting.update(all(3), new double[3], given(z));
      if (!seen.contains(w)) {
        seen.add(w);
      }
      first += w == seen.get(0) ? 1 : 0;
    }
    assertThat(seen.size()).isBetween(2, 8);
    double share = first / (double) steps * seen.size();
    assertThat(share).isBetween(0.8, 1.2);
  }

  @Property(tries = 100)
  void gradVacOfTwoTasksIsThatOfVectorsWithAFadingTarget(@ForAll long seed) {
    GradientWeighting weighting = make("gradvac", 2, "decay", 0.2);
    Rng rng = new Rng(seed);
    double target = 0;
    for (int t = 0; t < 30; t++) {
      double[][] z = gradients(rng.nextLong(), 2);
      double[] expected = new double[WIDTH];
      double a = Math.sqrt(dot(z[0], z[0]));
      double b = Math.sqrt(dot(z[1], z[1]));
      double cosine = dot(z[0], z[1]) / a / b;
      double pull = 0;
      if (cosine < target) {
        double off = Math.sqrt(1 - target * target);
        pull = (target * Math.sqrt(1 - cosine * cosine) - cosine * off) / off;
      }
      for (int c = 0; c < WIDTH; c++) {
        expected[c] = z[0][c] + z[1][c] + pull * (a / b * z[1][c] + b / a * z[0][c]);
      }
      near(sum(weigh(weighting, z), z), expected, 1e-4);
      weighting.update(all(2), new double[2], given(z));
      target += 0.2 * (cosine - target);
    }
  }

  /** The least over all supports of the stationary point on the support. */
  @Property(tries = 100)
  void mgdaIsTheShortestVectorOfTheHull(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 8) int n) {
    double[][] z = gradients(seed, n);
    double[][] g = gram(z);
    double[] best = null;
    double least = Double.MAX_VALUE;
    for (int support = 1; support < 1 << n; support++) {
      int[] on = on(support);
      double[] ones = new double[on.length];
      Arrays.fill(ones, 1);
      double[] part = solve(sub(g, on), ones);
      double whole = Arrays.stream(part).sum();
      double[] x = new double[n];
      boolean inside = true;
      for (int i = 0; i < on.length; i++) {
        x[on[i]] = part[i] / whole;
        inside &= x[on[i]] >= 0;
      }
      double[] d = sum(x, z);
      if (inside && dot(d, d) < least) {
        least = dot(d, d);
        best = x;
      }
    }
    for (int i = 0; i < n; i++) {
      best[i] *= n;
    }
    near(sum(weigh(make("mgda", n), z), z), sum(best, z), 1e-4);
  }

  private static int[] on(int support) {
    return IntStream.range(0, 31).filter(i -> (support & (1 << i)) != 0).toArray();
  }

  private static double[][] sub(double[][] g, int[] on) {
    double[][] part = new double[on.length][on.length];
    for (int i = 0; i < on.length; i++) {
      for (int j = 0; j < on.length; j++) {
        part[i][j] = g[on[i]][on[j]];
      }
    }
    return part;
  }

  /**
   * No step in the ball does more for the task it does least for than the dual value of any point
   * of the simplex says; so where the two meet, both are the best there are.
   */
  @Property(tries = 100)
  void cagradIsTheBestForTheWorstOffInTheBall(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 8) int n) {
    double[][] z = gradients(seed, n);
    double c = 0.3 + 0.1 * Math.floorMod(seed, 5);
    double[] w = weigh(make("cagrad", n, "c", c), z);
    double[] mean = sum(filled(n, 1.0 / n), z);
    double radius = c * Math.sqrt(dot(mean, mean));
    double[] step = new double[n];
    double[] x = new double[n];
    double whole = 0;
    for (int i = 0; i < n; i++) {
      step[i] = w[i] * (1 + c * c) / n;
      x[i] = step[i] - 1.0 / n;
      assertThat(x[i]).isGreaterThan(-1e-5);
      whole += x[i];
    }
    double[] off = sum(x, z);
    assertThat(Math.sqrt(dot(off, off))).isCloseTo(radius, within(1e-4 * radius + 1e-6));
    double dual = (dot(off, mean) + radius * Math.sqrt(dot(off, off))) / whole;
    double tolerance = 1e-4 * (radius + 1e-3) * Math.sqrt(trace(z));
    assertThat(gain(step, z)).isCloseTo(dual, within(tolerance));
  }

  private static double gain(double[] w, double[][] z) {
    double[] d = sum(w, z);
    return Arrays.stream(z).mapToDouble(each -> dot(each, d)).min().orElseThrow();
  }

  private static double trace(double[][] z) {
    return Arrays.stream(z).mapToDouble(each -> dot(each, each)).sum();
  }

  private static double[] filled(int n, double value) {
    double[] x = new double[n];
    Arrays.fill(x, value);
    return x;
  }

  private static double[] times(double[][] g, double[] x) {
    return Arrays.stream(g).mapToDouble(row -> dot(row, x)).toArray();
  }

  @Property(tries = 100)
  void imtlGHasEqualProjectionsOnEveryTasksDirection(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 8) int n) {
    double[][] z = gradients(seed, n);
    double[] w = weigh(make("imtl_g", n, "ridge", 1e-9), z);
    double[] d = sum(w, z);
    double first = dot(d, z[0]) / Math.sqrt(dot(z[0], z[0]));
    assertThat(first).as("downhill").isPositive();
    for (double[] each : z) {
      double length = Math.sqrt(dot(each, each));
      double tolerance = 1e-5 * n * Math.sqrt(trace(z));
      assertThat(dot(d, each) / length).isCloseTo(first, within(tolerance));
    }
    assertThat(Arrays.stream(w).map(Math::abs).sum()).isCloseTo(n, within(1e-4));
  }

  @Property(tries = 100)
  void nashAndFairGradSolveTheirEquationAsOneCoordinateAtATimeDoes(
      @ForAll long seed,
      @ForAll @IntRange(min = 2, max = 8) int n,
      @ForAll @IntRange(min = 0, max = 3) int which) {
    double alpha = new double[] {1, 0.5, 2, 5}[which];
    double[][] z = gradients(seed, n);
    double[][] g = gram(z);
    for (int i = 0; i < n; i++) {
      g[i][i] = Math.max(1e-6, g[i][i] * (1 + 1e-6)); // as the solver does
    }
    double[] a = filled(n, 1);
    for (int t = 0; t < 3000; t++) {
      for (int i = 0; i < n; i++) {
        double rest = dot(g[i], a) - g[i][i] * a[i];
        double low = -60;
        double high = 60;
        for (int b = 0; b < 60; b++) {
          double middle = (low + high) / 2;
          double tried = Math.exp(middle);
          boolean below = g[i][i] * tried + rest < Math.pow(tried, -1 / alpha);
          low = below ? middle : low;
          high = below ? high : middle;
        }
        a[i] = Math.exp(low);
      }
      if (t > 20 && residual(g, a, alpha) < 1e-10) {
        break;
      }
    }
    near(weigh(make("fairgrad", n, "alpha", alpha), z), a, 1e-3);
    if (alpha == 1) {
      near(weigh(make("nash_mtl", n), z), a, 1e-3);
    }
  }

  private static double residual(double[][] g, double[] a, double alpha) {
    double[] left = times(g, a);
    double most = 0;
    for (int i = 0; i < a.length; i++) {
      most = Math.max(most, Math.abs(left[i] / Math.pow(a[i], -1 / alpha) - 1));
    }
    return most;
  }

  @Property(tries = 100)
  void nashDoesNotDependOnTheScaleOfOneTask(@ForAll long seed) {
    double[][] z = gradients(seed, 4);
    double[] d = sum(weigh(make("nash_mtl", 4), z), z);
    for (int c = 0; c < WIDTH; c++) {
      z[2][c] *= 4;
    }
    double[] scaled = sum(weigh(make("nash_mtl", 4), z), z);
    double ratio = Math.sqrt(dot(scaled, scaled) / dot(d, d));
    for (int c = 0; c < WIDTH; c++) {
      d[c] *= ratio;
    }
    near(scaled, d, 1e-3);
  }

  /** Jacobi's rotations, then the formula. */
  @Property(tries = 100)
  void alignedMtlIsItsFormula(@ForAll long seed, @ForAll @IntRange(min = 2, max = 8) int n) {
    double[][] z = gradients(seed, n);
    double[][] a = gram(z);
    double[][] v = new double[n][n];
    for (int i = 0; i < n; i++) {
      v[i][i] = 1;
    }
    for (int sweep = 0; sweep < 60; sweep++) {
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          double angle = Math.atan2(2 * a[p][q], a[q][q] - a[p][p]) / 2;
          turn(a, v, p, q, Math.cos(angle), Math.sin(angle));
        }
      }
    }
    double most = IntStream.range(0, n).mapToDouble(i -> a[i][i]).max().orElseThrow();
    double floor = 1e-4 * most;
    double least =
        IntStream.range(0, n).mapToDouble(i -> a[i][i]).filter(l -> l >= floor).min().orElseThrow();
    double[] expected = new double[n];
    for (int c = 0; c < n; c++) {
      double inner = 0;
      for (int i = 0; i < n; i++) {
        inner += v[i][c];
      }
      for (int i = 0; i < n && a[c][c] >= floor; i++) {
        expected[i] += v[i][c] * inner * Math.sqrt(least / a[c][c]);
      }
    }
    near(weigh(make("aligned_mtl", n), z), expected, 1e-4);
  }

  private static void turn(double[][] a, double[][] v, int p, int q, double c, double s) {
    for (double[][] m : List.of(a, v)) {
      for (double[] row : m) {
        double x = row[p];
        row[p] = c * x - s * row[q];
        row[q] = s * x + c * row[q];
      }
    }
    for (int k = 0; k < a.length; k++) {
      double x = a[p][k];
      a[p][k] = c * x - s * a[q][k];
      a[q][k] = s * x + c * a[q][k];
    }
  }

  /** Every set of coordinates that may be free, until the conditions of a minimum hold. */
  @Property(tries = 100)
  void upgradIsTheSumOfTheProjections(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 7) int n) {
    double[][] z = gradients(seed, n);
    double[][] g = gram(z);
    for (int i = 0; i < n; i++) {
      g[i][i] += 1e-4;
    }
    double[] expected = new double[n];
    for (int i = 0; i < n; i++) {
      double[] v = projection(g, i);
      for (int j = 0; j < n; j++) {
        expected[j] += v[j];
      }
    }
    near(weigh(make("upgrad", n), z), expected, 1e-4);
  }

  private static double[] projection(double[][] g, int i) {
    int n = g.length;
    for (int free = 0; free < 1 << n; free++) {
      int[] on = on(free);
      double[] v = new double[n];
      v[i] = 1;
      double[] right = new double[on.length];
      for (int r = 0; r < on.length; r++) {
        right[r] = (free & (1 << i)) == 0 ? -g[on[r]][i] : 0;
      }
      double[] part = solve(sub(g, on), right);
      for (int r = 0; r < on.length; r++) {
        v[on[r]] = part[r];
      }
      double[] slope = times(g, v);
      boolean least = true;
      for (int j = 0; j < n; j++) {
        boolean isFree = (free & (1 << j)) != 0;
        least &= isFree ? v[j] >= (i == j ? 1 : 0) - 1e-12 : slope[j] >= -1e-12;
      }
      if (least) {
        return v;
      }
    }
    throw new AssertionError("a minimum exists");
  }

  @Property(tries = 100)
  void upgradsStepConflictsWithNoTask(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 8) int n) {
    double[][] z = gradients(seed, n);
    assertThat(gain(weigh(make("upgrad", n), z), z)).isGreaterThan(-2e-2 * trace(z) / n);
  }
}
