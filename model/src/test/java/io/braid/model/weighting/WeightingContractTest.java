package io.braid.model.weighting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.braid.model.data.Rng;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Component;
import io.braid.model.spec.SpecException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What holds for every weighting of the catalogue, and the formula of each. */
class WeightingContractTest {
  private static final List<String> TASKS = List.of("a", "b", "c", "d");
  private static final int K = TASKS.size();
  private static final int WIDTH = 5;
  private static final boolean[] ALL = {true, true, true, true};

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.of(Weightings.CATALOG.names());
  }

  @Provide
  Arbitrary<String> byGradients() {
    return names().filter(name -> make(name) instanceof GradientWeighting);
  }

  @Provide
  Arbitrary<String> byGram() {
    return names().filter(name -> make(name) instanceof GramWeighting);
  }

  private static Weighting make(String name, Object... parameters) {
    return make(name, TASKS, parameters);
  }

  /** Task d is auxiliary. */
  private static Weighting make(String name, List<String> tasks, Object... parameters) {
    return Weightings.CATALOG.create(
        Component.of(name, parameters),
        new WeightingContext(tasks, tasks.stream().map("d"::equals).toList(), WIDTH, 3));
  }

  /** A step in which gradients, where they count, are orthogonal and of length 1. */
  private static void weighAndUpdate(
      Weighting weighting, boolean[] active, double[] losses, float[] weights) {
    float[][] unit = new float[active.length][WIDTH];
    for (int k = 0; k < active.length; k++) {
      unit[k][k] = 1;
    }
    weighAndUpdate(weighting, active, losses, unit, weights);
  }

  private static void weighAndUpdate(
      Weighting weighting, boolean[] active, double[] losses, float[][] z, float[] weights) {
    byte[] before = saved(weighting);
    if (weighting instanceof LossWeighting byLosses) {
      byLosses.weigh(active, losses, weights);
      assertThat(saved(weighting)).as("weighing alone changes nothing").isEqualTo(before);
      byLosses.update(active, losses);
    } else if (weighting instanceof GradientWeighting byGradients) {
      TaskGradients gradients = gradients(active, z);
      byGradients.weigh(active, losses, gradients, weights);
      assertThat(saved(weighting)).as("weighing alone changes nothing").isEqualTo(before);
      byGradients.update(active, losses, gradients);
    }
  }

  /** Gradients of absent tasks are left as a step before has made them: NaN. */
  private static TaskGradients gradients(boolean[] active, float[][] z) {
    TaskGradients gradients = new TaskGradients(active.length, WIDTH);
    boolean[] all = new boolean[active.length];
    Arrays.fill(all, true);
    gradients.begin(all, 1);
    for (int k = 0; k < active.length; k++) {
      for (int c = 0; c < WIDTH; c++) {
        gradients.of(k)[c] = active[k] ? z[k][c] : Float.NaN;
      }
    }
    gradients.complete(all);
    gradients.complete(active);
    return gradients;
  }

  private static float[][] randomGradients(Rng rng, int tasks) {
    float[][] z = new float[tasks][WIDTH];
    for (float[] each : z) {
      for (int c = 0; c < WIDTH; c++) {
        each[c] = (float) rng.nextGaussian();
      }
    }
    return z;
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
    float[][] z = randomGradients(rng, K);
    for (int k = 0; k < K; k++) {
      for (int c = 0; c < WIDTH; c++) {
        z[k][c] *= (float) scale[k];
      }
    }
    weighAndUpdate(weighting, active, losses, z, weights);
    for (int k = 0; k < K; k++) {
      if (active[k]) {
        assertThat(weights[k]).isFinite();
        if (weighting instanceof LossWeighting) {
          assertThat(weights[k]).isNotNegative();
        }
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
    List<String> names = new ArrayList<>(TASKS);
    for (int k = 0; k < K; k++) {
      names.set(place[k], TASKS.get(k));
    }
    Weighting permuted = make(name, names);
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
      float[][] z = randomGradients(rng, K);
      float[][] there = new float[K][];
      for (int k = 0; k < K; k++) {
        there[place[k]] = z[k];
      }
      float[] weights = new float[K];
      float[] weightsThere = new float[K];
      weighAndUpdate(plain, active, losses, z, weights);
      weighAndUpdate(permuted, activeThere, lossesThere, there, weightsThere);
      for (int k = 0; k < K; k++) {
        float scale = 1 + Math.abs(weights[k]);
        assertThat(weightsThere[place[k]]).isCloseTo(weights[k], within(1e-3f * scale));
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
  void equalLossesAndOrthogonalGradientsGetEqualWeightsNearOne(@ForAll("names") String name) {
    Assume.that(!name.equals("rlw") && !name.equals("auto_lambda")); // not what these are for
    Weighting weighting = make(name);
    float[] weights = new float[K];
    double[] losses = new double[K];
    Arrays.fill(losses, 0.7);
    for (int t = 0; t < 3000; t++) {
      weighAndUpdate(weighting, ALL, losses, weights);
      for (float weight : weights) {
        assertThat(weight).isCloseTo(weights[0], within(1e-5f)).isBetween(0.5f, 2f);
      }
    }
  }

  @Property(tries = 60)
  void anOnlyTaskHasTheWeightOfEqualUnderEveryWeightingByGradients(
      @ForAll("byGradients") String name, @ForAll long seed) {
    Assume.that(!name.equals("auto_lambda"));
    Weighting weighting = make(name, List.of("only"));
    Rng rng = new Rng(seed);
    float[] weights = new float[1];
    for (int t = 0; t < 20; t++) {
      float[][] z = randomGradients(rng, 1);
      weighAndUpdate(weighting, new boolean[] {true}, new double[] {rng.nextDouble()}, z, weights);
      assertThat(weights).containsExactly(1f);
    }
  }

  /** What a Gram matrix alone decides does not depend on tasks that are not there. */
  @Property(tries = 200)
  void absentTasksHaveNoSayInTheWeightsOfOthers(
      @ForAll("byGram") String name,
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 3) int gone) {
    Rng rng = new Rng(seed);
    List<String> names = new ArrayList<>(TASKS);
    names.remove(gone);
    boolean[] active = ALL.clone();
    active[gone] = false;
    float[][] z = randomGradients(rng, K);
    float[][] rest = new float[K - 1][];
    for (int k = 0, i = 0; k < K; k++) {
      if (k != gone) {
        rest[i++] = z[k];
      }
    }
    float[] weights = new float[K];
    float[] alone = new float[K - 1];
    weighAndUpdate(make(name), active, new double[K], z, weights);
    weighAndUpdate(
        make(name, names), new boolean[] {true, true, true}, new double[K - 1], rest, alone);
    for (int k = 0, i = 0; k < K; k++) {
      if (k != gone) {
        assertThat(weights[k]).isEqualTo(alone[i++]);
      }
    }
  }

  @Property(tries = 200)
  void theCommonScaleOfGradientsDoesNotMatter(
      @ForAll("byGram") String name,
      @ForAll long seed,
      @ForAll @IntRange(min = -50, max = 50) int exponent) {
    float[][] z = randomGradients(new Rng(seed), K);
    float[] weights = new float[K];
    weighAndUpdate(make(name), ALL, new double[K], z, weights);
    for (float[] each : z) {
      for (int c = 0; c < WIDTH; c++) {
        each[c] *= (float) StrictMath.pow(2, exponent);
      }
    }
    float[] scaled = new float[K];
    weighAndUpdate(make(name), ALL, new double[K], z, scaled);
    for (int k = 0; k < K; k++) {
      float size = 1 + Math.abs(weights[k]);
      assertThat(scaled[k]).isCloseTo(weights[k], within(1e-5f * size));
    }
  }

  /** All zero, all parallel, two opposed, one far longer than the rest. */
  @Property(tries = 200)
  void degenerateGradientsGiveFiniteWeightsAndAFiniteStep(
      @ForAll("byGradients") String name,
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 4) int kind) {
    Rng rng = new Rng(seed);
    Weighting weighting = make(name);
    float[] weights = new float[K];
    for (int t = 0; t < 20; t++) {
      float[][] z = randomGradients(rng, K);
      for (int k = 0; k < K; k++) {
        float[] first = z[0];
        for (int c = 0; c < WIDTH; c++) {
          z[k][c] =
              switch (kind) {
                case 0 -> 0f;
                case 1 -> first[c] * (1 + k);
                case 2 -> k % 2 == 0 ? first[c] : -first[c];
                case 3 -> k == 0 ? z[k][c] : z[k][c] * 0x1p-50f;
                default -> k == 0 ? z[k][c] * 0x1p50f : k == 1 ? z[k][c] * 0x1p-50f : z[k][c];
              };
        }
      }
      weighAndUpdate(weighting, ALL, new double[] {1, 2, 0, 1e-9}, z, weights);
      double longest = 0;
      double[] step = new double[WIDTH];
      for (int k = 0; k < K; k++) {
        assertThat(weights[k]).isFinite();
        double square = 0;
        for (int c = 0; c < WIDTH; c++) {
          step[c] += weights[k] * (double) z[k][c];
          square += (double) z[k][c] * z[k][c];
        }
        longest = Math.max(longest, Math.sqrt(square));
      }
      double square = 0;
      for (double s : step) {
        square += s * s;
      }
      assertThat(Math.sqrt(square)).isLessThanOrEqualTo(100 * K * longest);
    }
  }

  @Test
  void autoLambdaKeepsWhatHelpsThePrimaryTasksAndLetsGoOfWhatHarms() {
    Rng rng = new Rng(5);
    for (int sign : new int[] {1, -1}) {
      Weighting weighting = make("auto_lambda");
      float[] weights = new float[K];
      for (int t = 0; t < 2000; t++) {
        float[][] z = randomGradients(rng, K);
        for (int k = 0; k < K; k++) {
          z[k][0] += k == 3 ? sign : 1f;
        }
        weighAndUpdate(weighting, ALL, new double[K], z, weights);
      }
      assertThat(weights).startsWith(1f, 1f, 1f);
      if (sign > 0) {
        assertThat(weights[3]).isGreaterThan(1f);
      } else {
        assertThat(weights[3]).isLessThan(0.05f);
      }
    }
    assertThatThrownBy(() -> make("auto_lambda", List.of("a", "b")))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("auxiliary: true");
  }

  @Test
  void gradNormMakesWeightedGradientsEquallyLong() {
    Weighting weighting = make("gradnorm", "alpha", 0.0);
    float[] weights = new float[K];
    float[][] z = new float[K][WIDTH];
    for (int k = 0; k < K; k++) {
      z[k][k] = 1 + 3 * k;
    }
    double[] losses = {1, 1, 1, 1};
    for (int t = 0; t < 5000; t++) {
      weighAndUpdate(weighting, ALL, losses, z, weights);
    }
    for (int k = 1; k < K; k++) {
      assertThat(weights[k] * z[k][k]).isCloseTo(weights[0] * z[0][0], within(0.05f));
    }
  }

  @Test
  void gradNormAndFamoGiveMoreToATaskThatImprovesLess() {
    for (String name : List.of("gradnorm", "famo")) {
      Weighting weighting =
          make(name, name.equals("famo") ? new Object[] {"pull", 0.0} : new Object[0]);
      float[] weights = new float[K];
      double[] losses = {1, 1, 1, 1};
      for (int t = 0; t < 400; t++) {
        for (int k = 1; k < K; k++) {
          losses[k] *= 0.995;
        }
        weighAndUpdate(weighting, ALL, losses, weights);
      }
      // Famo's own normalisation divides by the loss; what it has learned is the rest.
      double first = weights[0] * (name.equals("famo") ? losses[0] : 1);
      double other = weights[1] * (name.equals("famo") ? losses[1] : 1);
      assertThat(first).as(name).isGreaterThan(1.2 * other);
    }
  }

  @Test
  void stchIsInverseToThePastAndFavoursTheTaskThatImprovedLeastForSmallMu() {
    double[] losses = {0.1, 1, 2, 4};
    Weighting plain = make("stch");
    float[] weights = new float[K];
    for (int t = 0; t < 8000; t++) {
      weighAndUpdate(plain, ALL, losses, weights);
    }
    double whole = 0;
    for (double loss : losses) {
      whole += 1 / loss;
    }
    for (int k = 0; k < K; k++) {
      assertThat((double) weights[k]).isCloseTo(K / losses[k] / whole, within(1e-4));
    }
    Weighting sharp = make("stch", "mu", 0.2);
    double[] now = {1, 1, 1, 1};
    for (int t = 0; t < 1200; t++) {
      now[0] = t < 1000 ? 1 : 1.2;
      weighAndUpdate(sharp, ALL, now, weights);
    }
    assertThat(weights[0]).isGreaterThan(1.3f * weights[1]);
  }

  @Test
  void randomWeightsSumToTheNumberOfLabelsAndAverageOne() {
    Weighting weighting = make("rlw");
    float[] weights = new float[K];
    double[] sums = new double[K];
    int steps = 4000;
    for (int t = 0; t < steps; t++) {
      weighAndUpdate(weighting, ALL, new double[K], weights);
      assertThat(weights[0] + weights[1] + weights[2] + weights[3]).isCloseTo(4f, within(1e-4f));
      for (int k = 0; k < K; k++) {
        sums[k] += weights[k];
      }
    }
    for (double sum : sums) {
      assertThat(sum / steps).isCloseTo(1, within(0.1));
    }
  }

  @Test
  void fixedWeightsAreGivenByNameAndUnknownNamesAreRefused() {
    float[] weights = new float[K];
    weighAndUpdate(
        make("fixed", "weights", Map.of("c", 4.0)),
        new boolean[] {true, false, true, true},
        new double[K],
        weights);
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
    weighAndUpdate(make("ema_norm"), ALL, new double[] {0, 0.7, 0.7, 0.7}, weights);
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
