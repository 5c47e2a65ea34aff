package io.braid.model.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.braid.model.data.Rng;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Safeguards.Gain;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The test of what sharing gains: how seldom it is wrong, and how soon it is right. */
class GainMeterTest {
  private static final double CONFIDENCE = 0.9;

  /** Differences whose expectation, given all before, is known. */
  enum Law {
    COINS {
      @Override
      double next(Rng rng, double before) {
        return rng.nextInt(2) == 0 ? -1 : 1;
      }
    },
    SMALL {
      @Override
      double next(Rng rng, double before) {
        return 0.01 * (2 * rng.nextDouble() - 1);
      }
    },
    SELDOM_AND_LARGE {
      @Override
      double next(Rng rng, double before) {
        return rng.nextInt(100) == 0 ? 0.99 : -0.01;
      }
    },
    AS_WIDE_AS_THE_LAST {
      @Override
      double next(Rng rng, double before) {
        return (0.05 + 0.9 * Math.abs(before)) * (2 * rng.nextDouble() - 1);
      }
    };

    abstract double next(Rng rng, double before);
  }

  @ParameterizedTest
  @EnumSource(Law.class)
  void theIntervalMissesTheTruthAtAnyTimeNoMoreOftenThanStated(Law law) {
    int runs = 400;
    int missed = 0;
    Rng rng = new Rng(law.name().length());
    for (int run = 0; run < runs; run++) {
      ConfidenceSequence sequence = new ConfidenceSequence(CONFIDENCE);
      boolean inside = true;
      double x = 0;
      for (int t = 0; t < 2000; t++) {
        x = law.next(rng, x);
        sequence.add(x);
        inside &= Math.abs(sequence.mean()) < sequence.radius();
      }
      missed += inside ? 0 : 1;
    }
    assertThat(missed / (double) runs).isLessThanOrEqualTo(1 - CONFIDENCE);
  }

  @Test
  void anIntervalForOneLabelLookedAtAfterEachWouldMissFarMoreOften() {
    // What the time-uniform boundary is for: plain 90 % intervals of the mean, looked at all along.
    Rng rng = new Rng(5);
    int missed = 0;
    for (int run = 0; run < 200; run++) {
      double sum = 0;
      boolean inside = true;
      for (int t = 1; t <= 2000; t++) {
        sum += rng.nextInt(2) == 0 ? -1 : 1;
        inside &= t < 30 || Math.abs(sum) < 1.645 * Math.sqrt(t);
      }
      missed += inside ? 0 : 1;
    }
    assertThat(missed / 200.0).isGreaterThan(2 * (1 - CONFIDENCE));
  }

  private static GainMeter meter(int window) {
    return new GainMeter(new Gain(0.95, window, false));
  }

  @Test
  void aLossThatIsSurelyLargerIsFoundAndSoIsItsEnd() {
    GainMeter meter = meter(2000);
    Rng rng = new Rng(1);
    int found = 0;
    while (!meter.hurts() && found < 3000) {
      meter.add(Math.min(1, 0.3 + 0.2 * rng.nextDouble()), 0.2 * rng.nextDouble());
      found++;
    }
    assertThat(found).isLessThan(500);
    assertThat(meter.helps()).isFalse();
    int turned = 0;
    while (!meter.helps() && turned < 10_000) {
      meter.add(0.2 * rng.nextDouble(), 0.3 + 0.2 * rng.nextDouble());
      turned++;
    }
    assertThat(turned).isLessThan(3000);
    assertThat(meter.hurts()).isFalse();
  }

  @Test
  void theGainIsThatOfTheLastOneToTwoWindows() {
    int window = 100;
    GainMeter meter = meter(window);
    assertThat(meter.gain(1)).isNull();
    List<double[]> all = new ArrayList<>();
    Rng rng = new Rng(2);
    for (int t = 1; t <= 950; t++) {
      double[] losses = {rng.nextDouble(), rng.nextDouble()};
      all.add(losses);
      meter.add(losses[0], losses[1]);
      TransferGain gain = meter.gain(0.25);
      int expected = t < 2 * window ? t : window + t % window;
      assertThat(gain.labels()).isEqualTo(expected);
      double shared = 0;
      double single = 0;
      for (double[] each : all.subList(t - expected, t)) {
        shared += each[0];
        single += each[1];
      }
      assertThat(gain.value()).isCloseTo(1 - shared / single, within(1e-9));
      assertThat(gain.low()).isLessThan(gain.value());
      assertThat(gain.high()).isGreaterThan(gain.value());
      assertThat(gain.shared()).isEqualTo(0.25);
    }
  }

  @Test
  void aRestoredMeterGoesOnTheSame() {
    GainMeter meter = meter(100);
    GainMeter other = meter(100);
    Rng rng = new Rng(3);
    for (int t = 0; t < 700; t++) {
      if (t == 333) {
        SnapshotWriter out = new SnapshotWriter();
        meter.save(out);
        other.add(0.5, 0.25);
        other.restore(new SnapshotReader(out.toByteArray()));
      }
      double shared = rng.nextDouble();
      double single = rng.nextDouble();
      meter.add(shared, single);
      if (t >= 333) {
        other.add(shared, single);
        assertThat(other.gain(1)).isEqualTo(meter.gain(1));
      }
    }
  }
}
