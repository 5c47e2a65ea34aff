package io.braid.bench.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.braid.bench.Report;
import io.braid.bench.Scale;
import io.braid.bench.Shape;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every measurement through a broker, at its smallest. */
class EndToEndTest {
  private static final int EVENTS = 300;

  @TempDir private static Path directory;
  private static BrokerProcess broker;
  private static int runs;

  @BeforeAll
  static void start() {
    broker = new BrokerProcess(directory.resolve("broker"));
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"raw", "identity", "moa sgd 0.01", Shape.LINEAR})
  void everyContestantDrainsTheFeed(String contestant) throws Exception {
    Outcome outcome = drain(contestant, Feed.NARROW, StreamsConfig.EXACTLY_ONCE_V2, 1, false);
    assertThat(outcome.rate()).isPositive();
    assertThat(outcome.changelog() > 0).isEqualTo(contestant.equals(Shape.LINEAR));
  }

  @Test
  void theWideNetworkDrainsItsFeedWithTwoThreads() throws Exception {
    Outcome outcome = drain(Shape.WIDE, Feed.BROAD, StreamsConfig.AT_LEAST_ONCE, 2, true);
    assertThat(outcome.rate()).isPositive();
    assertThat(outcome.heap()).isPositive();
  }

  private static Outcome drain(
      String contestant, Feed feed, String guarantee, int threads, boolean profile)
      throws Exception {
    feed.preload(broker, threads, EVENTS);
    Job job =
        new Job(
            Job.Kind.DRAIN,
            "test" + runs++,
            contestant,
            feed,
            feed.topic(threads),
            guarantee,
            20,
            threads,
            EVENTS,
            60,
            profile);
    return new Drain(job, broker.bootstrapServers(), directory).run();
  }

  @Test
  void latencyIsMeasuredFromWhenAnEventIsDue() throws InterruptedException {
    Report report = new Report(line -> {});
    new Latency(Scale.TINY, report, line -> {}, broker)
        .run(List.of(Latency.Setting.EXACTLY_ONCE_20), List.of(500), List.of(Shape.LINEAR));
    assertThat(report.text()).contains("exactly_once_v2, 20 ms");
  }

  @Test
  void aModelIsRestoredFromItsChangelog() throws InterruptedException {
    Report report = new Report(line -> {});
    new Recovery(Scale.TINY, report, line -> {}, broker).run(0, List.of(Shape.MLP));
    assertThat(report.text()).contains("From the launch of the process").contains("parameters");
  }
}
