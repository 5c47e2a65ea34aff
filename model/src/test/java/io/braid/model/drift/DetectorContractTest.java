package io.braid.model.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.braid.model.data.Rng;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.drift.DriftDetector.Signal;
import io.braid.model.spec.Component;
import io.braid.model.spec.SpecException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every entry of the catalogue promises. */
class DetectorContractTest {

  static Set<String> names() {
    return Detectors.CATALOG.names();
  }

  static DriftDetector make(String name) {
    return Detectors.CATALOG.create(Component.of(name), 7L);
  }

  static byte[] bytes(DriftDetector detector) {
    SnapshotWriter out = new SnapshotWriter();
    detector.save(out);
    return out.toByteArray();
  }

  static double bernoulli(Rng random, double p) {
    return random.nextDouble() < p ? 1.0 : 0.0;
  }

  @ParameterizedTest
  @MethodSource("names")
  void a_restored_detector_continues_identically_wherever_it_was_saved(String name) {
    Rng random = new Rng(11);
    DriftDetector original = make(name);
    for (int i = 0; i < 6000; i++) {
      if (i % 397 == 0) {
        SnapshotReader in = new SnapshotReader(bytes(original));
        DriftDetector restored = make(name);
        restored.restore(in);
        in.end();
        assertThat(bytes(restored)).isEqualTo(bytes(original));
        original = restoredBeside(original, restored, new Rng(i), 300);
      }
      original.add(bernoulli(random, i % 2000 < 1000 ? 0.1 : 0.5));
    }
  }

  /** Runs both side by side and hands back the restored one. */
  private static DriftDetector restoredBeside(
      DriftDetector original, DriftDetector restored, Rng random, int values) {
    for (int i = 0; i < values; i++) {
      double value = i % 2 == 0 ? random.nextDouble() : bernoulli(random, 0.4);
      assertThat(restored.add(value)).isEqualTo(original.add(value));
    }
    assertThat(bytes(restored)).isEqualTo(bytes(original));
    return restored;
  }

  @ParameterizedTest
  @MethodSource("names")
  void a_constant_stream_never_signals(String name) {
    for (double constant : new double[] {0.0, 0.1, 0.3, 0.5, 0.7, 1.0}) {
      DriftDetector detector = make(name);
      for (int i = 0; i < 20_000; i++) {
        assertThat(detector.add(constant)).as("%s at %d", constant, i).isEqualTo(Signal.NONE);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void after_a_drift_it_starts_afresh_and_finds_the_next(String name) {
    if (name.equals("none")) {
      return;
    }
    // Evenly spread errors, so that no chance is involved: every 20th, every other, all.
    DriftDetector detector = make(name);
    int[] spacing = {20, 2, 1};
    for (int level = 0; level < spacing.length; level++) {
      int first = -1;
      int last = -1;
      for (int i = 0; i < 4000; i++) {
        if (detector.add(i % spacing[level] == 0 ? 1.0 : 0.0) == Signal.DRIFT) {
          first = first < 0 ? i : first;
          last = i;
        }
      }
      if (level == 0) {
        assertThat(first).as("no drift at the start").isEqualTo(-1);
      } else {
        assertThat(first).as("rise %d is found", level).isBetween(0, 2999);
        assertThat(last).as("the new level becomes the normal one").isLessThan(3000);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void memory_stays_bounded(String name) {
    Rng random = new Rng(3);
    DriftDetector detector = make(name);
    for (int i = 0; i < 300_000; i++) {
      detector.add(random.nextDouble());
    }
    assertThat(bytes(detector).length).isLessThan(4096);
  }

  @ParameterizedTest
  @MethodSource("names")
  void a_falling_loss_is_no_drift(String name) {
    DriftDetector detector = make(name);
    for (int i = 0; i < 5000; i++) {
      double rate = i < 1000 ? 0.5 : i < 2000 ? 0.25 : 0.1;
      int spacing = (int) Math.round(1.0 / rate);
      assertThat(detector.add(i % spacing == 0 ? 1.0 : 0.0)).isNotEqualTo(Signal.DRIFT);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"adwin", "hddm_a", "kswin"})
  void with_direction_both_a_fall_is_a_drift_too(String name) {
    DriftDetector detector = Detectors.CATALOG.create(Component.of(name, "direction", "both"), 7L);
    int drifts = 0;
    for (int i = 0; i < 3000; i++) {
      drifts += detector.add(i < 1500 ? 0.9 - 1e-3 * (i % 3) : 0.1) == Signal.DRIFT ? 1 : 0;
    }
    assertThat(drifts).isPositive();
  }

  @Test
  void wrong_settings_are_refused_by_name_and_value() {
    assertThatThrownBy(() -> make("adwim"))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("no drift detector named 'adwim', known: [adwin, page_hinkley");
    assertThatThrownBy(() -> Detectors.CATALOG.create(Component.of("kswin", "window", 40), 1L))
        .hasMessage(
            "kswin.window: '40' is not allowed, must be at least twice the stat_size of 30");
    assertThatThrownBy(() -> Detectors.CATALOG.create(Component.of("adwin", "delta", 2), 1L))
        .hasMessageContaining("adwin.delta: '2' is not allowed");
  }
}
