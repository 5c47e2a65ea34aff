package io.braid.model.relatedness;

import static io.braid.model.relatedness.Shown.TASKS;
import static io.braid.model.relatedness.Shown.measure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.braid.model.data.Rng;
import io.braid.model.spec.Params;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Each measure against its definition over the whole history. */
class MeasureFormulaTest {
  private static final double DECAY = 0.02;

  /** Fading mean of a list, its worth and its standard error, by their definitions. */
  private static double[] fading(List<Double> values) {
    double mass = 0;
    double squaredMass = 0;
    double sum = 0;
    for (int t = 0; t < values.size(); t++) {
      double w = Math.pow(1 - DECAY, values.size() - 1 - t);
      mass += w;
      squaredMass += w * w;
      sum += w * values.get(t);
    }
    double mean = sum / mass;
    double spread = 0;
    for (int t = 0; t < values.size(); t++) {
      double w = Math.pow(1 - DECAY, values.size() - 1 - t);
      spread += w * (values.get(t) - mean) * (values.get(t) - mean);
    }
    double n = mass * mass / squaredMass;
    return new double[] {mean, n, Math.sqrt(spread / mass / (n - 1))};
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int c = 0; c < a.length; c++) {
      sum += (double) a[c] * b[c];
    }
    return sum;
  }

  private static double cosine(float[] a, float[] b) {
    return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  }

  private static List<Shown> steps(long seed) {
    Rng rng = new Rng(seed);
    List<Shown> steps = new ArrayList<>();
    for (int t = 0; t < 400; t++) {
      steps.add(Shown.random(rng));
    }
    return steps;
  }

  /** What is seen of a pair in a step, or NaN. */
  private interface Definition {
    double of(List<Shown> steps, int t, int i, int j);
  }

  private static Measure check(String name, long seed, Definition definition, Object... settings) {
    List<Shown> steps = steps(seed);
    Measure measure = measure(name, settings);
    steps.forEach(step -> measure.observe(step.observed()));
    for (int i = 0; i < TASKS; i++) {
      for (int j = 0; j < TASKS; j++) {
        List<Double> seen = new ArrayList<>();
        for (int t = 0; t < steps.size(); t++) {
          double value = definition.of(steps, t, i, j);
          if (!Double.isNaN(value)) {
            seen.add(value);
          }
        }
        if (i != j) {
          double[] expected = fading(seen);
          assertThat(measure.value(i, j)).isCloseTo(expected[0], within(1e-9));
          assertThat(measure.standardError(i, j)).isCloseTo(expected[2], within(1e-9));
        }
      }
    }
    return measure;
  }

  @Property(tries = 5)
  void gradientCosineIsTheFadingMeanOfCosines(@ForAll long seed) {
    check(
        "gradient_cosine",
        seed,
        (steps, t, i, j) -> {
          Shown s = steps.get(t);
          return s.active[i] && s.active[j] ? cosine(s.z[i], s.z[j]) : Double.NaN;
        },
        "decay",
        DECAY);
  }

  @Property(tries = 5)
  void crossEventCosineComparesWithTheLastEventThatHadALabelOfTheOther(@ForAll long seed) {
    check(
        "cross_event_cosine",
        seed,
        (steps, t, i, j) -> {
          int before = t - 1;
          while (before >= 0 && !steps.get(before).active[i]) {
            before--;
          }
          return steps.get(t).active[j] && before >= 0
              ? cosine(steps.get(before).z[i], steps.get(t).z[j])
              : Double.NaN;
        },
        "decay",
        DECAY);
  }

  @Property(tries = 5)
  void affinityIsTheProductOverTheFadingLossOfTheTaskActedUpon(@ForAll long seed) {
    check(
        "affinity",
        seed,
        (steps, t, i, j) -> {
          Shown s = steps.get(t);
          if (!s.active[i] || !s.active[j]) {
            return Double.NaN;
          }
          List<Double> losses = new ArrayList<>();
          for (Shown each : steps.subList(0, t + 1)) {
            if (each.active[j]) {
              losses.add(each.losses[j]);
            }
          }
          return dot(s.z[i], s.z[j]) / fading(losses)[0];
        },
        "decay",
        DECAY);
  }

  @Property(tries = 5)
  void residualCorrelationIsTheShrunkFadingMeanOfStandardizedProducts(@ForAll long seed) {
    List<Shown> steps = steps(seed);
    Measure measure = measure("residual_correlation", "decay", DECAY, "shrinkage", 25);
    steps.forEach(step -> measure.observe(step.observed()));
    for (int i = 0; i < TASKS; i++) {
      for (int j = 0; j < i; j++) {
        List<Double> products = new ArrayList<>();
        for (int t = 0; t < steps.size(); t++) {
          double product = standardized(steps, t, i) * standardized(steps, t, j);
          if (!Double.isNaN(product)) {
            products.add(product);
          }
        }
        double[] expected = fading(products);
        double shrink = expected[1] / (expected[1] + 25);
        assertThat(measure.value(i, j)).isCloseTo(shrink * expected[0], within(1e-9));
        assertThat(measure.value(j, i)).isEqualTo(measure.value(i, j));
        assertThat(measure.standardError(i, j)).isCloseTo(shrink * expected[2], within(1e-9));
      }
    }
  }

  private static double standardized(List<Shown> steps, int t, int k) {
    List<Double> before = new ArrayList<>();
    List<Double> squares = new ArrayList<>();
    for (Shown step : steps.subList(0, t)) {
      if (step.active[k]) {
        before.add(step.residuals[k]);
        squares.add(step.residuals[k] * step.residuals[k]);
      }
    }
    if (!steps.get(t).active[k] || before.size() < FadingPairs.LEAST) {
      return Double.NaN;
    }
    double mean = fading(before)[0];
    double deviation = Math.sqrt(fading(squares)[0] - mean * mean);
    return Math.max(-4, Math.min(4, (steps.get(t).residuals[k] - mean) / deviation));
  }

  /** Of 400 streams of independent numbers the truth should lie within 2 errors in 95 %. */
  @Test
  void standardErrorsAreAsLargeAsTheErrorsAre() {
    Rng rng = new Rng(12);
    int within = 0;
    for (int stream = 0; stream < 400; stream++) {
      FadingPairs pairs = new FadingPairs(new Params("p", Map.of("decay", DECAY)), 2, true);
      int length = 40 + rng.nextInt(400);
      for (int t = 0; t < length; t++) {
        pairs.add(0, 1, 0.3 + (rng.nextInt(2) == 0 ? 0.5 : -0.5) * rng.nextDouble());
      }
      within += Math.abs(pairs.mean(1, 0) - 0.3) <= 2 * pairs.standardError(1, 0) ? 1 : 0;
    }
    assertThat(within).isBetween(366, 394);
  }

  @Test
  void aPairIsUnknownUntilItHasBeenSeenThirtyTimes() {
    FadingPairs pairs = new FadingPairs(new Params("p", Map.of("decay", 1e-6)), 2, true);
    for (int t = 0; t < FadingPairs.LEAST; t++) {
      assertThat(pairs.mean(0, 1)).isNaN();
      assertThat(pairs.standardError(0, 1)).isNaN();
      pairs.add(0, 1, t % 2);
      pairs.add(0, 1, Double.NaN);
      pairs.add(0, 1, Double.NEGATIVE_INFINITY);
    }
    pairs.add(0, 1, 0.5);
    assertThat(pairs.mean(0, 1)).isCloseTo(0.5, within(1e-4));
  }
}
