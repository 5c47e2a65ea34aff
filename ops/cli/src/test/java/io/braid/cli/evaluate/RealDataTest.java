package io.braid.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.braid.model.learner.TaskQuality;
import io.braid.model.metric.Horizon;
import io.braid.model.spec.PipelineFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the default settings reach on public data sets, as far as they are at hand. Runs are
 * deterministic: a figure that moves has a cause in the code.
 */
class RealDataTest {
  private static final Path DATA = Path.of(System.getProperty("braid.data", "data"));
  private static final Path PIPELINES = Path.of("../bench/pipelines");

  static Stream<Arguments> bars() {
    // name, rows, metric, at least, at most
    return Stream.of(
        arguments("rf1", 9125, "arrmse", 0, 0.17),
        arguments("mtr_wq", 1060, "arrmse", 0, 0.93),
        arguments("mtr_enb", 768, "arrmse", 0, 0.34),
        arguments("air_quality", 9357, "arrmse", 0, 0.265),
        arguments("bike_hour", 17379, "arrmse", 0, 0.265),
        arguments("electricity", 45312, "accuracy", 0.92, 1),
        arguments("sea_stream", 40000, "accuracy", 0.885, 1),
        arguments("noaa_weather", 18159, "accuracy", 0.795, 1),
        arguments("sms_spam", 5574, "accuracy", 0.975, 1));
  }

  @ParameterizedTest
  @MethodSource("bars")
  void theDefaultsReachTheirBar(String name, long rows, String metric, double least, double most)
      throws IOException {
    Path data = DATA.resolve(name + ".csv.gz");
    assumeTrue(Files.exists(data), "skipped: no data set at " + data);
    Evaluation.Result result;
    try (CsvSource source =
        CsvSource.open(data, PipelineFile.read(PIPELINES.resolve(name + ".yaml")))) {
      result =
          new Evaluation(source.pipeline(), 0)
              .run(source, Long.MAX_VALUE, (row, prediction) -> {}, System::nanoTime);
    }
    assertThat(result.rejects().count()).isZero();
    assertThat(result.rows()).isEqualTo(rows);
    double reached =
        metric.equals("arrmse")
            ? TaskQuality.arrmse(result.tasks(), Horizon.WHOLE)
            : result.tasks().get(0).value(Horizon.WHOLE, metric);
    assertThat(reached).isBetween(least, most);
  }
}
