package io.braid.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.braid.bench.Report;
import io.braid.bench.Scale;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PeerTableTest {
  static List<String> learners() {
    return PeerTable.ALL;
  }

  @ParameterizedTest
  @MethodSource("learners")
  void everyLearnerRunsOverTheSameRows(String name) throws IOException {
    PeerPass.Result result = PeerPass.run(name, PeerPass.SYNTHETIC, 200, 1, 30);
    assertThat(result.rows()).isEqualTo(200);
    assertThat(result.accuracy()).isBetween(0.4, 1.0);
    assertThat(result.rate()).isPositive();
  }

  @Test
  void theQuickTableHoldsTheGuardedRatios() {
    Report report = new Report(line -> {});
    new PeerTable(Scale.TINY, report, line -> {}).quick();
    assertThat(report.ratios())
        .containsKey("peers: braid linear over moa sgd 0.01, synthetic")
        .containsKey("peers: braid linear over moa perceptron 1, synthetic");
  }
}
