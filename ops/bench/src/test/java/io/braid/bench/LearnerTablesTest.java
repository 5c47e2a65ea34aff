package io.braid.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.braid.bench.jmh.LearnerTables;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LearnerTablesTest {

  @Test
  void theQuickTablesHoldEveryGuardedRatio() {
    Report report = new Report(line -> {});
    List<String> progress = new ArrayList<>();
    new LearnerTables(Scale.TINY, null, report, progress::add).quick();
    assertThat(report.ratios().keySet())
        .contains(
            "learn: " + Shape.MLP + " over one task",
            "sparse 100k over 32 dense",
            "wide step over bare sgemm",
            "growth of linear features=32 tasks=64");
    assertThat(report.ratios().values()).allMatch(ratio -> ratio > 0);
    assertThat(report.text()).contains("| a whole step of the learner");
    assertThat(progress).isNotEmpty();
  }
}
