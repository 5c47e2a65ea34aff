package io.braid.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.braid.model.data.Parameters;
import io.braid.model.data.Segment;
import java.util.List;
import org.junit.jupiter.api.Test;

class RelationshipsTest {
  private static final int TASKS = 3;
  private static final double B = 2;

  private final Parameters parameters = new Parameters();
  private final Segment[] heads = new Segment[TASKS];
  private final Segment[] tables = new Segment[TASKS];

  /** Three linear heads, one with a hidden layer, one with another number of outputs. */
  private Relationships make() {
    for (int k = 0; k < TASKS; k++) {
      heads[k] = parameters.dense("head.t.0." + k + ".0", 4, 1);
      tables[k] = parameters.table("head.t.0." + k + ".0.table", 5, 1);
    }
    parameters.dense("head.deep.0", 4, 1);
    parameters.table("head.deep.0.table", 5, 1);
    parameters.dense("head.deep.1", 4, 1);
    parameters.dense("head.wide.0", 8, 2);
    parameters.table("head.wide.0.table", 5, 2);
    parameters.allocate();
    List<Relationships> groups = Relationships.of(parameters.segments(), B);
    assertThat(groups).hasSize(1);
    assertThat(groups.get(0).count()).isEqualTo(TASKS);
    return groups.get(0);
  }

  private static void fill(Segment segment, float value) {
    for (int i = segment.from(); i < segment.to(); i++) {
      segment.gradient()[i] = value;
    }
    segment.written(Double.NaN);
  }

  @Test
  void theFixedMatrixIsTheInverseOfTheNormsScaledToADiagonalOfOne() {
    Relationships group = make();
    double[][] a = new double[TASKS][TASKS];
    for (int i = 0; i < TASKS; i++) {
      for (int j = 0; j < TASKS; j++) {
        a[i][j] = (i == j ? 1 + B : 0) - B / TASKS;
      }
    }
    double scale = (B + TASKS) / ((1 + B) * TASKS);
    for (int i = 0; i < TASKS; i++) {
      for (int j = 0; j < TASKS; j++) {
        double product = 0;
        for (int k = 0; k < TASKS; k++) {
          product += a[i][k] * group.get(k, j) * scale;
        }
        assertThat(product).isCloseTo(i == j ? 1 : 0, within(1e-6));
      }
    }
  }

  @Test
  void onlyLabelledTasksGradientsActAndTheyMoveAll() {
    Relationships group = make();
    fill(heads[0], 1f);
    fill(heads[2], 10f);
    for (int k : new int[] {0, 2}) {
      parameters.gradient()[tables[k].touch(3)] = k == 0 ? 1f : 10f;
    }
    for (int i = heads[1].from(); i < heads[1].to(); i++) {
      heads[1].gradient()[i] = 1e9f; // left over from an earlier step
    }
    group.couple();
    float off = (float) (B / (B + TASKS));
    float[] expected = {1 + 10 * off, 11 * off, 10 + off};
    for (int k = 0; k < TASKS; k++) {
      assertThat(heads[k].hasGradient()).isTrue();
      for (int i = heads[k].from(); i < heads[k].to(); i++) {
        assertThat(heads[k].gradient()[i]).isCloseTo(expected[k], within(1e-5f));
      }
      assertThat(tables[k].touchedCount()).isEqualTo(1);
      assertThat(tables[k].touchedRow(0)).isEqualTo(3);
      assertThat(tables[k].gradient()[tables[k].from() + 3]).isCloseTo(expected[k], within(1e-5f));
    }
    assertThat(parameters.segments())
        .filteredOn(s -> !s.name().startsWith("head.t."))
        .noneMatch(Segment::hasGradient);
  }

  @Test
  void withoutALabelNothingIsCoupled() {
    make().couple();
    assertThat(parameters.segments()).noneMatch(Segment::hasGradient);
  }

  @Test
  void aLearnedMatrixGoesToTheCosinesOfTheParameters() {
    Relationships group = make();
    float[][] w = {{1, 0, 0, 0}, {3, 0, 0, 0}, {-2, 2, 0, 0}};
    for (int step = 0; step < 200 * Relationships.PERIOD; step++) {
      group.learn(0.05);
      if (step == 5 * Relationships.PERIOD) {
        assertThat(group.get(0, 1))
            .as("nothing is learned of parameters that are zero")
            .isEqualTo((float) (B / (B + TASKS)));
        for (int k = 0; k < TASKS; k++) {
          System.arraycopy(w[k], 0, parameters.values(), heads[k].from(), 4);
        }
      }
    }
    assertThat(group.get(0, 1)).isCloseTo(1f, within(1e-3f));
    assertThat(group.get(0, 2)).isCloseTo((float) -Math.sqrt(0.5), within(1e-3f));
    assertThat(group.get(2, 1)).isEqualTo(group.get(1, 2));
    assertThat(group.get(1, 1)).isEqualTo(1f);
  }
}
