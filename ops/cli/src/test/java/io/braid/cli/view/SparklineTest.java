package io.braid.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SparklineTest {
  private static final String BLOCKS = "01234567";

  @Test
  void theBaselineIsTheLowestBlockAndTheBestValueTheHighest() {
    assertThat(Sparkline.of(List.of(0.5, 0.75, 1.0, 0.4), 0.5, true, 4, BLOCKS)).isEqualTo("0470");
    assertThat(Sparkline.of(List.of(10.0, 6.0, 2.0, 20.0), 10.0, false, 4, BLOCKS))
        .isEqualTo("0470");
  }

  @Test
  void withoutAUsefulBaselineTheWorstValueIsTheLowestBlock() {
    assertThat(Sparkline.of(List.of(1.0, 2.0, 3.0), Double.NaN, true, 3, BLOCKS)).isEqualTo("047");
    assertThat(Sparkline.of(List.of(1.0, 2.0, 3.0), 9.0, true, 3, BLOCKS)).isEqualTo("047");
  }

  @Test
  void aFlatLineIsDrawnInTheMiddleAndMissingValuesAreBlank() {
    assertThat(Sparkline.of(List.of(Double.NaN, 3.0, 3.0), Double.NaN, true, 3, BLOCKS))
        .isEqualTo(" 44");
  }

  @Test
  void manyValuesAreAveragedCellByCell() {
    assertThat(Sparkline.of(List.of(0.0, 2.0, 4.0, 6.0), Double.NaN, true, 2, BLOCKS))
        .isEqualTo("07");
    assertThat(Sparkline.of(Collections.nCopies(1000, 1.0), 0.0, true, 7, BLOCKS))
        .isEqualTo("7777777");
  }

  @Property
  void itNeverOverflowsItsCells(
      @ForAll @Size(max = 60) List<@DoubleRange(min = -1e6, max = 1e6) Double> history,
      @ForAll double baseline,
      @ForAll boolean largerIsBetter,
      @ForAll @IntRange(min = -1, max = 40) int cells) {
    String line = Sparkline.of(history, baseline, largerIsBetter, cells, BLOCKS);
    assertThat(line).hasSize(Math.max(0, Math.min(cells, history.size())));
  }
}
