package io.braid.model.relatedness;

import static io.braid.model.relatedness.Shown.TASKS;
import static io.braid.model.relatedness.Shown.measure;
import static io.braid.model.relatedness.Shown.saved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.braid.model.data.Rng;
import io.braid.model.data.SnapshotReader;
import io.braid.model.spec.Component;
import io.braid.model.spec.SpecException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What holds for every measure of the catalogue. */
class MeasureContractTest {
  @Provide
  Arbitrary<String> names() {
    return Arbitraries.of(Measures.CATALOG.names());
  }

  private static Measure after(String name, Rng rng, int steps) {
    Measure measure = measure(name);
    for (int t = 0; t < steps; t++) {
      measure.observe(Shown.random(rng).observed());
    }
    return measure;
  }

  @Property(tries = 60)
  void nothingIsSaidOfATaskByAStepInWhichItHasNoLabel(
      @ForAll("names") String name, @ForAll long seed) {
    Rng rng = new Rng(seed);
    Measure measure = after(name, rng, 150);
    for (int t = 0; t < 20; t++) {
      List<List<Double>> before = values(measure);
      Shown step = Shown.random(rng);
      measure.observe(step.observed());
      List<List<Double>> after = values(measure);
      for (int j = 0; j < TASKS; j++) {
        for (int i = 0; i < TASKS && !step.active[j]; i++) {
          assertThat(after.get(i).get(j)).isEqualTo(before.get(i).get(j));
        }
      }
    }
  }

  @Property(tries = 20)
  void aStepWithoutLabelsMovesNothing(@ForAll("names") String name, @ForAll long seed) {
    Rng rng = new Rng(seed);
    Measure measure = after(name, rng, 50);
    byte[] before = saved(measure);
    Shown step = Shown.random(rng);
    Arrays.fill(step.active, false);
    Arrays.fill(step.residuals, Double.NaN);
    measure.observe(step.observed());
    assertThat(saved(measure)).isEqualTo(before);
  }

  @Property(tries = 40)
  void permutingTheTasksPermutesTheValues(@ForAll("names") String name, @ForAll long seed) {
    int[] place = {2, 0, 3, 1};
    Measure plain = measure(name);
    Measure permuted = measure(name);
    Rng rng = new Rng(seed);
    for (int t = 0; t < 200; t++) {
      Shown step = Shown.random(rng);
      plain.observe(step.observed());
      permuted.observe(step.permuted(place).observed());
    }
    for (int i = 0; i < TASKS; i++) {
      for (int j = 0; j < TASKS; j++) {
        double expected = plain.value(i, j);
        assertThat(permuted.value(place[i], place[j])).isCloseTo(expected, within(1e-12));
        assertThat(permuted.standardError(place[i], place[j]))
            .isCloseTo(plain.standardError(i, j), within(1e-12));
      }
    }
  }

  @Property(tries = 40)
  void aRestoredMeasureGoesOnToTheSameBits(@ForAll("names") String name, @ForAll long seed) {
    Rng rng = new Rng(seed);
    Measure saved = after(name, rng, 100);
    Measure restored = after(name, new Rng(seed + 1), 30);
    restored.restore(new SnapshotReader(saved(saved)));
    assertThat(saved(restored)).isEqualTo(saved(saved));
    for (int t = 0; t < 50; t++) {
      Shown step = Shown.random(rng);
      saved.observe(step.observed());
      restored.observe(step.observed());
    }
    assertThat(saved(restored)).isEqualTo(saved(saved));
    assertThat(values(restored)).isEqualTo(values(saved));
  }

  @Property(tries = 60)
  void valuesAreFiniteOrUnknownWhateverTheStepsAre(
      @ForAll("names") String name, @ForAll long seed) {
    Rng rng = new Rng(seed);
    Measure measure = measure(name);
    float[] sizes = {0f, 1e-30f, 1f, 1e30f};
    for (int t = 0; t < 300; t++) {
      Shown step = Shown.random(rng);
      for (int k = 0; k < TASKS; k++) {
        float size = sizes[rng.nextInt(4)];
        step.losses[k] *= size;
        step.residuals[k] *= size;
        for (int c = 0; c < Shown.WIDTH; c++) {
          step.z[k][c] *= size;
        }
      }
      measure.observe(step.observed());
    }
    for (int i = 0; i < TASKS; i++) {
      for (int j = 0; j < TASKS; j++) {
        assertThat(Double.isInfinite(measure.value(i, j))).isFalse();
        assertThat(Double.isInfinite(measure.standardError(i, j))).isFalse();
        if (measure.bounded() && !Double.isNaN(measure.value(i, j))) {
          assertThat(measure.value(i, j)).isBetween(-1.0, 1.0);
        }
      }
    }
  }

  @Property(tries = 8)
  void tasksThatPullTheSameWayAreRelatedAndTheOpposedOneIsNot(
      @ForAll("names") String name, @ForAll long seed) {
    Rng rng = new Rng(seed);
    Measure measure = measure(name);
    for (int t = 0; t < 3000; t++) {
      Shown step = Shown.random(rng);
      // What lasts from event to event, too.
      for (int k = 0; k < TASKS && name.equals("cross_event_cosine"); k++) {
        for (int c = 0; c < Shown.WIDTH; c++) {
          step.z[k][c] += k == 3 ? -2 : 2;
        }
      }
      measure.observe(step.observed());
    }
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        assertThat(measure.value(i, j)).isGreaterThan(4 * measure.standardError(i, j));
      }
      assertThat(measure.value(i, 3)).isLessThan(-4 * measure.standardError(i, 3));
      assertThat(measure.value(3, i)).isLessThan(-4 * measure.standardError(3, i));
    }
  }

  @Property(tries = 4)
  void observingAllocatesNothing(@ForAll("names") String name) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    Measure measure = measure(name);
    Observed[] steps = new Observed[64];
    Rng rng = new Rng(3);
    for (int t = 0; t < steps.length; t++) {
      steps[t] = Shown.random(rng).observed();
    }
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 8; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int t = 0; t < 2000; t++) {
        measure.observe(steps[t % steps.length]);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).as("bytes in 2,000 steps").isLessThan(200);
  }

  @Test
  void measuresOfGradientsAreRefusedWhereThereIsNothingToCompareThemIn() {
    for (String name : Measures.CATALOG.names()) {
      MeasureContext none = new MeasureContext(TASKS, 0, "linear");
      if (name.equals("residual_correlation")) {
        assertThat(Measures.CATALOG.create(Component.of(name), none)).isNotNull();
      } else {
        assertThatThrownBy(() -> Measures.CATALOG.create(Component.of(name), none))
            .isInstanceOf(SpecException.class)
            .hasMessageContaining("'" + name + "' compares the tasks' gradients")
            .hasMessageContaining("the trunk 'linear' does not give");
      }
    }
  }

  /** Boxed, so that unknown equals unknown. */
  private static List<List<Double>> values(Measure measure) {
    List<List<Double>> values = new ArrayList<>();
    for (int i = 0; i < TASKS; i++) {
      List<Double> row = new ArrayList<>();
      for (int j = 0; j < TASKS; j++) {
        row.add(measure.value(i, j));
      }
      values.add(row);
    }
    return values;
  }
}
