package io.braid.model.loss;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** A logarithm by arithmetic alone is that of the library. */
class SoftplusTest {

  @Property
  void itIsTheLogarithmToThreeUnitsInTheLastPlace(
      @ForAll @DoubleRange(min = 0, max = 1) double e,
      @ForAll @DoubleRange(min = 0, max = 700) double z) {
    check(e);
    check(StrictMath.exp(-z));
  }

  @Test
  void itHoldsAtTheEdges() {
    for (double e : new double[] {0, Double.MIN_VALUE, 1e-300, 0.4142135623730950, 0.42, 1}) {
      check(e);
    }
  }

  private static void check(double e) {
    double expected = StrictMath.log1p(e);
    assertThat(Softplus.logOnePlus(e))
        .as("log(1 + %s)", e)
        .isCloseTo(expected, Offset.offset(3 * Math.ulp(expected)));
  }
}
