package io.braid.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.braid.model.relatedness.Relatedness;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RelatednessTableTest {

  private static List<String> lines(Relatedness relatedness) {
    return new RelatednessTable(Style.PLAIN)
        .lines(relatedness).stream().map(line -> line.render(Style.PLAIN, 200)).toList();
  }

  @Test
  void aFewTasksAreASquareWithErrorsAndThenWhatWasDone() {
    Relatedness relatedness =
        new Relatedness(
            List.of("flow", "flood", "fault"),
            List.of(
                new Relatedness.Matrix(
                    "gradient_cosine",
                    List.of(
                        List.of(1.0, -.25, .5),
                        List.of(-.25, 1.0, Double.NaN),
                        List.of(.5, Double.NaN, 1.0)),
                    List.of(
                        List.of(0.0, .031, .02),
                        List.of(.031, 0.0, Double.NaN),
                        List.of(.02, Double.NaN, 0.0)))),
            List.of("flood"),
            List.of(List.of("flow", "fault"), List.of("flood")));
    assertThat(lines(relatedness))
        .containsExactly(
            "gradient cosine",
            "                              flow           flood           fault",
            "  flow                1.000          -0.250+-0.031    0.500+-0.020",
            "  flood              -0.250+-0.031    1.000               -",
            "  fault               0.500+-0.020        -           1.000",
            "stopped           flood",
            "group             flow fault",
            "group             flood");
  }

  @Test
  void ofManyTasksThePairsThatStandOutAreListedOnce() {
    List<String> names = new ArrayList<>();
    List<List<Double>> values = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      names.add("t" + i);
      List<Double> row = new ArrayList<>();
      for (int j = 0; j < 12; j++) {
        row.add(i == j ? 1.0 : Math.min(i, j) == 3 && Math.max(i, j) == 7 ? -.9 : .01 * (i + j));
      }
      values.add(row);
    }
    Relatedness relatedness =
        new Relatedness(
            names,
            List.of(new Relatedness.Matrix("residual_correlation", values, values)),
            List.of(),
            List.of());
    List<String> lines = lines(relatedness);
    assertThat(lines).hasSize(11);
    assertThat(lines.get(1)).startsWith("  t3").contains("t7", "-0.900");
    assertThat(lines.get(2)).startsWith("  t10").contains("t11", "0.210");
  }
}
