package io.braid.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.braid.cli.demo.DemoEvent.Defect;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DemoStreamTest {
  private static final int EVENTS = 40_000;
  private static final Map<String, Double> MISSING =
      Map.of(
          "late", 0.20, "delivery_hours", 0.25, "contact", 0.45, "tickets", 0.35, "returned", 0.60);

  @Test
  void theSameSeedGivesTheSameEventsAndAnotherSeedOthers() {
    assertThat(take(7, 500)).isEqualTo(take(7, 500)).isNotEqualTo(take(8, 500));
  }

  @Test
  void idsAreUniqueAndTimeNeverGoesBack() {
    Set<String> ids = new HashSet<>();
    long last = DemoStream.START.toEpochMilli();
    for (DemoEvent event : take(1, EVENTS)) {
      assertThat(ids.add(event.id())).isTrue();
      assertThat(event.timeMs()).isGreaterThanOrEqualTo(last);
      last = event.timeMs();
    }
    double days = (last - DemoStream.START.toEpochMilli()) / 86_400_000.0;
    assertThat(days).isCloseTo(EVENTS * (double) DemoStream.MEAN_GAP_MS / 86_400_000, within(1.0));
  }

  @Test
  void everyTaskMissesItsShareOfLabelsAndNoTaskIsTrivial() {
    Map<String, Integer> present = new HashMap<>();
    Map<String, Map<Object, Integer>> values = new HashMap<>();
    for (DemoEvent event : take(1, EVENTS)) {
      event
          .labels()
          .forEach(
              (task, label) -> {
                present.merge(task, 1, Integer::sum);
                values.computeIfAbsent(task, t -> new HashMap<>()).merge(label, 1, Integer::sum);
              });
    }
    assertThat(present.keySet()).isEqualTo(MISSING.keySet());
    MISSING.forEach(
        (task, share) ->
            assertThat(1.0 - (double) present.get(task) / EVENTS)
                .as(task)
                .isCloseTo(share, within(0.01)));
    for (String task : List.of("late", "returned", "contact", "tickets")) {
      int most = values.get(task).values().stream().mapToInt(n -> n).max().orElseThrow();
      assertThat((double) most / present.get(task)).as(task).isLessThan(0.75);
    }
    assertThat(values.get("contact").keySet()).hasSize(5);
  }

  @Test
  void aSmallShareIsBrokenInEveryWay() {
    Map<Defect, Integer> counts = new EnumMap<>(Defect.class);
    for (DemoEvent event : take(1, EVENTS)) {
      counts.merge(event.defect(), 1, Integer::sum);
      boolean infinite = event.features().containsValue(Double.POSITIVE_INFINITY);
      assertThat(infinite).isEqualTo(event.defect() == Defect.NOT_FINITE);
      boolean negative = Long.valueOf(-1).equals(event.labels().get("tickets"));
      assertThat(negative).isEqualTo(event.defect() == Defect.LABEL_OUT_OF_RANGE);
    }
    assertThat(counts.keySet()).containsExactly(Defect.values());
    int broken = EVENTS - counts.get(Defect.NONE);
    assertThat((double) broken / EVENTS).isCloseTo(1.0 / DemoStream.BROKEN_ONE_IN, within(0.001));
  }

  @Test
  void theScriptScalesWithTheRun() {
    assertThat(DemoScript.over(1000).drifts())
        .extracting(ScriptedDrift::from)
        .containsExactly(400L, 580L, 800L);
    assertThat(DemoScript.over(100_000).carriers().from()).isEqualTo(40_000);
    ScriptedDrift winter = DemoScript.over(1000).winter();
    assertThat(winter.abrupt()).isFalse();
    assertThat(winter.share(579)).isZero();
    assertThat(winter.share(620)).isEqualTo(0.5);
    assertThat(winter.share(660)).isEqualTo(1.0);
    ScriptedDrift packaging = DemoScript.over(1000).packaging();
    assertThat(packaging.abrupt()).isTrue();
    assertThat(packaging.share(799)).isZero();
    assertThat(packaging.share(800)).isEqualTo(1.0);
  }

  /**
   * A plain linear learner on the same events: it has to beat the running mean by far, fall at each
   * drift in the tasks the script names, and be back a few thousand events later. A demonstration
   * on a stream where this does not hold would show nothing.
   */
  @Test
  void learningPaysAndEveryDriftIsSeenAndOvercome() {
    int events = 120_000;
    DemoScript script = DemoScript.over(events);
    DemoStream stream = new DemoStream(42, script);
    Map<String, LinearTask> tasks = new TreeMap<>();
    for (String task : MISSING.keySet()) {
      tasks.put(task, new LinearTask(task, events));
    }
    for (int i = 0; i < events; i++) {
      DemoEvent event = stream.next();
      double[] sparse = LinearTask.encode(event);
      for (LinearTask task : tasks.values()) {
        task.testThenTrain(i, event, sparse);
      }
    }
    for (LinearTask task : tasks.values()) {
      assertThat(task.relativeError(40_000, 48_000)).as("%s learned", task).isLessThan(0.75);
    }
    for (ScriptedDrift drift : script.drifts()) {
      int from = (int) drift.from();
      int to = (int) drift.to();
      for (String name : drift.tasks()) {
        LinearTask task = tasks.get(name);
        double before = task.error(from - 4000, from);
        if (drift.abrupt()) {
          double fallen = task.error(to, to + 1000);
          assertThat(fallen).as("%s falls", task).isGreaterThan(1.3 * before);
          // The new world may be harder to predict than the old one.
          assertThat(task.error(to + 10_000, to + 14_000))
              .as("%s recovers from %s to %s", task, before, fallen)
              .isLessThan(before + 0.5 * (fallen - before));
        } else {
          assertThat(task.error((from + to) / 2, to))
              .as("%s suffers", task)
              .isGreaterThan(1.1 * before);
        }
      }
    }
  }

  private static List<DemoEvent> take(long seed, int events) {
    DemoStream stream = new DemoStream(seed, DemoScript.over(events));
    List<DemoEvent> taken = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      taken.add(stream.next());
    }
    return taken;
  }
}
