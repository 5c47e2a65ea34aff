package io.braid.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.braid.bench.Report;
import io.braid.bench.Scale;
import io.braid.model.layer.Trunks;
import io.braid.model.weighting.Weightings;
import org.junit.jupiter.api.Test;

class CostsTest {

  @Test
  void everyWeightingAndTrunkIsMeasuredOrRefusedWithItsReason() {
    Report report = new Report(line -> {});
    new Costs(Scale.TINY, report, line -> {}).run();
    Weightings.CATALOG
        .names()
        .forEach(name -> assertThat(report.text()).contains("| weighting " + name + " "));
    Trunks.CATALOG.names().forEach(name -> assertThat(report.text()).contains("trunk " + name));
    assertThat(report.text()).contains("us: 16 tasks, 1 label");
  }
}
