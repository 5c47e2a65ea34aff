package io.braid.model.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.braid.model.data.Moments;
import io.braid.model.data.Rng;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Lanes moved together, with vectors where there are any, move as each would by itself. */
class NumericLanesTest {
  private static final int WIDTH = 11;

  @Test
  void theFastestLanesGiveTheBitsOfThePlainOnes() {
    NumericLanes plain = new NumericLanes(WIDTH);
    NumericLanes fastest = NumericLanes.atLeast(WIDTH);
    Moments[] moments = new Moments[WIDTH];
    Rng rng = new Rng(1);
    double[] x = new double[WIDTH];
    double[] padded = new double[fastest.width()];
    for (int i = 0; i < WIDTH; i++) {
      moments[i] = new Moments();
      fastest.clip[i] = plain.clip[i] = 2 + i;
    }
    for (int n = 0; n < 1000; n++) {
      for (int i = 0; i < WIDTH; i++) {
        padded[i] = x[i] = 5 * i + rng.nextGaussian();
        moments[i].add(x[i]);
      }
      add(n, x, plain);
      add(n, padded, fastest);
      assertThat(Arrays.copyOf(fastest.mean, WIDTH)).isEqualTo(plain.mean);
      assertThat(Arrays.copyOf(fastest.deviation, WIDTH)).isEqualTo(plain.deviation);
      assertThat(Arrays.copyOf(fastest.low, WIDTH)).isEqualTo(plain.low);
      assertThat(Arrays.copyOf(fastest.high, WIDTH)).isEqualTo(plain.high);
      assertThat(Arrays.copyOf(columns(fastest, padded), WIDTH)).isEqualTo(columns(plain, x));
      for (int i = 0; i < WIDTH; i++) {
        assertThat(plain.mean[i]).isEqualTo(moments[i].mean());
        assertThat(plain.deviation[i]).isEqualTo(moments[i].deviation());
      }
    }
  }

  @Test
  void aSingleValueOutOfItsLimitsIsSeen() {
    for (NumericLanes lanes :
        new NumericLanes[] {new NumericLanes(WIDTH), NumericLanes.atLeast(WIDTH)}) {
      Arrays.fill(lanes.low, 0, WIDTH, -1);
      Arrays.fill(lanes.high, 0, WIDTH, 1);
      double[] x = new double[lanes.width()];
      for (int i = 0; i < WIDTH; i++) {
        for (double value : new double[] {1.5, -1.5, Double.NaN, Double.POSITIVE_INFINITY}) {
          x[i] = value;
          assertThat(lanes.within(x)).isFalse();
        }
        x[i] = i % 2 == 0 ? 1 : -1;
        assertThat(lanes.within(x)).isTrue();
      }
    }
  }

  /** The first values one by one, until no start-up rule is left. */
  private static void add(int n, double[] x, NumericLanes lanes) {
    if (n < 20) {
      for (int i = 0; i < WIDTH; i++) {
        lanes.add(i, x[i], lanes.clip[i]);
      }
    } else {
      lanes.addAll(x);
    }
  }

  private static double[] columns(NumericLanes lanes, double[] x) {
    double[] columns = new double[x.length];
    lanes.standardise(x, columns);
    return columns;
  }
}
