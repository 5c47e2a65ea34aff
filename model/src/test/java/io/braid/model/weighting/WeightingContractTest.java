package io.braid.model.weighting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.braid.model.data.Rng;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Component;
import io.braid.model.spec.SpecException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What holds for every weighting of the catalogue, and the formula of each. */
class WeightingContractTest {
  private static final List<String> TASKS = List.of("a", "b", "c", "d");
  private static final int K = TASKS.size();
  private static final boolean[] ALL = {true, true, true, true};

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.of(Weightings.CATALOG.names());
  }

  private static Weighting make(String name, Object... parameters) {
    return Weightings.CATALOG.create(Component.of(name, parameters), TASKS);
  }

  private static void weighAndUpdate(
      Weighting weighting, boolean[] active, double[] losses, float[] weights) {
    byte[] before = saved(weighting);
    weighting.weigh(active, losses, weights);
    assertThat(saved(weighting)).as("weighing alone changes nothing").isEqualTo(before);
    weighting.update(active, losses);
  }

  private static byte[] saved(Weighting weighting) {
    SnapshotWriter out = new SnapshotWriter();
    weighting.save(out);
    return out.toByteArray();
  }

  /** One random step; a task without label has NaN for a loss, which must not be read. */
  private static float[] step(Weighting weighting, Rng rng, double[] scale) {
    boolean[] active = new boolean[K];
    double[] losses = new double[K];
    active[rng.nextInt(K)] = true;
    for (int k = 0; k < K; k++) {
      active[k] |= rng.nextInt(2) == 0;
      double loss = scale[k] * -Math.log(1 - rng.nextDouble());
      losses[k] = active[k] ? loss : Double.NaN;
    }
    float[] weights = new float[K];
    Arrays.fill(weights, Float.NaN);
    weighAndUpdate(weighting, active, losses, weights);
    for (int k = 0; k < K; k++) {
      if (active[k]) {
        assertThat(weights[k]).isFinite().isNotNegative();
      } else {
        assertThat(weights[k]).isZero();
      }
    }
    return weights;
  }

  /**
   * From one common state each task in turn is the only one with a label. A byte of the saved state
   * that moves for one task must stand still for every other.
   */
  @Property(tries = 200)
  void aTaskWithoutLabelKeepsItsPartOfTheState(@ForAll("names") String name, @ForAll long seed) {
    Rng rng = new Rng(seed);
    Weighting weighting = make(name);
    for (int t = 0; t < 30; t++) {
      step(weighting, rng, new double[] {1, 0.1, 10, 1});
    }
    byte[] before = saved(weighting);
    int[] movedBy = new int[before.length];
    for (int only = 0; only < K; only++) {
      Weighting next = make(name);
      next.restore(new SnapshotReader(before));
      boolean[] active = new boolean[K];
      active[only] = true;
      double[] losses = new double[K];
      Arrays.fill(losses, Double.NaN);
      losses[only] = 3.7;
      weighAndUpdate(next, active, losses, new float[K]);
      byte[] after = saved(next);
      assertThat(after).hasSameSizeAs(before);
      for (int i = 0; i < before.length; i++) {
        movedBy[i] += after[i] == before[i] ? 0 : 1;
      }
    }
    for (int moved : movedBy) {
      assertThat(moved).isLessThanOrEqualTo(1);
    }
  }

  @Property(tries = 100)
  void permutingTheTasksPermutesTheWeights(@ForAll("names") String name, @ForAll long seed) {
    int[] place = {2, 0, 3, 1};
    Weighting plain = make(name);
    Weighting permuted = make(name);
    Rng rng = new Rng(seed);
    for (int t = 0; t < 40; t++) {
      boolean[] active = new boolean[K];
      boolean[] activeThere = new boolean[K];
      double[] losses = new double[K];
      double[] lossesThere = new double[K];
      active[rng.nextInt(K)] = true;
      for (int k = 0; k < K; k++) {
        active[k] |= rng.nextInt(2) == 0;
        losses[k] = rng.nextDouble() * (k + 1);
        activeThere[place[k]] = active[k];
        lossesThere[place[k]] = losses[k];
      }
      float[] weights = new float[K];
      float[] weightsThere = new float[K];
      weighAndUpdate(plain, active, losses, weights);
      weighAndUpdate(permuted, activeThere, lossesThere, weightsThere);
      for (int k = 0; k < K; k++) {
        assertThat(weightsThere[place[k]]).isCloseTo(weights[k], within(1e-6f * (1 + weights[k])));
      }
    }
  }

  @Property(tries = 100)
  void continuesBitForBitAfterARestore(@ForAll("names") String name, @ForAll long seed) {
    double[] scale = {1, 0.01, 30, 2};
    Weighting undisturbed = make(name);
    Weighting before = make(name);
    Rng rng = new Rng(seed);
    Rng same = new Rng(seed);
    for (int t = 0; t < 25; t++) {
      step(undisturbed, rng, scale);
      step(before, same, scale);
    }
    Weighting restored = make(name);
    SnapshotReader in = new SnapshotReader(saved(before));
    restored.restore(in);
    in.end();
    for (int t = 0; t < 25; t++) {
      assertThat(step(restored, same, scale)).containsExactly(step(undisturbed, rng, scale));
    }
    assertThat(saved(restored)).containsExactly(saved(undisturbed));
  }

  @Property(tries = 200)
  void weightsAreFiniteAndNotNegativeForLossesFromZeroToATrillion(
      @ForAll("names") String name, @ForAll long seed) {
    Rng rng = new Rng(seed);
    double[] sizes = {0, 1e-300, 1e-12, 1, 1e6, 1e12};
    Weighting weighting = make(name);
    for (int t = 0; t < 300; t++) {
      double[] scale = new double[K];
      for (int k = 0; k < K; k++) {
        scale[k] = sizes[rng.nextInt(sizes.length)] / 40;
      }
      step(weighting, rng, scale);
    }
  }

  @Property(tries = 20)
  void equalLossesGetEqualWeightsNearOne(@ForAll("names") String name) {
    Weighting weighting = make(name);
    float[] weights = new float[K];
    double[] losses = new double[K];
    Arrays.fill(losses, 0.7);
    for (int t = 0; t < 3000; t++) {
      weighAndUpdate(weighting, ALL, losses, weights);
      assertThat(weights).containsOnly(weights[0]);
      assertThat(weights[0]).isBetween(0.5f, 2f);
    }
  }

  @Test
  void fixedWeightsAreGivenByNameAndUnknownNamesAreRefused() {
    float[] weights = new float[K];
    make("fixed", "weights", Map.of("c", 4.0))
        .weigh(new boolean[] {true, false, true, true}, new double[K], weights);
    assertThat(weights).containsExactly(1f, 0f, 4f, 1f);
    assertThatThrownBy(() -> make("fixed", "weights", Map.of("x", 4.0)))
        .isInstanceOf(SpecException.class)
        .hasMessage("fixed.weights.x: no task named 'x', known: [a, b, c, d]");
  }

  @Test
  void emaNormIsInverseToTheMeanLossAndAveragesOne() {
    Weighting weighting = make("ema_norm");
    float[] weights = new float[K];
    double[] losses = {0.1, 0.2, 1, 10};
    double whole = 0;
    for (double loss : losses) {
      whole += 1 / (loss + 0.01);
    }
    for (int t = 0; t < 1000; t++) {
      weighAndUpdate(weighting, ALL, losses, weights);
    }
    for (int k = 0; k < K; k++) {
      assertThat((double) weights[k]).isCloseTo(K / (losses[k] + 0.01) / whole, within(1e-5));
    }
  }

  @Test
  void emaNormDoesNotDependOnWhichOtherLabelsCome() {
    Weighting together = make("ema_norm");
    Weighting alone = make("ema_norm");
    double[] losses = {0.1, 0.2, 1, 10};
    float[] weights = new float[K];
    float[] lonely = new float[K];
    for (int t = 0; t < 500; t++) {
      weighAndUpdate(together, ALL, losses, weights);
      for (int k = 0; k < K; k++) {
        boolean[] active = new boolean[K];
        active[k] = true;
        weighAndUpdate(alone, active, losses, lonely);
        if (t == 499) {
          assertThat(lonely[k]).isCloseTo(weights[k], within(1e-5f));
        }
      }
    }
  }

  @Test
  void aFirstLossOfZeroDoesNotDrownTheOtherTasks() {
    float[] weights = new float[K];
    make("ema_norm").weigh(ALL, new double[] {0, 0.7, 0.7, 0.7}, weights);
    assertThat(weights[1]).isGreaterThan(0.5f);
    assertThat(weights[0]).isLessThan(3f);
  }

  @Test
  void aTaskThatGetsWorseGainsUnderDwa() {
    Weighting weighting = make("dwa");
    float[] weights = new float[K];
    for (int t = 0; t < 2000; t++) {
      weighAndUpdate(weighting, ALL, new double[] {1, 1, 1, 1}, weights);
    }
    assertThat(weights).containsOnly(1f);
    double fast = 1;
    double slow = 1;
    for (int t = 0; t < 50; t++) {
      fast += 0.02 * (3 - fast);
      slow += 0.002 * (3 - slow);
      weighAndUpdate(weighting, ALL, new double[] {3, 1, 1, 1}, weights);
    }
    double worse = Math.exp(fast / slow / 2);
    double same = Math.exp(0.5);
    assertThat((double) weights[0])
        .isCloseTo(K * worse / (worse + 3 * same), within(2e-2))
        .isGreaterThan(1.2);
    float sum = weights[0] + weights[1] + weights[2] + weights[3];
    assertThat(sum).isCloseTo(K, within(1e-5f));
  }

  @Test
  void uncertaintyRestsAtHalfOverTheLossAndImtlAtOneOverIt() {
    double[] losses = {0.1, 0.5, 1, 4};
    for (String name : List.of("uncertainty", "imtl_l")) {
      double target = name.equals("uncertainty") ? 0.5 : 1.0;
      Weighting weighting = make(name);
      float[] weights = new float[K];
      for (int t = 0; t < 20_000; t++) {
        weighAndUpdate(weighting, ALL, losses, weights);
      }
      for (int k = 0; k < K; k++) {
        assertThat((double) weights[k]).isCloseTo(target / losses[k], within(1e-3));
      }
    }
  }

  @Test
  void oneOutlierMovesALearnedWeightByOneStepAtMost() {
    for (String name : List.of("uncertainty", "imtl_l")) {
      Weighting weighting = make(name);
      float[] weights = new float[K];
      weighAndUpdate(weighting, ALL, new double[] {1e12, 1, 1, 1}, weights);
      weighAndUpdate(weighting, ALL, new double[] {1, 1, 1, 1}, weights);
      assertThat((double) weights[0]).isCloseTo(Math.exp(-0.01), within(1e-6));
    }
  }
}
