package io.braid.model.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Segments share one flat vector and know which of it a step has touched. */
class ParametersTest {
  private final Parameters parameters = new Parameters();
  private final Segment dense = parameters.dense("trunk.0", 6, 2);
  private final Segment table = parameters.table("trunk.0.table", 5, 3);
  private final Segment last = parameters.dense("head", 4, 1);

  ParametersTest() {
    parameters.allocate();
  }

  @Test
  void segmentsLieSideBySideInTheOrderAskedFor() {
    assertThat(parameters.count()).isEqualTo(25);
    assertThat(parameters.segments()).containsExactly(dense, table, last);
    assertThat(dense.from()).isZero();
    assertThat(dense.to()).isEqualTo(table.from()).isEqualTo(6);
    assertThat(table.to()).isEqualTo(last.from()).isEqualTo(21);
    assertThat(last.to()).isEqualTo(25);
    assertThat(last.index()).isEqualTo(2);
    assertThat(dense.biases()).isEqualTo(2);
    assertThat(table.table()).isTrue();
    assertThat(table.rowWidth()).isEqualTo(3);
    assertThat(dense.values()).isSameAs(parameters.values());
    assertThat(table.gradient()).isSameAs(parameters.gradient());
  }

  @Test
  void namesAreUniqueAndNothingIsAddedLater() {
    assertThatThrownBy(() -> parameters.dense("more", 1, 0))
        .hasMessage("the parameters are already allocated");
    Parameters other = new Parameters();
    other.dense("a", 1, 0);
    assertThatThrownBy(() -> other.table("a", 1, 1)).hasMessage("two segments named a");
  }

  @Test
  void aDenseSegmentHasAGradientOnceWritten() {
    assertThat(dense.hasGradient()).isFalse();
    for (int i = dense.from(); i < dense.to(); i++) {
      dense.gradient()[i] = 2;
    }
    dense.written(Double.NaN);
    assertThat(dense.hasGradient()).isTrue();
    assertThat(last.hasGradient()).isFalse();
    assertThat(dense.squaredNorm()).isCloseTo(24, within(1e-12));
    dense.written(7);
    assertThat(dense.squaredNorm()).isEqualTo(7);
    parameters.clearGradients();
    assertThat(dense.hasGradient()).isFalse();
    assertThat(dense.squaredNorm()).isZero();
  }

  @Test
  void aTableRowIsZeroedAtItsFirstTouchInAStepOnly() {
    for (int step = 0; step < 3; step++) {
      assertThat(table.hasGradient()).isFalse();
      int at = table.touch(4);
      assertThat(at).isEqualTo(table.from() + 12);
      table.gradient()[at] += 3;
      assertThat(table.touch(4)).isEqualTo(at);
      table.gradient()[at] += 1;
      table.gradient()[table.touch(1) + 2] += 2;
      assertThat(table.touchedCount()).isEqualTo(2);
      assertThat(table.touchedRow(0)).isEqualTo(4);
      assertThat(table.touchedRow(1)).isEqualTo(1);
      assertThat(table.squaredNorm()).isCloseTo(20, within(1e-12));
      parameters.clearGradients();
    }
  }

  @Test
  void manyRowsCanBeTouched() {
    Parameters wide = new Parameters();
    Segment rows = wide.table("t", 100, 2);
    wide.allocate();
    for (int r = 99; r >= 0; r--) {
      rows.gradient()[rows.touch(r)] = 1;
    }
    assertThat(rows.touchedCount()).isEqualTo(100);
    assertThat(rows.touchedRow(99)).isZero();
    assertThat(rows.squaredNorm()).isEqualTo(100);
  }
}
