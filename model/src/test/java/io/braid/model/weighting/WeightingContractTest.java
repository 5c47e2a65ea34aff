package io.braid.model.weighting;

import static io.braid.model.weighting.Steps.ALL;
import static io.braid.model.weighting.Steps.K;
import static io.braid.model.weighting.Steps.TASKS;
import static io.braid.model.weighting.Steps.WIDTH;
import static io.braid.model.weighting.Steps.make;
import static io.braid.model.weighting.Steps.randomGradients;
import static io.braid.model.weighting.Steps.saved;
import static io.braid.model.weighting.Steps.weighAndUpdate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.braid.model.data.Rng;
import io.braid.model.data.SnapshotReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds for every weighting of the catalogue. */
class WeightingContractTest {
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
}
