package io.braid.topology.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RecentTest {
  @Property
  void itKeepsTheLatestAndKnowsWhatCameSince(
      @ForAll @IntRange(min = 1, max = 20) int capacity,
      @ForAll @IntRange(max = 60) int count,
      @ForAll @IntRange(max = 70) int seen) {
    Recent<Integer> recent = new Recent<>(capacity);
    List<Integer> expected = new ArrayList<>();
    List<Integer> since = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      recent.add(i);
      if (i > count - capacity) {
        expected.add(0, i);
        if (i > seen) {
          since.add(i);
        }
      }
    }
    assertThat(recent.total()).isEqualTo(count);
    assertThat(recent.newestFirst()).isEqualTo(expected);
    assertThat(recent.since(seen)).isEqualTo(since);
  }
}
