package io.braid.topology.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CalibrationWindowTest {
  @Test
  void aBinaryClaimIsTheProbabilityOfOneAndAMulticlassClaimThatOfTheTopClass() {
    CalibrationWindow window = new CalibrationWindow();
    window.add(new float[] {0.25f}, 1);
    window.add(new float[] {0.25f}, 0);
    window.add(new float[] {0.1f, 0.75f, 0.15f}, 1);
    window.add(new float[] {0.1f, 0.75f, 0.15f}, 2);
    List<TaskNote.Bin> bins = window.bins();
    assertThat(bins.get(2).mean()).isCloseTo(0.25, within(1e-9));
    assertThat(bins.get(2).observed()).isCloseTo(0.5, within(1e-3));
    assertThat(bins.get(7).mean()).isCloseTo(0.75, within(1e-9));
    assertThat(bins.get(7).observed()).isCloseTo(0.5, within(1e-3));
    assertThat(bins.get(0).n()).isZero();
    assertThat(bins.get(0).mean()).isNaN();
  }

  @Test
  void whatComesTrueAsOftenAsSaidIsOnTheDiagonalAndOldOnesFade() {
    CalibrationWindow window = new CalibrationWindow();
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      window.add(new float[] {random.nextFloat()}, 1);
    }
    for (int i = 0; i < 100_000; i++) {
      float p = random.nextFloat();
      window.add(new float[] {p}, random.nextFloat() < p ? 1 : 0);
    }
    assertThat(window.bins())
        .hasSize(CalibrationWindow.BINS)
        .allSatisfy(bin -> assertThat(bin.observed()).isCloseTo(bin.mean(), within(0.06)))
        .allSatisfy(bin -> assertThat(bin.n()).isLessThan(1001));
  }

  @Test
  void oneIsInTheLastBinAndNothingAddedIsNoBins() {
    CalibrationWindow window = new CalibrationWindow();
    assertThat(window.bins()).isEmpty();
    window.add(new float[] {1f}, 1);
    window.add(new float[] {0f}, 0);
    assertThat(window.bins().get(CalibrationWindow.BINS - 1).observed()).isEqualTo(1);
    assertThat(window.bins().get(0).observed()).isZero();
  }
}
