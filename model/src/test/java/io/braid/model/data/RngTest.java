package io.braid.model.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The generator is the published one, uniform, and continues from where it was saved. */
class RngTest {
  @Test
  void itGivesTheJdksSplitMixSequence() {
    for (long seed : new long[] {0, 1, 42, -7}) {
      Rng rng = new Rng(seed);
      SplittableRandom reference = new SplittableRandom(seed);
      for (int i = 0; i < 1000; i++) {
        assertThat(rng.nextLong()).isEqualTo(reference.nextLong());
      }
    }
  }

  @Test
  void uniformsStayInRangeAndFillIt() {
    Rng rng = new Rng(1);
    double sum = 0;
    int[] counts = new int[7];
    for (int i = 0; i < 70_000; i++) {
      double d = rng.nextDouble();
      float f = rng.nextFloat();
      assertThat(d >= 0 && d < 1 && f >= 0 && f < 1).isTrue();
      sum += d + f;
      counts[rng.nextInt(7)]++;
    }
    assertThat(sum / 140_000).isCloseTo(0.5, within(0.005));
    for (int count : counts) {
      assertThat(count).isBetween(9_500, 10_500);
    }
  }

  @Test
  void gaussiansHaveMeanZeroAndVarianceOne() {
    Rng rng = new Rng(2);
    Moments moments = new Moments();
    for (int i = 0; i < 100_000; i++) {
      moments.add(rng.nextGaussian());
    }
    assertThat(moments.mean()).isCloseTo(0, within(0.015));
    assertThat(moments.variance()).isCloseTo(1, within(0.02));
  }

  @Test
  void aRestoredGeneratorContinuesTheSequence() {
    Rng rng = new Rng(3);
    for (int i = 0; i < 10; i++) {
      rng.nextGaussian();
    }
    SnapshotWriter out = new SnapshotWriter();
    rng.save(out);
    Rng restored = new Rng(99);
    restored.restore(new SnapshotReader(out.toByteArray()));
    for (int i = 0; i < 100; i++) {
      assertThat(restored.nextLong()).isEqualTo(rng.nextLong());
    }
  }

  @Test
  void aSplitGeneratorGoesItsOwnWay() {
    Rng rng = new Rng(4);
    Rng split = rng.split();
    int equal = 0;
    for (int i = 0; i < 1000; i++) {
      equal += rng.nextLong() == split.nextLong() ? 1 : 0;
    }
    assertThat(equal).isZero();
  }
}
