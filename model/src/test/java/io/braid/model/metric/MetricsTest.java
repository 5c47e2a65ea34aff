package io.braid.model.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.braid.model.data.Rng;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.metric.NaiveMetrics.Past;
import io.braid.model.spec.Component;
import io.braid.model.spec.Task;
import io.braid.model.spec.Task.Kind;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every metric of the catalogue against its definition, and what accumulators promise. */
class MetricsTest {
  private static final int CLASSES = 4;

  static Task task(Kind kind) {
    boolean classed = kind == Kind.MULTICLASS || kind == Kind.TAGGING;
    List<String> classes = classed ? List.of("a", "b", "c", "d") : List.of();
    return new Task(
        "t", kind, new Task.Label("t"), classes, Component.of("any"), 1.0, false, List.of(), null);
  }

  /** A stream of outcomes with skill, ties, unequal weights and a large mean. */
  static List<Past> stream(Kind kind, int n, long seed) {
    Rng random = new Rng(seed);
    List<Past> pasts = new ArrayList<>();
    double previous = Double.NaN;
    double sum = 0;
    int[] seen = new int[CLASSES];
    for (int i = 0; i < n; i++) {
      if (kind == Kind.BOX) {
        pasts.add(box(random, i));
        continue;
      }
      double label;
      float[] prediction;
      double point;
      switch (kind) {
        case BINARY -> {
          label = random.nextDouble() < 0.3 ? 1 : 0;
          double z = random.nextGaussian() + label - 0.8;
          prediction = new float[] {(float) (1 / (1 + Math.exp(-2 * z)))};
          if (random.nextInt(4) == 0) {
            prediction[0] = Math.round(prediction[0] * 8) / 8f;
          }
          point = prediction[0] > 0.5f ? 1 : 0;
        }
        case MULTICLASS, TAGGING -> {
          label = random.nextInt(3) * (random.nextInt(9) == 0 ? 1.5 : 1);
          label = Math.min(3, Math.floor(label));
          prediction = new float[CLASSES];
          float total = 0;
          for (int c = 0; c < CLASSES; c++) {
            prediction[c] = random.nextFloat() + (c == label ? 0.5f : 0.1f);
            total += prediction[c];
          }
          point = 0;
          for (int c = 0; c < CLASSES; c++) {
            prediction[c] /= total;
            point = prediction[c] > prediction[(int) point] ? c : point;
          }
        }
        case REGRESSION -> {
          label = 1000 + 3 * random.nextGaussian();
          point = (float) (label + random.nextGaussian());
          prediction = new float[] {(float) point};
        }
        case COUNT -> {
          label = Math.floor(-3 * Math.log(1 - random.nextDouble()));
          point = (float) (0.1 + 0.5 * label + 2 * random.nextDouble());
          prediction = new float[] {(float) point};
        }
        default -> throw new AssertionError(kind);
      }
      boolean classes = kind == Kind.BINARY || kind == Kind.MULTICLASS || kind == Kind.TAGGING;
      double prior = i == 0 ? Double.NaN : classes ? argmax(seen) : sum / i;
      double weight = 0.5 + random.nextInt(4);
      pasts.add(new Past(label, prediction, point, previous, prior, weight));
      previous = label;
      sum += label;
      if (classes) {
        seen[(int) label]++;
      }
    }
    return pasts;
  }

  /** A box of whole numbers, and predictions beside it, now and then of no size. */
  private static Past box(Rng random, int i) {
    double[] label = new double[4];
    float[] prediction = new float[4];
    double[] prior = {2, 3, 5, 4};
    for (int v = 0; v < 4; v++) {
      label[v] = v < 2 ? random.nextInt(20) - 10 : random.nextInt(9);
      prediction[v] = (float) label[v] + random.nextInt(5) - 2;
      prior[v] = i == 0 ? Double.NaN : prior[v];
    }
    double weight = 0.5 + random.nextInt(4);
    return new Past(1, prediction, 0, Double.NaN, Double.NaN, weight, label, prior);
  }

  private static int argmax(int[] counts) {
    int best = 0;
    for (int c = 1; c < counts.length; c++) {
      best = counts[c] > counts[best] ? c : best;
    }
    return best;
  }

