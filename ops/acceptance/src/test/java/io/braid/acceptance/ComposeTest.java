package io.braid.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The whole stack of {@code docker/compose.yaml}, by one command. */
@InDocker
@ResourceLock("stack")
class ComposeTest {
  /** When to give up. How long it took is said; a busy machine must not make the test fail. */
  private static final double LIMIT_SECONDS = 300;

  private static final int ENOUGH = 1000;

  private final String project = "braid-test-" + ProcessHandle.current().pid();
  private final int kafkaPort = Stack.freePort();
  private final Map<String, String> environment =
      Map.of(
          "BRAID_IMAGES", Images.PREFIX,
          "BRAID_KAFKA_PORT", Integer.toString(kafkaPort),
          "BRAID_REGISTRY_PORT", Integer.toString(Stack.freePort()),
          "BRAID_HTTP_PORT", Integer.toString(Stack.freePort()),
          "BRAID_PROMETHEUS_PORT", Integer.toString(Stack.freePort()));

  @Test
  void oneCommandBringsHealthAndPredictions() throws Exception {
    assumeTrue(compose(20, "version").code() == 0, "docker-compose is not installed");
    long start = System.nanoTime();
    try {
      var up = compose(300, "up", "-d");
      assertThat(up.code()).as(up.output()).isZero();
      String braid = compose(20, "ps", "-q", "braid").output().strip();
      String health = "";
      while (!health.equals("healthy")) {
        health =
            Command.run(10, "docker", "inspect", "-f", "{{.State.Health.Status}}", braid)
                .output()
                .strip();
        assertThat(Report.secondsSince(start))
            .as("health '%s'\n%s", health, logs())
            .isLessThan(LIMIT_SECONDS);
        Thread.sleep(200);
      }
      double green = Report.secondsSince(start);
      awaitPredictions(start);
      Report.line(
          "compose up: green health after %.1f s, %,d predictions after %.1f s",
          green, ENOUGH, Report.secondsSince(start));
    } finally {
      compose(120, "down", "-v", "--timeout", "20");
    }
  }

  private void awaitPredictions(long start) {
    TopicPartition partition = new TopicPartition("marketplace.predictions", 0);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", "localhost:" + kafkaPort, "isolation.level", "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      int count = 0;
      while (count < ENOUGH) {
        try {
          count += consumer.poll(Duration.ofMillis(200)).count();
        } catch (KafkaException e) {
          throw new AssertionError(logs(), e);
        }
        assertThat(Report.secondsSince(start))
            .as("%d predictions\n%s", count, logs())
            .isLessThan(LIMIT_SECONDS);
      }
    }
  }

  private String logs() {
    return compose(20, "logs", "--tail", "20", "braid", "generator").output();
  }

  private Command.Outcome compose(long seconds, String... arguments) {
    List<String> command = new ArrayList<>();
    // The plugin where there is one, else the program of old.
    if (Command.run(10, "docker", "compose", "version").code() == 0) {
      command.addAll(List.of("docker", "compose"));
    } else {
      command.add("docker-compose");
    }
    command.addAll(List.of("-f", "docker/compose.yaml", "-p", project));
    command.addAll(List.of(arguments));
    return Command.run(seconds, Images.ROOT, environment, command);
  }
}
