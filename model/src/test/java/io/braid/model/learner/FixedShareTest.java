package io.braid.model.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.braid.model.data.Rng;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Safeguards.Hedge;
import io.braid.model.spec.Task.Kind;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** The bound on what is lost to the better of two, on any stream. */
class FixedShareTest {
  private static final int LABELS = 300;

  /** What the two say and what comes of it: good and bad in turns, sure and wrong now and then. */
  private static float[][] says(Rng rng, int outputs, double[] labels) {
    float[][] said = new float[2 * LABELS][outputs];
    int better = 0;
    for (int t = 0; t < LABELS; t++) {
      better = rng.nextInt(40) == 0 ? 1 - better : better;
      labels[t] = rng.nextInt(outputs == 1 ? 2 : outputs);
      for (int i = 0; i < 2; i++) {
        float[] p = said[2 * t + i];
        double sum = 0;
        for (int c = 0; c < outputs; c++) {
          boolean right = outputs == 1 ? labels[t] == 1 : labels[t] == c;
          double good = i == better ? 0.9 : 0.3;
          double odds = rng.nextInt(20) == 0 ? 1e-9 : right ? good : 1 - good;
          p[c] = (float) (odds * (0.2 + rng.nextDouble()));
          sum += p[c];
        }
        for (int c = 0; c < outputs; c++) {
          p[c] = outputs == 1 ? Math.min(1f, p[c]) : (float) (p[c] / sum);
        }
      }
    }
    return said;
  }

  private static double logLoss(float[] p, double label) {
    double probability = p.length > 1 ? p[(int) label] : label > 0.5 ? p[0] : 1.0 - p[0];
    return -Math.log(probability);
  }

  /**
   * Least loss of a sequence of the two that changes as often.
   *
   * @param losses by label and which of the two
   */
  private static double best(double[][] losses, int changes) {
    double[][] least = new double[changes + 1][2];
    for (int s = 1; s <= changes; s++) {
      least[s][0] = Double.POSITIVE_INFINITY;
      least[s][1] = Double.POSITIVE_INFINITY;
    }
    for (int t = 0; t < losses.length; t++) {
      for (int s = changes; s >= 0; s--) {
        double zero = least[s][0];
        double one = least[s][1];
        if (t > 0 && s > 0) {
          zero = Math.min(zero, least[s - 1][1]);
          one = Math.min(one, least[s - 1][0]);
        }
        least[s][0] = zero + losses[t][0];
        least[s][1] = one + losses[t][1];
      }
    }
    return Math.min(least[changes][0], least[changes][1]);
  }

  @Property(tries = 60)
  void ofClassesTheMixtureLosesLittleToTheBestSequenceOfAnyNumberOfChanges(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int outputs) {
    int width = outputs == 2 ? 1 : outputs;
    Hedge settings = new Hedge(0.01, 2);
    FixedShare hedge = new FixedShare(settings);
    double[] labels = new double[LABELS];
    float[][] said = says(new Rng(seed), width, labels);
    double[][] losses = new double[LABELS][2];
    double lost = 0;
    float[] mixed = new float[width];
    for (int t = 0; t < LABELS; t++) {
      hedge.mix(said[2 * t], said[2 * t + 1], true, mixed);
      lost += logLoss(mixed, labels[t]);
      for (int i = 0; i < 2; i++) {
        losses[t][i] =
            Math.min(-Math.log(FixedShare.FLOOR / 4), logLoss(said[2 * t + i], labels[t]));
      }
      hedge.classes(said[2 * t], said[2 * t + 1], labels[t]);
    }
    Kind kind = width == 1 ? Kind.BINARY : Kind.MULTICLASS;
    double rounding = 0.05;
    for (int changes : new int[] {0, 1, 5, 20}) {
      assertThat(lost - best(losses, changes))
          .as("%d changes", changes)
          .isLessThan(settings.bound(kind, LABELS, changes) + rounding);
    }
  }

