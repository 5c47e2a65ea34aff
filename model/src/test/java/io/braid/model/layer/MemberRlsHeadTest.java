package io.braid.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.braid.model.data.Features;
import io.braid.model.data.Rng;
import io.braid.model.spec.Component;
import io.braid.model.spec.Task.Kind;
import java.lang.management.ManagementFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Recursive least squares of a family of tasks against ridge regressions solved anew. */
class MemberRlsHeadTest {
  private static final double[] ONE = {1.0};
  private static final int MEMBERS = 4;

  private static Pupil pupil(int dense, int sparse, Object... settings) {
    return new Pupil(
        MEMBERS, Component.of("rls", settings), dense, sparse, Kind.REGRESSION, 1.0, 1);
  }

  private static double[] gathered(Features x, int r, int dense, int sparse, double last) {
    double[] z = new double[dense + sparse + 1];
    for (int j = 0; j < dense; j++) {
      z[j] = x.dense[r * dense + j];
    }
    for (int k = x.start[r]; k < x.start[r + 1]; k++) {
      z[dense + x.index[k]] += x.value[k];
    }
    z[dense + sparse] = last;
    return z;
  }

  private static double product(double[] v, double[] z) {
    double sum = 0;
    for (int i = 0; i < v.length; i++) {
      sum += v[i] * z[i];
    }
    return sum;
  }

