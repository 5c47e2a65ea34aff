package io.braid.model.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;

/** One pass gives what two passes give, in whatever parts the values come. */
class MomentsTest {
  @Property
  void onePassAgreesWithTwo(
      @ForAll @Size(min = 1, max = 50) List<@DoubleRange(min = -1e6, max = 1e6) Double> values) {
    Moments moments = new Moments();
    for (double x : values) {
      moments.add(x);
    }
    double mean = values.stream().mapToDouble(x -> x).average().orElseThrow();
    double variance =
        values.stream().mapToDouble(x -> (x - mean) * (x - mean)).average().orElseThrow();
    assertThat(moments.mean()).isCloseTo(mean, within(1e-6));
    assertThat(moments.variance()).isCloseTo(variance, within(1e-9 * (1e6 + variance)));
  }

  @Example
  void partsMergeToTheWhole() {
    Rng rng = new Rng(1);
    for (int cut : new int[] {0, 1, 500, 999, 1000}) {
      Moments whole = new Moments();
      Moments left = new Moments();
      Moments right = new Moments();
      for (int i = 0; i < 1000; i++) {
        double x = 1e6 + rng.nextGaussian() * (i < cut ? 1 : 10);
        whole.add(x);
        (i < cut ? left : right).add(x);
      }
      left.merge(right);
      assertThat(left.count()).isEqualTo(1000);
      assertThat(left.mean()).isCloseTo(whole.mean(), within(1e-6));
      assertThat(left.variance()).isCloseTo(whole.variance(), within(1e-6));
    }
  }

  @Example
  void aConstantHasItselfAsMeanAndNoVariance() {
    Moments moments = new Moments();
    for (int i = 0; i < 1000; i++) {
      moments.add(0.1);
    }
    assertThat(moments.mean()).isEqualTo(0.1);
    assertThat(moments.deviation()).isZero();
  }

  @Example
  void damagedMomentsAreRefused() {
    byte[] bytes = new SnapshotWriter().putLong(3).putDouble(1).putDouble(Double.NaN).toByteArray();
    assertThatThrownBy(() -> new Moments().restore(new SnapshotReader(bytes)))
        .isInstanceOf(SnapshotException.class);
  }
}