  private static void addAll(Accumulator accumulator, List<Past> pasts) {
    Outcome outcome = new Outcome();
    for (Past past : pasts) {
      past.fill(outcome);
      accumulator.add(outcome);
    }
  }

  private static void assertSame(String what, double actual, double expected, double tolerance) {
    // A division by a reference of zero says nothing, so metrics give NaN.
    if (!Double.isFinite(expected)) {
      assertThat(actual).as(what).isNaN();
    } else {
      double room = tolerance * Math.max(1.0, Math.abs(expected));
      assertThat(actual).as(what).isCloseTo(expected, within(room));
    }
  }

  private static int classes(Kind kind) {
    return kind == Kind.MULTICLASS || kind == Kind.TAGGING ? CLASSES : 2;
  }

  @Property(tries = 120)
  void every_metric_over_every_horizon_equals_its_definition(
      @ForAll Kind kind,
      @ForAll @IntRange(min = 1, max = 400) int n,
      @ForAll @IntRange(min = 1, max = 120) int window,
      @ForAll @DoubleRange(min = 0.9, max = 1.0) double fading,
      @ForAll long seed) {
    List<Past> pasts = stream(kind, n, seed);
    int pane = Math.max(1, window / 10);
    int sinceFullPane = n % pane;
    int covered = Math.min(n, window / pane * pane + sinceFullPane);
    List<Past> faded = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      int endOfPane = (i / pane + 1) * pane;
      faded.add(pasts.get(i).times(Math.pow(fading, Math.max(0, n - endOfPane))));
    }
    Outcome outcome = new Outcome();
    for (Metric metric : Metrics.of(task(kind))) {
      Horizons horizons = new Horizons(metric::accumulator, window, fading);
      for (Past past : pasts) {
        past.fill(outcome);
        horizons.add(outcome);
      }
      for (Horizon horizon : Horizon.values()) {
        List<Past> history =
            switch (horizon) {
              case WHOLE -> pasts;
              case FADING -> faded;
              case WINDOW -> pasts.subList(n - covered, n);
            };
        NaiveMetrics naive = new NaiveMetrics(history, classes(kind));
        double expected = naive.value(metric.name());
        double tolerance = 1e-9 + (metric.name().equals("auc") ? naive.aucResolution() : 0.0);
        double actual = metric.value(horizons.read(horizon));
        assertSame(metric.name() + " " + horizon, actual, expected, tolerance);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void merging_is_concatenating_and_scaling_keeps_every_figure(Kind kind) {
    List<Past> pasts = stream(kind, 1000, 3);
    for (Metric metric : Metrics.of(task(kind))) {
      Accumulator first = metric.accumulator();
      Accumulator second = metric.accumulator();
      Accumulator all = metric.accumulator();
      addAll(first, pasts.subList(0, 333));
      addAll(second, pasts.subList(333, 1000));
      addAll(all, pasts);
      first.merge(second);
      first.merge(metric.accumulator());
      double expected = metric.value(all);
      assertSame(metric.name() + " merged", metric.value(first), expected, 1e-10);
      first.scale(0.25);
      assertSame(metric.name() + " scaled", metric.value(first), expected, 1e-10);
      first.clear();
      assertThat(metric.value(first)).as(metric.name() + " cleared").isNaN();
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_restored_accumulator_continues_identically(Kind kind) {
    List<Past> pasts = stream(kind, 700, 4);
    for (Metric metric : Metrics.of(task(kind))) {
      Horizons original = new Horizons(metric::accumulator, 100, 0.99);
      Horizons restored = new Horizons(metric::accumulator, 100, 0.99);
      Outcome outcome = new Outcome();
      for (int i = 0; i < pasts.size(); i++) {
        pasts.get(i).fill(outcome);
        original.add(outcome);
        if (i == 345) {
          SnapshotReader in = new SnapshotReader(bytes(original));
          restored.restore(in);
          in.end();
        } else if (i > 345) {
          restored.add(outcome);
        }
      }
      assertThat(bytes(restored)).isEqualTo(bytes(original));
      for (Horizon horizon : Horizon.values()) {
        assertThat(metric.value(restored.read(horizon)))
            .isEqualTo(metric.value(original.read(horizon)));
      }
    }
  }

  private static byte[] bytes(Horizons horizons) {
    SnapshotWriter out = new SnapshotWriter();
    horizons.save(out);
    return out.toByteArray();
  }

  @ParameterizedTest
  @EnumSource
  void names_are_the_catalogues_and_figures_move_with_quality(Kind kind) {
    List<Past> good = stream(kind, 2000, 5);
    List<Past> bad = new ArrayList<>();
    for (int i = 0; i < good.size(); i++) {
      Past past = good.get(i);
      Past other = good.get((i + 7) % good.size());
      bad.add(
          new Past(
              past.label(),
              other.prediction(),
              other.point(),
              past.previous(),
              past.prior(),
              past.weight(),
              past.box(),
              past.priorBox()));
    }
    List<Metric> metrics = Metrics.of(task(kind));
    assertThat(metrics).extracting(Metric::name).doesNotHaveDuplicates();
    for (Metric metric : metrics) {
      if (metric.name().matches("ece|interval_width")) {
        continue; // calibration and sharpness are apart from skill
      }
      assertThat(Metrics.CATALOG.names()).contains(metric.name());
      assertThat(Metrics.CATALOG.create(Component.of(metric.name()), task(kind)).name())
          .isEqualTo(metric.name());
      Accumulator ofGood = metric.accumulator();
      Accumulator ofBad = metric.accumulator();
      addAll(ofGood, good);
      addAll(ofBad, bad);
      boolean baseline =
          metric
              .name()
              .matches(
                  "accuracy_persistence|accuracy_majority|rmse_mean|rmse_persistence|iou_mean");
      if (baseline) {
        assertThat(metric.value(ofBad)).isEqualTo(metric.value(ofGood));
      } else if (metric.largerIsBetter()) {
        assertThat(metric.value(ofGood)).as(metric.name()).isGreaterThan(metric.value(ofBad));
      } else {
        assertThat(metric.value(ofGood)).as(metric.name()).isLessThan(metric.value(ofBad));
      }
    }
  }

  @Test
  void auc_of_rare_positives_with_tiny_probabilities_keeps_its_resolution() {
    Rng random = new Rng(6);
    List<Past> pasts = new ArrayList<>();
    for (int i = 0; i < 4000; i++) {
      double label = random.nextDouble() < 0.02 ? 1 : 0;
      float p = (float) (0.002 * StrictMath.exp(0.7 * (random.nextGaussian() + label)));
      pasts.add(new Past(label, new float[] {p}, 0, 0, 0, 1));
    }
    Metric auc = Metrics.CATALOG.create(Component.of("auc"), task(Kind.BINARY));
    Accumulator scores = auc.accumulator();
    addAll(scores, pasts);
    assertThat(auc.value(scores)).isCloseTo(new NaiveMetrics(pasts, 2).value("auc"), within(0.003));
  }

  @Test
  void score_bins_are_monotone_and_mirror_each_other() {
    int last = -1;
    for (int i = 0; i <= 1 << 16; i++) {
      float p = i * 0x1p-16f;
      int bin = ScoreHistogram.bin(p);
      assertThat(bin).isBetween(Math.max(0, last), ScoreHistogram.BINS - 1);
      assertThat(ScoreHistogram.bin(1f - p)).isEqualTo(ScoreHistogram.BINS - 1 - bin);
      last = bin;
    }
    assertThat(last).isEqualTo(ScoreHistogram.BINS - 1);
  }

  @Test
  void r2_keeps_its_digits_at_a_mean_a_million_times_the_spread() {
    Metric r2 = Metrics.CATALOG.create(Component.of("r2"), task(Kind.REGRESSION));
    Accumulator near = r2.accumulator();
    Accumulator far = r2.accumulator();
    Rng random = new Rng(8);
    Outcome outcome = new Outcome();
    outcome.weight = 1;
    for (int i = 0; i < 10_000; i++) {
      double label = Math.rint(random.nextGaussian() * 8);
      double error = Math.rint(random.nextGaussian() * 4);
      outcome.label = label;
      outcome.point = label + error;
      near.add(outcome);
      outcome.label += 1e7;
      outcome.point += 1e7;
      far.add(outcome);
    }
    assertThat(r2.value(far)).isCloseTo(r2.value(near), within(1e-9));
  }
}
