package io.braid.model.relatedness;

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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What actions decide by what has been measured. */
class ActionsTest {
  /** A measure that says what it is told to. */
  private static final class Told implements Measure {
    final double[][] values;
    final double[][] errors;

    Told(int tasks) {
      values = new double[tasks][tasks];
      errors = new double[tasks][tasks];
    }

    Told set(int i, int j, double value, double error) {
      values[i][j] = value;
      values[j][i] = value;
      errors[i][j] = error;
      errors[j][i] = error;
      return this;
    }

    @Override
    public void observe(Observed step) {}

    @Override
    public double value(int i, int j) {
      return values[i][j];
    }

    @Override
    public double standardError(int i, int j) {
      return errors[i][j];
    }

    @Override
    public void save(SnapshotWriter out) {}

    @Override
    public void restore(SnapshotReader in) {}
  }

  /** What was moved. */
  private static final class Moved implements Levers {
    final double[][] strengths;
    final boolean[] stopped;

    Moved(int tasks) {
      strengths = new double[tasks][tasks];
      stopped = new boolean[tasks];
      for (double[] row : strengths) {
        Arrays.fill(row, 1);
      }
    }

    @Override
    public void relate(int i, int j, double strength) {
      strengths[i][j] = strength;
      strengths[j][i] = strength;
    }

    @Override
    public void stop(int task, boolean stop) {
      stopped[task] = stop;
    }

    @Override
    public boolean stopped(int task) {
      return stopped[task];
    }
  }

  private static Action action(Told told, String name, Object... settings) {
    return action(told, Collections.nCopies(told.values.length, false), name, settings);
  }

  private static Action action(
      Told told, List<Boolean> auxiliary, String name, Object... settings) {
    ActionContext context = new ActionContext(auxiliary, Map.of("told", told), "soft", true, true);
    return Actions.CATALOG.create(Component.of(name, settings), context);
  }

  @Test
  void actionsDecideOnceInSoManyMeasuredSteps() {
    Told told = new Told(2).set(0, 1, -1, 0);
    for (String name : Actions.CATALOG.names()) {
      Action action = action(told, name, "every", 7);
      Moved moved = new Moved(2);
      for (int measured = 1; measured < 7; measured++) {
        action.act(measured, moved);
      }
      assertThat(moved.strengths[0][1]).isEqualTo(1);
      assertThat(moved.stopped).containsOnly(false);
      action.act(7, moved);
      assertThat(moved.stopped[1] || moved.strengths[0][1] == 0).isTrue();
    }
  }

  @Test
  void pairsAreHeldTogetherAsFarAsTheyAreRelatedForCertain() {
    Told told =
        new Told(4)
            .set(0, 1, 0.8, 0.1)
            .set(0, 2, 0.15, 0.1)
            .set(1, 2, -0.9, 0.01)
            .set(0, 3, Double.NaN, Double.NaN);
    Moved moved = new Moved(4);
    action(told, "soft_sharing", "every", 1, "factor", 5, "sureness", 2).act(1, moved);
    assertThat(moved.strengths[1][0]).isCloseTo(5 * (0.8 - 0.2), within(1e-12));
    assertThat(moved.strengths[2][0]).as("it may be chance").isZero();
    assertThat(moved.strengths[2][1]).as("in each other's way").isZero();
    assertThat(moved.strengths[3][0]).as("not known yet").isEqualTo(1);
  }

  @Test
  void theDirectionsOfAPairAreAveraged() {
    Told told = new Told(2);
    told.values[0][1] = 0.9;
    told.values[1][0] = 0.5;
    told.errors[0][1] = 0.1;
    told.errors[1][0] = 0.3;
    Moved moved = new Moved(2);
    action(told, "soft_sharing", "every", 1, "factor", 1, "sureness", 1).act(1, moved);
    assertThat(moved.strengths[0][1]).isCloseTo(0.7 - 0.2, within(1e-12));
  }

  @Test
  void ofOneTaskAgainstManyItIsTheOneThatIsStopped() {
    Told told = new Told(5).set(0, 1, 0.5, 0.05).set(0, 2, 0.4, 0.05).set(1, 2, 0.6, 0.05);
    for (int k = 0; k < 3; k++) {
      told.set(3, k, -0.5, 0.05);
    }
    Moved moved = new Moved(5);
    Action gate = action(told, "gate", "every", 1);
    gate.act(1, moved);
    assertThat(moved.stopped).containsExactly(false, false, false, true, false);
    gate.act(2, moved);
    assertThat(moved.stopped).containsExactly(false, false, false, true, false);
  }

