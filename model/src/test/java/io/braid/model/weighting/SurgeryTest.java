package io.braid.model.weighting;

import static io.braid.model.weighting.Grams.WIDTH;
import static io.braid.model.weighting.Grams.all;
import static io.braid.model.weighting.Grams.dot;
import static io.braid.model.weighting.Grams.given;
import static io.braid.model.weighting.Grams.gradients;
import static io.braid.model.weighting.Grams.make;
import static io.braid.model.weighting.Grams.near;
import static io.braid.model.weighting.Grams.sum;
import static io.braid.model.weighting.Grams.weigh;
import static org.assertj.core.api.Assertions.assertThat;

import io.braid.model.data.Rng;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Pcgrad and gradvac against projections of the vectors themselves. */
class SurgeryTest {
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
}
