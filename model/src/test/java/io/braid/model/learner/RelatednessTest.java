package io.braid.model.learner;

import static org.assertj.core.api.Assertions.assertThat;

import io.braid.model.data.Example;
import io.braid.model.data.Prediction;
import io.braid.model.data.Rng;
import io.braid.model.data.Row;
import io.braid.model.data.Section;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.Update;
import io.braid.model.layer.Relatable;
import io.braid.model.relatedness.Relatedness;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import io.braid.model.weighting.Weightings;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Relatedness as a whole learner measures it, on streams whose truth is known. */
class RelatednessTest {
  private static final int FEATURES = 6;
  private static final List<String> NAMES = List.of("a0", "a1", "a2", "b0", "b1", "o");
  private static final int O = 5;

  /** Parameters of the heads over 8 units: 8 and a bias for each of 6 outputs. */
  private static final int HEADS = 6 * 9;

  private static Pipeline pipeline(String more) {
    StringBuilder yaml = new StringBuilder("name: r\ninput: {topic: t}\nfeatures:\n");
    for (int j = 0; j < FEATURES; j++) {
      yaml.append("  - {name: x" + j + ", type: numeric}\n");
    }
    yaml.append("tasks:\n");
    for (String name : NAMES) {
      yaml.append("  - {name: " + name + ", kind: regression, label: " + name + "}\n");
    }
    if (!more.contains("trunk:")) {
      yaml.append("trunk: {kind: mlp, hidden: [8], activation: tanh}\n");
    }
    return PipelineFile.parse(yaml + more, "r.yaml");
  }

  /**
   * Two groups: a0 to a2 have one signal and one noise, b0 and b1 another; o has the signal of the
   * first group, so that it wants the same features, and its noise turned round, so that it wants
   * them moved the other way at every event.
   */
  private static Row row(Rng rng) {
    Row row = new Row(FEATURES, NAMES.size());
    for (int j = 0; j < FEATURES; j++) {
      row.numbers[j] = rng.nextGaussian();
    }
    double first = row.numbers[0] + row.numbers[1] + row.numbers[2];
    double second = row.numbers[3] + row.numbers[4] + row.numbers[5];
    double firstNoise = 1.5 * rng.nextGaussian();
    double secondNoise = 1.5 * rng.nextGaussian();
    for (int k = 0; k < NAMES.size(); k++) {
      double own = 0.4 * rng.nextGaussian();
      row.labels[k] =
          k == O
              ? first - firstNoise + own
              : k < 3 ? first + firstNoise + own : second + secondNoise + own;
    }
    return row;
  }

  private static Learner learned(Pipeline pipeline, int events, long seed) {
    Learner learner = new Learner(pipeline);
    learn(learner, events, new Rng(seed));
    return learner;
  }

  private static void learn(Learner learner, int events, Rng rng) {
    Example example = learner.newExample();
    for (int n = 0; n < events; n++) {
      learner.take(row(rng), example);
      learner.learn(example);
    }
  }