  @Test
  void whatMayBeChanceStopsNothing() {
    Told told = new Told(3).set(0, 1, -0.3, 0.08).set(1, 2, -0.09, 0).set(0, 2, 0.2, 0.01);
    Moved moved = new Moved(3);
    action(told, "gate", "every", 1, "conflict", 0.1, "sureness", 3).act(1, moved);
    assertThat(moved.stopped).containsOnly(false);
  }

  @Test
  void anAuxiliaryTaskYieldsToAPrimaryOneAndOfEqualsTheLaterToTheEarlier() {
    Told told = new Told(2).set(0, 1, -0.6, 0.01);
    Moved first = new Moved(2);
    action(told, List.of(true, false), "gate", "every", 1).act(1, first);
    assertThat(first.stopped).containsExactly(true, false);
    Moved second = new Moved(2);
    action(told, List.of(false, false), "gate", "every", 1).act(1, second);
    assertThat(second.stopped).containsExactly(false, true);
  }

  @Test
  void aTaskOnTheEdgeDoesNotFlutter() {
    Told told = new Told(2);
    Moved moved = new Moved(2);
    Action gate = action(told, "gate", "every", 1, "conflict", 0.2, "release", 0.1, "sureness", 2);
    told.set(0, 1, -0.23, 0.01);
    gate.act(1, moved);
    assertThat(moved.stopped[1]).isTrue();
    told.set(0, 1, -0.15, 0.01);
    gate.act(2, moved);
    assertThat(moved.stopped[1]).as("between the thresholds").isTrue();
    told.set(0, 1, -0.11, 0.01);
    gate.act(3, moved);
    assertThat(moved.stopped[1]).as("no longer certain to be beyond the release").isFalse();
    told.set(0, 1, -0.15, 0.01);
    gate.act(4, moved);
    assertThat(moved.stopped[1]).as("between the thresholds, from the other side").isFalse();
  }

  @Property(tries = 200)
  void noTwoTasksThatPassConflictAndOneAlwaysPasses(@ForAll long seed) {
    Rng rng = new Rng(seed);
    Told told = random(rng, 6, 0.05);
    Moved moved = new Moved(6);
    Action gate = action(told, "gate", "every", 1, "sureness", 1);
    gate.act(1, moved);
    List<Integer> pass = new ArrayList<>();
    for (int k = 0; k < 6; k++) {
      if (!moved.stopped[k]) {
        pass.add(k);
      }
    }
    assertThat(pass).isNotEmpty();
    for (int i : pass) {
      for (int j : pass) {
        assertThat(i == j || told.values[i][j] + told.errors[i][j] >= -0.1).isTrue();
      }
    }
  }

  private static Told random(Rng rng, int tasks, double error) {
    Told told = new Told(tasks);
    for (int i = 0; i < tasks; i++) {
      for (int j = 0; j < i; j++) {
        told.set(i, j, 2 * rng.nextDouble() - 1, error * rng.nextDouble());
      }
    }
    return told;
  }

  @Test
  void groupsAreFoundAndHeldTogether() {
    Told told = new Told(6);
    int[][] related = {{0, 2}, {0, 4}, {2, 4}, {1, 3}};
    for (int i = 0; i < 6; i++) {
      for (int j = 0; j < i; j++) {
        told.set(i, j, -0.05, 0.02);
      }
    }
    for (int[] pair : related) {
      told.set(pair[0], pair[1], 0.6, 0.05);
    }
    told.set(5, 0, -0.7, 0.02).set(5, 2, Double.NaN, Double.NaN);
    Moved moved = new Moved(6);
    Action grouping = action(told, "group", "every", 1, "factor", 2);
    grouping.act(1, moved);
    assertThat(grouping.groups()).containsExactly(List.of(0, 2, 4), List.of(1, 3), List.of(5));
    assertThat(moved.strengths[2][4]).isEqualTo(2);
    assertThat(moved.strengths[0][1]).isZero();
    assertThat(moved.strengths[5][0]).isZero();
  }