  @Property(tries = 60)
  void ofNumbersTheMixtureLosesLittleAndAbsurdErrorsCountLess(
      @ForAll long seed, @ForAll @DoubleRange(min = 0.5, max = 4) double range) {
    Hedge settings = new Hedge(0.01, range);
    FixedShare hedge = new FixedShare(settings);
    Rng rng = new Rng(seed);
    double[][] losses = new double[LABELS][2];
    double lost = 0;
    int better = 0;
    for (int t = 0; t < LABELS; t++) {
      better = rng.nextInt(40) == 0 ? 1 - better : better;
      double label = rng.nextInt(30) == 0 ? 1000 * rng.nextGaussian() : rng.nextGaussian();
      double[] said = {
        label + (better == 0 ? 0.2 : 2) * rng.nextGaussian(),
        label + (better == 1 ? 0.2 : 2) * rng.nextGaussian()
      };
      double mixed = hedge.first() * said[0] + (1 - hedge.first()) * said[1];
      double[] errors = {said[0] - label, said[1] - label};
      double reach = Math.max(range, Math.max(Math.abs(errors[0]), Math.abs(errors[1])));
      double counts = range * range / (reach * reach);
      lost += counts * 0.5 * (mixed - label) * (mixed - label);
      losses[t][0] = counts * 0.5 * errors[0] * errors[0];
      losses[t][1] = counts * 0.5 * errors[1] * errors[1];
      hedge.numbers(errors[0], errors[1]);
    }
    for (int changes : new int[] {0, 1, 5, 20}) {
      assertThat(lost - best(losses, changes))
          .as("%d changes", changes)
          .isLessThan(settings.bound(Kind.REGRESSION, LABELS, changes) + 1e-9);
    }
  }

  @Property(tries = 30)
  void theWeightsAreThoseOfThePriorOverAllSequences(@ForAll long seed) {
    int labels = 9;
    double share = 0.2;
    FixedShare hedge = new FixedShare(new Hedge(share, 2));
    Rng rng = new Rng(seed);
    double[][] evidence = new double[labels][2];
    for (int t = 0; t < labels; t++) {
      double one = 3 * rng.nextDouble();
      double two = 3 * rng.nextDouble();
      double reach = Math.max(2, Math.max(one, two));
      evidence[t][0] = Math.exp(-0.5 * one * one / reach / reach);
      evidence[t][1] = Math.exp(-0.5 * two * two / reach / reach);
      hedge.numbers(one, two);
    }
    double[] posterior = new double[2];
    for (int sequence = 0; sequence < 1 << (labels + 1); sequence++) {
      double probability = 0.5;
      for (int t = 0; t < labels; t++) {
        int now = sequence >> t & 1;
        int then = sequence >> (t + 1) & 1;
        probability *= evidence[t][now] * (now == then ? 1 - share : share);
      }
      posterior[sequence >> labels] += probability;
    }
    assertThat(hedge.first())
        .isCloseTo(posterior[0] / (posterior[0] + posterior[1]), within(1e-12));
  }

  @Property(tries = 30)
  void whoSaysNothingOfUseHasNoSayUntilItDoes(@ForAll boolean one) {
    FixedShare hedge = new FixedShare(new Hedge(1e-3, 2));
    hedge.alone(one);
    assertThat(hedge.first()).isCloseTo(one ? 1 - 1e-3 : 1e-3, within(1e-15));
    for (int t = 0; t < 50; t++) {
      hedge.numbers(one ? 2 : 0, one ? 0 : 2);
    }
    assertThat(one ? hedge.first() : 1 - hedge.first()).isLessThan(0.01);
  }

  @Property(tries = 10)
  void aRestoredHedgeGoesOnTheSame(@ForAll long seed) {
    Hedge settings = new Hedge(1e-3, 1.5);
    FixedShare hedge = new FixedShare(settings);
    FixedShare other = new FixedShare(settings);
    Rng rng = new Rng(seed);
    for (int t = 0; t < 40; t++) {
      if (t == 20) {
        SnapshotWriter out = new SnapshotWriter();
        hedge.save(out);
        other.restore(new SnapshotReader(out.toByteArray()));
      }
      double a = rng.nextGaussian();
      double b = rng.nextGaussian();
      hedge.numbers(a, b);
      if (t >= 20) {
        other.numbers(a, b);
        assertThat(other.first()).isEqualTo(hedge.first());
      }
    }
  }
}
