package io.braid.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.braid.model.data.Features;
import io.braid.model.data.Parameters;
import io.braid.model.data.Rng;
import io.braid.model.kernel.LoopKernels;
import io.braid.model.spec.Component;
import io.braid.model.spec.SpecException;
import io.braid.model.spec.Task.Kind;
import java.lang.management.ManagementFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Recursive least squares against least squares, and what sharing its matrix must not change. */
class RlsHeadTest {
  private static final double[] ONE = {1.0};

  private static Pupil pupil(int dense, int sparse, int heads, Object... settings) {
    int[] widths = new int[heads];
    java.util.Arrays.fill(widths, 1);
    return new Pupil(Component.of("rls", settings), dense, sparse, Kind.REGRESSION, 1.0, widths);
  }

  private static double[] gathered(Features x, int r, int dense, int sparse) {
    double[] z = new double[dense + sparse + 1];
    for (int j = 0; j < dense; j++) {
      z[j] = x.dense[r * dense + j];
    }
    for (int k = x.start[r]; k < x.start[r + 1]; k++) {
      z[dense + x.index[k]] += x.value[k];
    }
    z[dense + sparse] = 1;
    return z;
  }

  @Property(tries = 40)
  void equals_weighted_least_squares_over_the_rows_each_head_has_seen(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 5) int dense,
      @ForAll @IntRange(min = 0, max = 4) int sparse,
      @ForAll @IntRange(min = 1, max = 4) int batch,
      @ForAll @IntRange(min = 0, max = 3) int kind) {
    double forgetting = new double[] {1.0, 0.999, 0.98, 0.9}[kind];
    Pupil pupil = pupil(dense, sparse, 3, "forgetting", forgetting, "ridge", 0.5, "limit", 1e9);
    LeastSquares[] exact = new LeastSquares[3];
    for (int k = 0; k < 3; k++) {
      exact[k] = new LeastSquares(dense + sparse + 1, forgetting, 0.5);
    }
    Rng rng = new Rng(seed);
    for (int step = 0; step < 30; step++) {
      Features x = pupil.rows(batch, rng);
      double[] weights = new double[batch];
      double[][] targets = new double[3][batch];
      for (int r = 0; r < batch; r++) {
        weights[r] = 0.25 + rng.nextInt(4);
        double[] z = gathered(x, r, dense, sparse);
        for (int k = 0; k < 3; k++) {
          targets[k][r] = rng.nextInt(3) == 0 ? Double.NaN : rng.nextGaussian() + z[0];
          if (!Double.isNaN(targets[k][r])) {
            exact[k].add(z, targets[k][r], weights[r]);
          }
        }
      }
      pupil.learn(x, targets, weights);
      Features probe = pupil.rows(1, rng);
      double[] z = gathered(probe, 0, dense, sparse);
      for (int k = 0; k < 3; k++) {
        double[] v = exact[k].solution();
        double expected = 0;
        double size = 1;
        for (int i = 0; i < v.length; i++) {
          expected += v[i] * z[i];
          size += Math.abs(v[i] * z[i]);
        }
        assertThat(pupil.output(k, probe)).isCloseTo(expected, within(1e-3 * size));
        double quadratic = exact[k].quadratic(z);
        assertThat(pupil.shared().quadratic(k, probe, null))
            .isCloseTo(quadratic, within(1e-6 * (1 + quadratic)));
      }
    }
  }

  @Test
  void intervalsOfGaussianLabelsCoverWhatTheySay() {
    Pupil pupil = pupil(6, 0, 1, "forgetting", 1.0, "ridge", 0.01);
    Rng rng = new Rng(3);
    int covered = 0;
    int n = 4000;
    for (int i = 0; i < n + 50; i++) {
      Features x = pupil.rows(1, rng);
      double label = 2 * x.dense[0] - x.dense[1] + 0.5 + 0.7 * rng.nextGaussian();
      pupil.forward(x);
      double deviation = pupil.heads[0].deviation();
      if (i >= 50 && Math.abs(label - pupil.outputs[0][0]) <= 1.6448536269514722 * deviation) {
        covered++;
      }
      pupil.learn(x, new double[][] {{label}}, ONE);
    }
    double spread = Math.sqrt(0.9 * 0.1 / n);
    assertThat(covered / (double) n).isCloseTo(0.9, within(4 * spread));
    assertThat(pupil.heads[0].deviation()).isCloseTo(0.7, within(0.05));
  }

  @Test
  void poorExcitationDoesNotBlowTheTraceUp() {
    for (double forgetting : new double[] {0.5, 0.9, 0.99}) {
      Pupil pupil = pupil(20, 0, 1, "forgetting", forgetting, "ridge", 2.0, "limit", 5.0);
      Rng rng = new Rng(4);
      Features x = pupil.rows(1, rng);
      double limit = 5.0 * 21 / 2.0;
      for (int i = 0; i < 20_000; i++) {
        x.dense[0] = (float) rng.nextGaussian();
        pupil.learn(x, new double[][] {{rng.nextGaussian()}}, ONE);
        assertThat(pupil.shared().precision(0).trace()).isBetween(0.0, limit * (1 + 1e-9));
      }
      assertThat(Math.abs(pupil.output(0, x))).isLessThan(10);
    }
  }

  @Test
  void forgettingFollowsADrift() {
    Pupil remembers = pupil(3, 0, 1, "forgetting", 1.0);
    Pupil forgets = pupil(3, 0, 1, "forgetting", 0.98);
    Rng rng = new Rng(5);
    double[] errors = new double[2];
    for (int i = 0; i < 2000; i++) {
      Features x = remembers.rows(1, rng);
      double label = (i < 1000 ? 1 : -1) * x.dense[0];
      if (i >= 1500) {
        errors[0] += Math.abs(label - remembers.output(0, x));
        errors[1] += Math.abs(label - forgets.output(0, x));
      }
      remembers.learn(x, new double[][] {{label}}, ONE);
      forgets.learn(x, new double[][] {{label}}, ONE);
    }
    assertThat(errors[1]).isLessThan(0.01 * errors[0]);
  }

  @Test
  void aRefusedLessonMovesNothing() {
    Pupil pupil = pupil(3, 2, 2);
    Rng rng = new Rng(6);
    for (int i = 0; i < 20; i++) {
      pupil.learn(pupil.rows(1, rng), new double[][] {{1}, {rng.nextGaussian()}}, ONE);
    }
    byte[] before = pupil.saved();
    Features x = pupil.rows(1, rng);
    x.dense[1] = 0x1p60f;
    assertThat(pupil.prepare(x, new double[][] {{1}, {1}}, ONE)).isFalse();
    Features huge = pupil.rows(1, rng);
    assertThat(pupil.prepare(huge, new double[][] {{1e30}, {1}}, ONE)).isFalse();
    assertThat(pupil.saved()).isEqualTo(before);
  }

  @Test
  void continuesBitForBitAfterARestoreWhereverThePoolsHaveParted() {
    Pupil original = pupil(4, 3, 4);
    Pupil restored = pupil(4, 3, 4);
    Rng rng = new Rng(7);
    for (int i = 0; i < 200; i++) {
      Features x = original.rows(1, rng);
      double[][] targets = new double[4][1];
      for (int k = 0; k < 4; k++) {
        targets[k][0] = k > 0 && rng.nextInt(40) == 0 ? Double.NaN : rng.nextGaussian();
      }
      original.learn(x, targets, ONE);
      if (i == 90) {
        restored.learn(x, targets, ONE); // whatever it knew is replaced
        restored.restore(original.saved());
      } else if (i > 90) {
        restored.learn(x, targets, ONE);
      }
      if (i >= 90) {
        assertThat(restored.saved()).isEqualTo(original.saved());
      }
    }
  }

  @Test
  void aHeadSetAnewForgetsAndLeavesTheOthersAlone() {
    Pupil pupil = pupil(3, 0, 3);
    Rng rng = new Rng(8);
    for (int i = 0; i < 50; i++) {
      pupil.learn(pupil.rows(1, rng), new double[][] {{1}, {2}, {rng.nextGaussian()}}, ONE);
    }
    Features probe = pupil.rows(1, rng);
    double second = pupil.output(1, probe);
    double quadratic = pupil.shared().quadratic(1, probe, null);
    pupil.heads[0].initialize(new Rng(9));
    assertThat(pupil.output(0, probe)).isZero();
    assertThat(pupil.output(1, probe)).isEqualTo(second);
    assertThat(pupil.shared().quadratic(1, probe, null)).isEqualTo(quadratic);
    assertThat(pupil.shared().quadratic(0, probe, null)).isGreaterThan(quadratic);
  }

  @Test
  void whatDoesNotFitIsRefusedWithTheReason() {
    Component rls = new Component("rls", java.util.Map.of(), "head");
    assertThatThrownBy(() -> new Pupil(rls, 2, 4000, Kind.REGRESSION, 1.0, 1))
        .isInstanceOf(SpecException.class)
        .hasMessageStartingWith("head: 4003 inputs are not allowed, must be at most 2048: ");
    HeadContext.Aim aim = new HeadContext.Aim(0, Kind.COUNT, "poisson", Double.NaN);
    HeadContext context =
        new HeadContext(
            "clicks", 1, 0, 3, 0, new Parameters(), new LoopKernels(), aim, new Precisions());
    for (String name : new String[] {"rls", "passive_aggressive"}) {
      assertThatThrownBy(
              () ->
                  Heads.CATALOG.create(
                      new Component(name, java.util.Map.of(), "tasks[2].head"), context))
          .isInstanceOf(SpecException.class)
          .hasMessageStartingWith(
              "tasks[2].head: does not fit the loss 'poisson' of task 'clicks'");
    }
  }

  @Test
  void learningAllocatesNothing() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    Pupil pupil = pupil(8, 3, 2);
    Features x = pupil.rows(1, new Rng(1));
    Lesson lesson = new Lesson(2);
    double[][] targets = {{1}, {-1}};
    float[][] gradients = {{0.1f}, {-0.2f}};
    pupil.learn(x, targets, ONE);
    long bytes = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 3; attempt++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 5000; i++) {
        pupil.forward(x);
        lesson.next(x, ONE);
        boolean admitted = true;
        for (int k = 0; k < 2; k++) {
          lesson.targets[k] = targets[k];
          lesson.gradients[k] = gradients[k];
          lesson.outputs[k] = pupil.outputs[k];
          admitted &= ((LearningHead) pupil.heads[k]).admits(lesson);
        }
        assertTrue(admitted && pupil.heads[0].deviation() > 0);
        for (int k = 0; k < 2; k++) {
          ((LearningHead) pupil.heads[k]).learn(lesson);
        }
        pupil.parameters.clearGradients();
      }
      bytes = Math.min(bytes, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(bytes).as("bytes in 5000 lessons").isLessThan(5000);
  }

  private static void assertTrue(boolean fact) {
    if (!fact) {
      throw new AssertionError();
    }
  }
}