  private static Relatedness.Matrix matrix(Learner learner, String measure) {
    return learner.relations().now().measures().stream()
        .filter(m -> m.measure().equals(measure))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "relatedness: {every: 3}\n",
        "relatedness: {every: 3}\nweighting: cagrad\n",
        "relatedness: {every: 1}\nbatch: 4\n",
        "relatedness: {every: 3}\nhead: rls\n",
        "relatedness: {every: 3}\ntrunk: {kind: mmoe, hidden: [8]}\n",
        "relatedness: {every: 3}\noptimizer: {kind: adam, learning_rate: 3e-3}\n"
      })
  void measuresFindWhoIsRelatedWhoIsNotAndWhoIsOpposed(String more) {
    Learner learner = learned(pipeline(more), 6000, 1);
    for (String measure : List.of("gradient_cosine", "affinity", "residual_correlation")) {
      Relatedness.Matrix found = matrix(learner, measure);
      for (int i = 0; i < NAMES.size(); i++) {
        for (int j = 0; j < NAMES.size(); j++) {
          boolean group = i != O && j != O && (i < 3) == (j < 3);
          boolean opposed = (i == O && j < 3) || (j == O && i < 3);
          if (i != j && (group || opposed)) {
            double value = found.values().get(i).get(j);
            double error = found.standardErrors().get(i).get(j);
            assertThat(group ? value : -value)
                .as("%s of %s and %s", measure, NAMES.get(i), NAMES.get(j))
                .isGreaterThan(4 * error);
          }
        }
      }
    }
    Relatedness.Matrix cosines = matrix(learner, "gradient_cosine");
    for (int k = 0; k < 3; k++) {
      assertThat(Math.abs(cosines.values().get(k).get(3)))
          .isLessThan(Math.abs(cosines.values().get(k).get((k + 1) % 3)) / 2);
    }
  }

  @Test
  void overALinearTrunkResidualsAreStillCompared() {
    Learner learner =
        learned(pipeline("trunk: linear\nrelatedness: {every: 3, action: group}\n"), 3000, 2);
    assertThat(learner.relations().now().measures()).hasSize(1);
    assertThat(learner.relations().now().groups())
        .containsExactly(List.of("a0", "a1", "a2"), List.of("b0", "b1"), List.of("o"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mlp", "soft", "soft_pairs"})
  void groupingFindsTheGroupsAndHoldsThemTogetherWhereItCan(String trunk) {
    Learner learner =
        learned(
            pipeline(
                "relatedness: {every: 3, action: group}\ntrunk: {kind: "
                    + trunk
                    + ", hidden: [8]}\n"),
            6000,
            3);
    assertThat(learner.relations().now().groups())
        .containsExactly(List.of("a0", "a1", "a2"), List.of("b0", "b1"), List.of("o"));
    if (learner.trunk() instanceof Relatable held) {
      assertThat(held.strength(0, 1)).isPositive();
      assertThat(held.strength(0, 3)).isZero();
      assertThat(held.strength(O, 0)).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"soft", "soft_pairs"})
  void strengthsFollowWhatIsMeasured(String trunk) {
    Learner learner =
        learned(
            pipeline(
                "relatedness: {every: 3, action: {kind: soft_sharing, factor: 2}}\ntrunk: {kind: "
                    + trunk
                    + ", hidden: [8], strength: 0.01}\n"),
            6000,
            3);
    Relatable held = (Relatable) learner.trunk();
    float own =
        new Learner(pipeline("trunk: {kind: " + trunk + ", strength: 0.01}\n")).trunk()
                instanceof Relatable fresh
            ? fresh.strength(0, 1)
            : Float.NaN;
    assertThat(held.strength(0, 1)).isBetween(0.3f * own, 2f * own);
    assertThat(held.strength(O, 0)).isZero();
    assertThat(held.strength(0, 3)).isLessThan(0.3f * held.strength(0, 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "weighting: cagrad\n", "weighting: pcgrad\nbatch: 2\n", "head: rls\n"})
  void theGateStopsTheOpposedTaskAndNoOther(String more) {
    Learner learner = learned(pipeline("relatedness: {every: 3, action: gate}\n" + more), 6000, 4);
    assertThat(learner.relations().now().stopped()).containsExactly("o");
    assertThat(learner.relations().stopped(O)).isTrue();
  }

  @Test
  void whereNothingConflictsTheGateStopsNothingEver() {
    Learner learner = new Learner(pipeline("relatedness: {every: 2, action: gate}\n"));
    Rng rng = new Rng(5);
    Example example = learner.newExample();
    for (int n = 0; n < 6000; n++) {
      Row row = row(rng);
      row.labels[O] = Double.NaN;
      learner.take(row, example);
      learner.learn(example);
      for (int k = 0; k < NAMES.size(); k++) {
        assertThat(learner.relations().stopped(k)).isFalse();
      }
    }
  }

  @Test
  void theGateOpensAgainWhenTheConflictIsOver() {
    Learner learner = learned(pipeline("relatedness: {every: 2, action: gate}\n"), 4000, 6);
    assertThat(learner.relations().stopped(O)).isTrue();
    Rng rng = new Rng(7);
    Example example = learner.newExample();
    for (int n = 0; n < 8000; n++) {
      Row row = row(rng);
      row.labels[O] = row.labels[0] + 0.4 * rng.nextGaussian();
      learner.take(row, example);
      learner.learn(example);
    }
    assertThat(learner.relations().stopped(O)).isFalse();
  }

  /** Two tasks that never have a label on the same event, and a third that moves against both. */
  @Test
  void acrossEventsTasksAreComparedThatAreNeverLabelledTogether() {
    Learner learner =
        new Learner(
            pipeline("relatedness: {every: 1}\noptimizer: {kind: rmsprop, learning_rate: 1e-3}\n"));
    Rng rng = new Rng(8);
    Example example = learner.newExample();
    for (int n = 0; n < 6000; n++) {
      Row row = row(rng);
      Arrays.fill(row.labels, Double.NaN);
      double level = 4 * Math.sin(n / 60.0);
      double signal = 3 + row.numbers[0] + row.numbers[1];
      int task = n % 3 == 2 ? O : n % 3;
      row.labels[task] = signal + (task == O ? -level : level);
      learner.take(row, example);
      learner.learn(example);
    }
    assertThat(matrix(learner, "gradient_cosine").values().get(0).get(1)).isNaN();
    Relatedness.Matrix found = matrix(learner, "cross_event_cosine");
    assertThat(found.values().get(0).get(1))
        .isGreaterThan(4 * found.standardErrors().get(0).get(1));
    assertThat(found.values().get(0).get(O)).isLessThan(-4 * found.standardErrors().get(0).get(O));
  }

  static List<String> unmeasured() {
    Stream<String> weightings =
        Weightings.CATALOG.names().stream()
            .filter(name -> !name.equals("auto_lambda"))
            .map(name -> "weighting: " + name + "\n");
    Stream<String> others =
        Stream.of(
            "trunk: {kind: soft_pairs, hidden: [6]}\nhead: rls\nweighting: cagrad\n",
            "trunk: {kind: mmoe, hidden: [6], dropout: 0.2}\n",
            "trunk: linear\n",
            "head: {kind: dense, hidden: [5]}\nskip: true\nbatch: 3\n");
    return Stream.concat(weightings, others).toList();
  }

  @ParameterizedTest
  @MethodSource("unmeasured")
  void measuringChangesNoPredictionByABit(String more) {
    Learner plain = new Learner(pipeline(more));
    Learner measured = new Learner(pipeline(more + "relatedness: {every: 2}\n"));
    Rng rng = new Rng(9);
    Example one = plain.newExample();
    Example other = measured.newExample();
    Prediction said = plain.newPrediction();
    Prediction saidToo = measured.newPrediction();
    for (int n = 0; n < 300; n++) {
      Row row = row(rng);
      row.labels[n % NAMES.size()] = Double.NaN;
      plain.take(row, one);
      measured.take(row, other);
      plain.predict(one, said);
      measured.predict(other, saidToo);
      assertThat(saidToo.outputs).isDeepEqualTo(said.outputs);
      plain.learn(one);
      measured.learn(other);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "weighting: cagrad\n",
        "weighting: gradnorm\noptimizer: {kind: adam, learning_rate: 1e-3}\n",
        "weighting: pcgrad\noptimizer: {kind: momentum, learning_rate: 1e-3}\n",
        "trunk: {kind: soft, hidden: [8], activation: tanh}\noptimizer: {kind: sgd}\n"
      })
  void aStoppedTaskAloneMovesItsHeadAndNothingOfTheTrunk(String more) {
    Learner learner = learned(pipeline("relatedness: {every: 2, action: gate}\n" + more), 5000, 4);
    assertThat(learner.relations().stopped(O)).isTrue();
    float[] before = parameters(learner);
    Rng rng = new Rng(10);
    Example example = learner.newExample();
    for (int n = 0; n < 5; n++) {
      Row row = row(rng);
      Arrays.fill(row.labels, 0, O, Double.NaN);
      learner.encode(row, example);
      assertThat(learner.learn(example).status).isEqualTo(Update.Status.APPLIED);
    }
    float[] after = parameters(learner);
    int trunk = before.length - HEADS;
    assertThat(Arrays.copyOf(after, after.length - 9)).isEqualTo(Arrays.copyOf(before, trunk + 45));
    assertThat(Arrays.copyOfRange(after, after.length - 9, after.length))
        .isNotEqualTo(Arrays.copyOfRange(before, before.length - 9, before.length));
  }

  /** Of the first model. */
  private static float[] parameters(Learner learner) {
    int models = learner.sections().stream().anyMatch(s -> s.name().startsWith("rate.")) ? 3 : 1;
    for (Section section : learner.sections()) {
      if (section.name().equals("parameters.0")) {
        SnapshotWriter out = new SnapshotWriter();
        section.state().save(out);
        float[] values = new float[learner.parameterCount() / models];
        new SnapshotReader(out.toByteArray()).getFloats(values, 0, values.length);
        return values;
      }
    }
    throw new AssertionError("no parameters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "action: gate", "action: group", "action: soft_sharing"})
  void aRefusedStepLeavesEverythingAsItWas(String action) {
    String more =
        "trunk: {kind: soft_pairs, hidden: [6]}\nrelatedness: {every: 1, " + action + "}\n";
    Learner learner = learned(pipeline(more), 200, 11);
    Example example = learner.newExample();
    learner.encode(row(new Rng(12)), example);
    example.weight = 1e300;
    byte[] before = SnapshotFile.save(learner);
    assertThat(learner.learn(example).status).isEqualTo(Update.Status.REFUSED_NON_FINITE);
    assertThat(SnapshotFile.save(learner)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gate", "group", "soft_sharing"})
  void aStepAllocatesNothing(String action) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    String more =
        "trunk: {kind: soft_pairs, hidden: [6]}\nkernels: loops\nrelatedness: {every: 1, action:"
            + " {kind: "
            + action
            + ", every: 1}}\n";
    Learner learner = learned(pipeline(more), 100, 13);
    Rng rng = new Rng(14);
    Example[] examples = new Example[32];
    for (int i = 0; i < examples.length; i++) {
      examples[i] = learner.newExample();
      learner.encode(row(rng), examples[i]);
    }
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 8; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 2000; i++) {
        learner.learn(examples[i % examples.length]);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).as("bytes in 2,000 steps").isLessThan(200);
  }

  @Test
  void onlyMeasuredStepsChangeTheSectionsOfRelatedness() {
    Learner learner = new Learner(pipeline("relatedness: {every: 4}\n"));
    List<Section> own =
        learner.sections().stream().filter(s -> s.name().startsWith("relatedness")).toList();
    assertThat(own)
        .extracting(Section::name)
        .containsExactly(
            "relatedness",
            "relatedness.gradient_cosine",
            "relatedness.cross_event_cosine",
            "relatedness.affinity",
            "relatedness.residual_correlation");
    Rng rng = new Rng(15);
    List<Integer> changed = new ArrayList<>();
    for (int n = 0; n < 12; n++) {
      long before = own.get(1).version().getAsLong();
      learn(learner, 1, rng);
      if (own.get(1).version().getAsLong() != before) {
        changed.add(n);
      }
    }
    assertThat(changed).containsExactly(0, 4, 8);
    assertThat(new Learner(pipeline("")).relations().now()).isNull();
    assertThat(new Learner(pipeline("")).relations().of(0)).isEmpty();
  }
}