  @Property(tries = 25)
  void without_share_each_member_is_the_ridge_regression_of_its_own_rows(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 4) int dense,
      @ForAll @IntRange(min = 0, max = 3) int sparse,
      @ForAll @IntRange(min = 1, max = 3) int batch) {
    Pupil pupil = pupil(dense, sparse, "share", false, "pull", 3.0, "bias_pull", 0.5);
    double constant = Math.sqrt(3.0 / 0.5);
    LeastSquares[] exact = new LeastSquares[MEMBERS];
    for (int m = 0; m < MEMBERS; m++) {
      exact[m] = new LeastSquares(dense + sparse + 1, 1.0, 3.0);
    }
    Rng rng = new Rng(seed);
    for (int step = 0; step < 40; step++) {
      Features x = pupil.rows(batch, rng);
      double[] weights = new double[batch];
      double[][] targets = new double[1][batch];
      for (int r = 0; r < batch; r++) {
        weights[r] = 0.25 + rng.nextInt(4);
        int m = x.member(r, 0);
        targets[0][r] = rng.nextInt(4) == 0 ? Double.NaN : rng.nextGaussian() + m;
        if (m >= 0 && !Double.isNaN(targets[0][r])) {
          exact[m].add(gathered(x, r, dense, sparse, constant), targets[0][r], weights[r]);
        }
      }
      pupil.learn(x, targets, weights);
      Features probe = pupil.rows(1, rng);
      int m = probe.member(0, 0);
      double[] z = gathered(probe, 0, dense, sparse, constant);
      double expected = m < 0 ? 0 : product(exact[m].solution(), z);
      assertThat(pupil.output(0, probe))
          .isCloseTo(expected, within(2e-3 * (5 + Math.abs(expected))));
    }
  }

  @Test
  void withRowsOfNoMemberItIsTheRidgeRegressionOfAllRows() {
    Pupil pupil = pupil(4, 2, "ridge", 0.5);
    LeastSquares exact = new LeastSquares(7, 1.0, 0.5);
    Rng rng = new Rng(1);
    for (int i = 0; i < 200; i++) {
      Features x = pupil.rows(1, rng);
      x.members[0] = -1;
      double y = rng.nextGaussian() + x.dense[1];
      exact.add(gathered(x, 0, 4, 2, 1), y, 1);
      pupil.learn(x, new double[][] {{y}}, ONE);
    }
    Features probe = pupil.rows(1, rng);
    probe.members[0] = -1;
    double[] z = gathered(probe, 0, 4, 2, 1);
    assertThat(pupil.output(0, probe)).isCloseTo(product(exact.solution(), z), within(1e-3));
  }

  /** Both parts as in the class comment, each solved anew after every row. */
  @Test
  void withShareEachPartIsTheRidgeRegressionOfWhatTheOtherLeft() {
    Pupil pupil = pupil(3, 0, "ridge", 0.3, "pull", 4.0, "bias_pull", 1.0);
    double constant = 2;
    LeastSquares shared = new LeastSquares(4, 1.0, 0.3);
    LeastSquares[] own = new LeastSquares[MEMBERS];
    for (int m = 0; m < MEMBERS; m++) {
      own[m] = new LeastSquares(4, 1.0, 4.0);
    }
    Rng rng = new Rng(2);
    for (int i = 0; i < 300; i++) {
      Features x = pupil.rows(1, rng);
      int m = x.member(0, 0);
      double[] z = gathered(x, 0, 3, 0, 1);
      double[] zc = gathered(x, 0, 3, 0, constant);
      double mine = m < 0 ? 0 : product(own[m].solution(), zc);
      double said = product(shared.solution(), z) + mine;
      assertThat(pupil.output(0, x)).isCloseTo(said, within(2e-3));
      double y = x.dense[0] + m * x.dense[1] + 0.3 * m + 0.1 * rng.nextGaussian();
      shared.add(z, y - mine, 1);
      if (m >= 0) {
        own[m].add(zc, y - product(shared.solution(), z), 1);
      }
      pupil.learn(x, new double[][] {{y}}, ONE);
    }
  }

  @Test
  void aMemberOfFewRowsFollowsTheOthersAndOneOfManyGoesItsOwnWay() {
    Pupil pupil = pupil(1, 0, "pull", 30, "bias_pull", 30);
    Rng rng = new Rng(3);
    for (int i = 0; i < 3000; i++) {
      Features x = pupil.rows(1, rng);
      x.members[0] = i % 1000 == 0 ? 3 : i % 3;
      int sign = x.members[0] < 2 ? 1 : -1;
      pupil.learn(x, new double[][] {{sign * 2 * x.dense[0]}}, ONE);
    }
    Features probe = pupil.rows(1, rng);
    probe.dense[0] = 1;
    double[] said = new double[MEMBERS];
    for (int m = 0; m < MEMBERS; m++) {
      probe.members[0] = m;
      said[m] = pupil.output(0, probe);
    }
    assertThat(said[0]).isCloseTo(2, within(0.3));
    assertThat(said[2]).isCloseTo(-2, within(0.3));
    probe.members[0] = -1;
    assertThat(said[3]).isCloseTo(pupil.output(0, probe), within(0.5));
  }

  @Test
  void onlyTheRowsOwnMemberMoves() {
    Pupil pupil = pupil(2, 2);
    Rng rng = new Rng(4);
    for (int i = 0; i < 100; i++) {
      Features x = pupil.rows(1, rng);
      Features probe = pupil.rows(1, rng);
      x.members[0] = i % 2;
      float[][] before = parts(pupil);
      pupil.learn(x, new double[][] {{rng.nextGaussian()}}, ONE);
      float[][] after = parts(pupil);
      for (int m = 0; m < MEMBERS; m++) {
        if (m != i % 2) {
          assertThat(after[m]).isEqualTo(before[m]);
        }
      }
      assertThat(after[i % 2]).isNotEqualTo(before[i % 2]);
      probe.members[0] = 3;
      double unseen = pupil.output(0, probe);
      probe.members[0] = -1;
      assertThat(pupil.output(0, probe)).isEqualTo(unseen);
    }
  }

  private static float[][] parts(Pupil pupil) {
    var table = pupil.parameters.segments().stream().filter(s -> s.table()).toList();
    var own = table.get(table.size() - 1);
    float[][] parts = new float[MEMBERS][];
    for (int m = 0; m < MEMBERS; m++) {
      int at = own.from() + m * own.rowWidth();
      parts[m] = java.util.Arrays.copyOfRange(own.values(), at, at + own.rowWidth());
    }
    return parts;
  }

  @Test
  void intervalsOfGaussianLabelsCoverWhatTheySayForOldMembersAndNew() {
    Pupil pupil =
        new Pupil(
            400, Component.of("rls", "pull", 1.0, "bias_pull", 1.0), 2, 0, Kind.REGRESSION, 1.0, 1);
    Rng rng = new Rng(5);
    double[][] truth = new double[401][3];
    for (double[] v : truth) {
      for (int i = 0; i < 3; i++) {
        v[i] = rng.nextGaussian();
      }
    }
    int covered = 0;
    int n = 6000;
    for (int i = 0; i < n + 200; i++) {
      Features x = pupil.rows(1, rng);
      x.members[0] = rng.nextInt(400);
      double label =
          1
              + x.dense[0]
              + product(truth[x.members[0]], gathered(x, 0, 2, 0, 1))
              + rng.nextGaussian();
      pupil.forward(x);
      double deviation = pupil.heads[0].deviation();
      if (i >= 200 && Math.abs(label - pupil.outputs[0][0]) <= 1.6448536269514722 * deviation) {
        covered++;
      }
      pupil.learn(x, new double[][] {{label}}, ONE);
    }
    assertThat(covered / (double) n).isBetween(0.88, 0.93);
  }

  @Test
  void continuesBitForBitAfterARestoreAndWhenMembersComeLater() {
    Pupil original = pupil(3, 2);
    Pupil restored = pupil(3, 2);
    Rng rng = new Rng(7);
    for (int i = 0; i < 200; i++) {
      Features x = original.rows(1, rng);
      x.members[0] = Math.min(x.members[0], i / 60);
      double[][] targets = {{rng.nextGaussian()}};
      original.learn(x, targets, ONE);
      if (i == 90) {
        x.members[0] = 3;
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
  void aRefusedLessonMovesNothing() {
    Pupil pupil = pupil(3, 0);
    Rng rng = new Rng(6);
    for (int i = 0; i < 20; i++) {
      pupil.learn(pupil.rows(1, rng), new double[][] {{rng.nextGaussian()}}, ONE);
    }
    byte[] before = pupil.saved();
    Features x = pupil.rows(1, rng);
    x.dense[1] = 0x1p60f;
    assertThat(pupil.prepare(x, new double[][] {{1}}, ONE)).isFalse();
    assertThat(pupil.prepare(pupil.rows(1, rng), new double[][] {{1e30}}, ONE)).isFalse();
    assertThat(pupil.saved()).isEqualTo(before);
  }

  @Test
  void aHeadSetAnewHasForgottenEverything() {
    Pupil pupil = pupil(3, 0);
    byte[] fresh = pupil.saved();
    Rng rng = new Rng(8);
    for (int i = 0; i < 50; i++) {
      pupil.learn(pupil.rows(1, rng), new double[][] {{1}}, ONE);
    }
    pupil.heads[0].initialize(new Rng(9));
    assertThat(pupil.saved()).isEqualTo(fresh);
  }

  @Test
  void learningAKnownMemberAllocatesNothing() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    Pupil pupil = pupil(8, 3);
    Features x = pupil.rows(1, new Rng(1));
    x.members[0] = 2;
    Lesson lesson = new Lesson(1);
    double[][] targets = {{1}};
    float[][] gradients = {{0.1f}};
    pupil.learn(x, targets, ONE);
    long bytes = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 3; attempt++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 5000; i++) {
        pupil.forward(x);
        lesson.next(x, ONE);
        lesson.targets[0] = targets[0];
        lesson.gradients[0] = gradients[0];
        lesson.outputs[0] = pupil.outputs[0];
        LearningHead head = (LearningHead) pupil.heads[0];
        if (!head.admits(lesson) || !(head.deviation() > 0)) {
          throw new AssertionError();
        }
        head.learn(lesson);
        pupil.parameters.clearGradients();
      }
      bytes = Math.min(bytes, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(bytes).as("bytes in 5000 lessons").isLessThan(5000);
  }
}
