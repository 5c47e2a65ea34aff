package io.braid.model.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.braid.model.data.Prediction;
import io.braid.model.data.Rng;
import io.braid.model.data.Row;
import io.braid.model.data.Segment;
import io.braid.model.layer.Trunks;
import io.braid.model.optimizer.Optimizers;
import io.braid.model.weighting.Weightings;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts that stand still, and parts that move at a rate of their own. */
class FreezingTest {
  static Set<String> trunks() {
    return Trunks.CATALOG.names();
  }

  static Set<String> optimizers() {
    return Optimizers.CATALOG.names();
  }

  static Set<String> weightings() {
    return Weightings.CATALOG.names();
  }

  private static List<Segment> segments(Prequential learner) {
    return learner.learner().models[0].network().parameters().segments();
  }

  private static boolean moved(Segment segment, float[] before) {
    return !Arrays.equals(
        segment.values(), segment.from(), segment.to(), before, segment.from(), segment.to());
  }

  /** Learns some events and says that exactly these segments have stood still. */
  private static void assertStill(Prequential learner, int events, Predicate<String> still) {
    float[] before = segments(learner).get(0).values().clone();
    ModelFileTest.goOn(learner, 31, events);
    for (Segment segment : segments(learner)) {
      assertThat(moved(segment, before)).as(segment.name()).isEqualTo(!still.test(segment.name()));
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void underEveryOptimizerWhatIsFrozenStandsStillAndThawsInTime(String optimizer) {
    for (String kernels : List.of("loops", "vector")) {
      Prequential learner =
          new Prequential(
              Streams.pipeline(
                  "optimizer: {kind: "
                      + optimizer
                      + ", l2: 0}\nskip: true\nkernels: "
                      + kernels
                      + "\ntrunk: {kind: mlp, hidden: [8, 6]}\n"
                      + "freeze: [trunk.0, {part: head.much, steps: 60}, skip.true]\n"));
      Predicate<String> first = name -> name.startsWith("trunk.0") || name.startsWith("skip.true");
      assertStill(learner, 60, first.or(name -> name.startsWith("head.much")));
      assertStill(learner, 60, first);
    }
  }

  @ParameterizedTest
  @MethodSource("trunks")
  void overEveryTrunkAFrozenTrunkStandsStillAndHeadsLearn(String trunk) {
    String more = "optimizer: sgd\nfreeze: trunk\ntrunk: " + trunk + "\n";
    if (segments(new Prequential(Streams.pipeline("trunk: " + trunk + "\n"))).stream()
        .noneMatch(segment -> segment.name().startsWith("trunk."))) {
      more = more.replace("freeze: trunk", "freeze: head.true");
      assertStill(
          new Prequential(Streams.pipeline(more)), 100, name -> name.startsWith("head.true"));
      return;
    }
    assertStill(new Prequential(Streams.pipeline(more)), 100, name -> name.startsWith("trunk."));
  }

  @ParameterizedTest
  @MethodSource("weightings")
  void underEveryWeightingAFrozenTrunkStandsStillAndHeadsLearn(String weighting) {
    String more = "optimizer: sgd\nfreeze: [trunk]\nweighting: " + weighting + "\n";
    Prequential learner = new Prequential(Streams.pipeline(more));
    assertStill(learner, 60, name -> name.startsWith("trunk."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rls", "passive_aggressive", "dense"})
  void aFrozenHeadSaysTheSameOfTheSame(String head) {
    Prequential learner =
        new Prequential(
            Streams.pipeline(
                "head: "
                    + head
                    + "\ndrift: {detector: page_hinkley, reaction: reset_head}\n"
                    + "optimizer: rmsprop\nfreeze: [{part: heads, steps: 1}]\n"));
    ModelFileTest.goOn(learner, 32, 200);
    Prequential frozen =
        new Prequential(
            Streams.pipeline(
                "head: "
                    + head
                    + "\ndrift: {detector: page_hinkley, reaction: reset_head}\n"
                    + "optimizer: rmsprop\nfreeze: [trunk, heads]\n"));
    SnapshotFile.restore(SnapshotFile.save(learner), frozen);
    Row row = Streams.row(new Rng(33), 0);
    var example = frozen.learner().newExample();
    frozen.learner().encode(row, example);
    Prediction before = frozen.learner().newPrediction();
    frozen.learner().predict(example, before);
    frozen.learner().drifted(2);
    ModelFileTest.goOn(frozen, 34, 100);
    Prediction after = frozen.learner().newPrediction();
    frozen.learner().predict(example, after);
    assertThat(after.step).isGreaterThan(before.step);
    assertThat(after.outputs).isDeepEqualTo(before.outputs);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dense", "rls"})
  void restoredWhileSomethingIsFrozenItGoesOnToTheSameBits(String head) {
    String more =
        """
        freeze: [{part: trunk, steps: 100}, {part: head.much, steps: 130}]
        drift: {detector: page_hinkley, reaction: reset_head}
        head: %s
        """
            .formatted(head);
    for (int events : new int[] {1, 80, 100, 120, 150}) {
      Prequential saved = ModelFileTest.learned(Streams.pipeline(more), events);
      Prequential restored = new Prequential(Streams.pipeline(more));
      SnapshotFile.restore(SnapshotFile.save(saved), restored);
      saved.learner().drifted(2);
      restored.learner().drifted(2);
      ModelFileTest.goOn(saved, 35, 60);
      ModelFileTest.goOn(restored, 35, 60);
      assertThat(SnapshotFile.save(restored)).isEqualTo(SnapshotFile.save(saved));
    }
  }

  @Test
  void aHeadThatLearnsByItselfHasNoRate() {
    assertThatThrownBy(
            () -> new Learner(Streams.pipeline("head: rls\nrates: {heads: 2, head.much: 2}\n")))
        .hasMessage("rates.head.much: not allowed, the head of task 'much' learns by itself");
  }

  @Test
  void aPartMovesByItsOwnRateAndTheLongerNameWins() {
    String sgd =
        """
        skip: true
        weighting: equal
        trunk: {kind: mlp, hidden: [8, 6]}
        optimizer: {kind: sgd, learning_rate: 0.01}
        """;
    Prequential plain = new Prequential(Streams.pipeline(sgd));
    Prequential rated =
        new Prequential(
            Streams.pipeline(
                sgd + "rates: {trunk: 0.5, trunk.1: 4, heads: 2, head.true: 0.25, skip: 8}\n"));
    float[] start = segments(plain).get(0).values().clone();
    // Heads begin at zero, so that the trunk has a gradient from the second step on.
    Rng rng = new Rng(36);
    Row row = Streams.row(rng, 0);
    plain.predict(row);
    plain.learn(row);
    rated.predict(row);
    rated.learn(row);
    for (int s = 0; s < segments(plain).size(); s++) {
      Segment one = segments(plain).get(s);
      Segment other = segments(rated).get(s);
      String name = one.name();
      double factor =
          name.startsWith("trunk.1")
              ? 4
              : name.startsWith("trunk")
                  ? 0.5
                  : name.startsWith("skip") ? 8 : name.startsWith("head.true") ? 0.25 : 2;
      for (int i = one.from(); i < one.to(); i++) {
        assertThat((double) other.values()[i] - start[i])
            .as(name)
            .isCloseTo(factor * ((double) one.values()[i] - start[i]), offset(1e-6));
      }
    }
  }
}
