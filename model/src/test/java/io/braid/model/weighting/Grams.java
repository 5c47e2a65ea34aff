package io.braid.model.weighting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.braid.model.data.Rng;
import io.braid.model.spec.Component;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Random gradients, and small linear algebra by the book, for tests. */
final class Grams {
  static final int WIDTH = 12;

  private Grams() {}

  static double[][] gradients(long seed, int n) {
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

  static GradientWeighting make(String name, int n, Object... parameters) {
    List<String> tasks = IntStream.range(0, n).mapToObj(k -> "t" + k).toList();
    return (GradientWeighting)
        Weightings.CATALOG.create(
            Component.of(name, parameters),
            new WeightingContext(tasks, tasks.stream().map(t -> false).toList(), WIDTH, 3));
  }

  static boolean[] all(int n) {
    boolean[] active = new boolean[n];
    Arrays.fill(active, true);
    return active;
  }

  static TaskGradients given(double[][] z) {
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

  static double[] weigh(GradientWeighting weighting, double[][] z) {
    int n = z.length;
    float[] weights = new float[n];
    weighting.weigh(all(n), new double[n], given(z), weights);
    double[] w = new double[n];
    for (int k = 0; k < n; k++) {
      w[k] = weights[k];
    }
    return w;
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  static double[] sum(double[] w, double[][] z) {
    double[] d = new double[z[0].length];
    for (int i = 0; i < w.length; i++) {
      for (int c = 0; c < d.length; c++) {
        d[c] += w[i] * z[i][c];
      }
    }
    return d;
  }

  /** Gram matrix divided by its mean diagonal. */
  static double[][] gram(double[][] z) {
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

  static void near(double[] actual, double[] expected, double tolerance) {
    double size = Math.sqrt(dot(expected, expected));
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(tolerance * (size + 1e-12)));
    }
  }

  /** Gauss and Jordan with row exchange. */
  static double[] solve(double[][] matrix, double[] right) {
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

  static int[] on(int support) {
    return IntStream.range(0, 31).filter(i -> (support & (1 << i)) != 0).toArray();
  }

  static double[][] sub(double[][] g, int[] on) {
    double[][] part = new double[on.length][on.length];
    for (int i = 0; i < on.length; i++) {
      for (int j = 0; j < on.length; j++) {
        part[i][j] = g[on[i]][on[j]];
      }
    }
    return part;
  }

  static double gain(double[] w, double[][] z) {
    double[] d = sum(w, z);
    return Arrays.stream(z).mapToDouble(each -> dot(each, d)).min().orElseThrow();
  }

  static double trace(double[][] z) {
    return Arrays.stream(z).mapToDouble(each -> dot(each, each)).sum();
  }

  static double[] filled(int n, double value) {
    double[] x = new double[n];
    Arrays.fill(x, value);
    return x;
  }

  static double[] times(double[][] g, double[] x) {
    return Arrays.stream(g).mapToDouble(row -> dot(row, x)).toArray();
  }
}