  @Test
  void aGroupComesApartOnlyWellBelowWhatBringsOneTogether() {
    Told told = new Told(2);
    Moved moved = new Moved(2);
    Action grouping = action(told, "group", "every", 1, "join", 0.3, "hold", 0.2, "sureness", 0);
    told.set(0, 1, 0.25, 0);
    grouping.act(1, moved);
    assertThat(grouping.groups()).hasSize(2);
    told.set(0, 1, 0.31, 0);
    grouping.act(2, moved);
    assertThat(grouping.groups()).hasSize(1);
    told.set(0, 1, 0.15, 0);
    grouping.act(3, moved);
    assertThat(grouping.groups()).hasSize(1);
    told.set(0, 1, 0.09, 0);
    grouping.act(4, moved);
    assertThat(grouping.groups()).hasSize(2);
  }

  /** Against the definition: means over all pairs of members, anew in every round. */
  @Property(tries = 100)
  void groupsAreThoseOfAverageLinkage(@ForAll long seed) {
    int tasks = 7;
    Told told = random(new Rng(seed), tasks, 0);
    Action grouping = action(told, "group", "every", 1, "join", 0.1);
    grouping.act(1, new Moved(tasks));
    List<List<Integer>> expected = new ArrayList<>();
    for (int k = 0; k < tasks; k++) {
      expected.add(new ArrayList<>(List.of(k)));
    }
    while (true) {
      double closest = 0.1;
      int[] pair = null;
      for (int a = 0; a < expected.size(); a++) {
        for (int b = a + 1; b < expected.size(); b++) {
          double sum = 0;
          for (int i : expected.get(a)) {
            for (int j : expected.get(b)) {
              sum += told.values[i][j];
            }
          }
          double mean = sum / (expected.get(a).size() * expected.get(b).size());
          if (mean > closest + 1e-12) {
            closest = mean;
            pair = new int[] {a, b};
          }
        }
      }
      if (pair == null) {
        break;
      }
      expected.get(pair[0]).addAll(expected.remove(pair[1]));
    }
    expected.forEach(Collections::sort);
    assertThat(grouping.groups()).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void aRestoredActionDecidesAsTheSavedOneWouldHave() {
    for (String name : Actions.CATALOG.names()) {
      Rng rng = new Rng(4);
      Told told = random(rng, 5, 0.1);
      Action saved = action(told, name, "every", 1);
      Action restored = action(told, name, "every", 1);
      Moved one = new Moved(5);
      saved.act(1, one);
      restored.restore(new SnapshotReader(Shown.saved(saved)));
      Moved other = new Moved(5);
      System.arraycopy(one.stopped, 0, other.stopped, 0, 5);
      for (int i = 0; i < 5; i++) {
        System.arraycopy(one.strengths[i], 0, other.strengths[i], 0, 5);
      }
      Told next = random(rng, 5, 0.1);
      for (int i = 0; i < 5; i++) {
        System.arraycopy(next.values[i], 0, told.values[i], 0, 5);
      }
      saved.act(2, one);
      restored.act(2, other);
      assertThat(other.stopped).isEqualTo(one.stopped);
      assertThat(other.strengths).isDeepEqualTo(one.strengths);
      assertThat(Shown.saved(restored)).isEqualTo(Shown.saved(saved));
    }
  }

  @Test
  void mistakesAreNamed() {
    Told told = new Told(2);
    ActionContext bare =
        new ActionContext(List.of(false, false), Map.of("told", told), "linear", false, false);
    assertThatThrownBy(() -> Actions.CATALOG.create(Component.of("gate"), bare))
        .isInstanceOf(SpecException.class)
        .hasMessage(
            "gate: stops gradients into a representation, which the trunk 'linear' does not have,"
                + " allowed: a trunk other than linear and perceptron");
    assertThatThrownBy(() -> Actions.CATALOG.create(Component.of("soft_sharing"), bare))
        .isInstanceOf(SpecException.class)
        .hasMessage(
            "soft_sharing: sets a strength per pair of tasks, which the trunk 'linear' does not"
                + " have, allowed: [soft, soft_pairs]");
    assertThatThrownBy(() -> action(told, "gate", "by", "hearsay"))
        .isInstanceOf(SpecException.class)
        .hasMessage("gate.by: 'hearsay' is not allowed, must be one of [told]");
    assertThatThrownBy(() -> action(told, "gate", "conflict", 0.1, "release", 0.2))
        .isInstanceOf(SpecException.class)
        .hasMessage("gate.release: '0.2' is not allowed, must be a number from 0 to 0.1");
  }
}
