package io.braid.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SeriesTest {
  @Property
  void itIsBoundedEvenAndHasTheFirstAndTheNewest(
      @ForAll @IntRange(min = 2, max = 50) int capacity,
      @ForAll @IntRange(min = 1, max = 2000) int count) {
    Series<Integer> series = new Series<>(capacity);
    for (int i = 0; i < count; i++) {
      series.add(i);
    }
    List<Integer> points = series.points();
    assertThat(points.get(0)).isZero();
    assertThat(points.get(points.size() - 1)).isEqualTo(count - 1);
    assertThat(points).isSorted().doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(capacity + 1);
    assertThat(points.size()).isGreaterThanOrEqualTo(Math.min(count, capacity / 2));
    for (int i = 2; i < points.size() - 1; i++) {
      assertThat(points.get(i) - points.get(i - 1)).isEqualTo(points.get(1) - points.get(0));
    }
  }
}
