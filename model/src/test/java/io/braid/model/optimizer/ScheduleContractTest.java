package io.braid.model.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.braid.model.spec.Component;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every schedule of the catalogue, and the shape of each. */
class ScheduleContractTest {

  static Stream<String> names() {
    return Schedules.CATALOG.names().stream();
  }

  private static Schedule schedule(String kind, Object... parameters) {
    return Schedules.CATALOG.create(Component.of(kind, parameters), null);
  }

  @ParameterizedTest
  @MethodSource("names")
  void factorsStayBetweenZeroAndOneAndNeverRise(String name) {
    Schedule schedule = schedule(name);
    double last = 1;
    for (long step = 0; step < 4_000_000_000L; step = 1 + step * 9 / 8) {
      double factor = schedule.factor(step);
      assertThat(factor).isBetween(0.0, last);
      last = factor;
    }
    assertThat(schedule.factor(0)).isEqualTo(1.0);
    assertThat(schedule.factor(Long.MAX_VALUE)).isBetween(0.0, 1.0);
  }

  @ParameterizedTest
  @MethodSource("names")
  void warmUpRisesInAStraightLineAndThenTheScheduleBegins(String name) {
    Schedule warmed = schedule(name, "warm_up", 9);
    Schedule bare = schedule(name);
    for (int step = 0; step < 9; step++) {
      assertThat(warmed.factor(step)).isEqualTo((step + 1) / 10.0);
    }
    for (int step = 0; step < 1000; step += 37) {
      assertThat(warmed.factor(9 + step)).isEqualTo(bare.factor(step));
    }
  }

  @Test
  void inverseSquareRootFallsWithTheRootOfTime() {
    Schedule schedule = schedule("inverse_square_root", "horizon", 100);
    assertThat(schedule.factor(300)).isEqualTo(0.5);
    assertThat(schedule.factor(9900)).isEqualTo(0.1);
  }

  @Test
  void exponentialHalvesDownToItsFloor() {
    Schedule schedule = schedule("exponential", "half_life", 10, "floor", 0.1);
    assertThat(schedule.factor(10)).isEqualTo(0.5);
    assertThat(schedule.factor(30)).isEqualTo(0.125);
    assertThat(schedule.factor(40)).isEqualTo(0.1);
  }

  @Test
  void cosineEndsAtItsFloorOrStartsAgain() {
    Schedule once = schedule("cosine", "period", 100, "floor", 0.2);
    assertThat(once.factor(50)).isCloseTo(0.6, within(1e-12));
    assertThat(once.factor(100)).isCloseTo(0.2, within(1e-12));
    assertThat(once.factor(150)).isEqualTo(once.factor(100));
    Schedule again = schedule("cosine", "period", 100, "floor", 0.2, "restart", true);
    assertThat(again.factor(100)).isEqualTo(1.0);
    assertThat(again.factor(150)).isEqualTo(once.factor(50));
  }
}
