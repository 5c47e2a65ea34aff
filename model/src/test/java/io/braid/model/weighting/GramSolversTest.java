package io.braid.model.weighting;

import static io.braid.model.weighting.Grams.WIDTH;
import static io.braid.model.weighting.Grams.dot;
import static io.braid.model.weighting.Grams.filled;
import static io.braid.model.weighting.Grams.gain;
import static io.braid.model.weighting.Grams.gradients;
import static io.braid.model.weighting.Grams.gram;
import static io.braid.model.weighting.Grams.make;
import static io.braid.model.weighting.Grams.near;
import static io.braid.model.weighting.Grams.on;
import static io.braid.model.weighting.Grams.solve;
import static io.braid.model.weighting.Grams.sub;
import static io.braid.model.weighting.Grams.sum;
import static io.braid.model.weighting.Grams.times;
import static io.braid.model.weighting.Grams.trace;
import static io.braid.model.weighting.Grams.weigh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.braid.model.data.Rng;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Each solver against a slow reference, on Gram matrices of random gradients. */
class GramSolversTest {
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
