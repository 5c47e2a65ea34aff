package io.braid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.braid.cli.view.Style;
import io.braid.cli.view.TopologyPicture;
import io.braid.model.spec.PipelineFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The topology as {@code describe} shows it. */
class DescribeTopologyTest {
  private static final String LATE =
      """
      name: shop
      input: {topic: orders}
      labels: {topic: shop.returns, wait: 24h}
      features: [x]
      tasks: [{name: y, kind: regression}]
      """;

  @TempDir Path folder;
  private final Cli cli = new Cli();

  @Test
  void laterLabelsAreASecondInputWithAStoreOfTheirOwn() {
    assertThat(picture(LATE, new Style(false, true)))
        .isEqualTo(
            """
            topology
                                ┌───────────────┐
              orders       ───→ │ learner       │──┬───→ shop.predictions
              shop.returns ───→ │ store learner │  ├───→ shop.metrics
                                │ store pending │  ├───→ shop.drift
                                │               │  └───→ shop.dead-letter
                                └───────────────┘
            """);
  }

  @Test
  void plainTextDoesWithAscii() {
    assertThat(picture(LATE.replaceFirst("labels:.*\n", ""), Style.PLAIN))
        .isEqualTo(
            """
            topology
                          +---------------+
              orders ---> | learner       |--+---> shop.predictions
                          | store learner |  +---> shop.metrics
                          |               |  +---> shop.drift
                          |               |  +---> shop.dead-letter
                          +---------------+
            """);
  }

  @Test
  void kafkaStreamsOwnTextIsAddedAndNothingIsContacted() throws IOException {
    assertThat(describe(LATE + "schema.registry: {url: 'http://127.0.0.1:1'}\n")).isZero();
    assertThat(cli.out().replace("\r", ""))
        .contains("  shop.returns ---> | store learner |  +---> shop.metrics")
        .endsWith(
            """

            Topologies:
               Sub-topology: 0
                Source: events (topics: [orders])
                  --> learner
                Source: labels (topics: [shop.returns])
                  --> learner
                Processor: learner (stores: [learner, pending])
                  --> dead-letter, drift, metrics, predictions
                  <-- events, labels
                Sink: dead-letter (topic: shop.dead-letter)
                  <-- learner
                Sink: drift (topic: shop.drift)
                  <-- learner
                Sink: metrics (topic: shop.metrics)
                  <-- learner
                Sink: predictions (topic: shop.predictions)
                  <-- learner

            """);
    assertThat(cli.err()).isEmpty();
  }

  @Test
  void patternsWithoutDataDoNotHideIt() throws IOException {
    assertThat(describe(LATE.replace("[x]", "['x_*']"))).as(cli.err()).isZero();
    assertThat(cli.out())
        .startsWith("shop has features that stand for several columns: --data F.csv says which")
        .contains("+---> shop.drift", "Sub-topology: 0");
  }

  private int describe(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("p.yaml"), yaml);
    return cli.run("describe", "--pipeline", file, "--topology");
  }

  private static String picture(String yaml, Style style) {
    return String.join("\n", new TopologyPicture(style).lines(PipelineFile.parse(yaml, "the test")))
        + "\n";
  }
}
