package io.braid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.braid.sandbox.EmbeddedBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code topics}, {@code replay} and {@code run} with a real broker. */
class BrokerCommandsTest {
  private static EmbeddedBroker broker;

  @TempDir Path folder;
  private final Cli cli = new Cli();

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.startNew();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  private Path pipeline(String name, String bootstrap, String registry, Path state)
      throws IOException {
    return Files.writeString(
        folder.resolve(name + ".yaml"),
        """
        name: %s
        input: {topic: %s.events}
        features: [x]
        tasks:
          - {name: y, kind: regression, label: y}
        trunk: linear
        kafka: {bootstrap.servers: '%s', state.dir: '%s'}
        schema.registry: {url: '%s'}
        http: {port: 0}
        """
            .formatted(name, name, bootstrap, state, registry));
  }

  private Path pipeline(String name) throws IOException {
    return pipeline(name, broker.bootstrapServers(), "mock://" + name, folder.resolve("state"));
  }

  @Test
  void topicsAreListedAndCreated() throws IOException {
    Path pipeline = pipeline("listed");
    assertThat(cli.run("topics", "--pipeline", pipeline)).as(cli.err()).isZero();
    assertThat(cli.out())
        .containsPattern("listed.events +missing +any +Avro, any record +cleanup.policy delete")
        .contains("--create makes the missing ones");
    assertThat(cli.run("topics", "--pipeline", pipeline, "--create", "--partitions", "3"))
        .as(cli.err())
        .isZero();
    assertThat(cli.out())
        .containsPattern("listed.events +created, 3 partitions")
        .containsPattern("listed.predictions +created, 3 partitions")
        .containsPattern("listed.dead-letter +created, 3 partitions +as it came .*retention 30d");
    assertThat(cli.run("topics", "--pipeline", pipeline, "--create")).isZero();
    assertThat(cli.out()).containsPattern("listed.events +3 partitions").doesNotContain("created");
  }

  @Test
  void replayedRowsAreLearnedByTheApplication() throws Exception {
    Path pipeline = pipeline("played");
    StringBuilder csv = new StringBuilder("x,y\n");
    for (int i = 0; i < 500; i++) {
      csv.append(i % 10).append(',').append(3 * (i % 10)).append('\n');
    }
    Path data = Files.writeString(folder.resolve("d.csv"), csv);
    assertThat(cli.run("replay", "--pipeline", pipeline, "--data", data)).isEqualTo(2);
    assertThat(cli.err()).startsWith("braid: input.topic: 'played.events' does not exist");
    assertThat(cli.run("topics", "--pipeline", pipeline, "--create")).isZero();
    assertThat(cli.run("run", "--pipeline", pipeline, "--check")).as(cli.err()).isZero();
    assertThat(cli.out())
        .contains("1 features, 1 tasks", "registry  takes", "played.predictions: partitions 1");
    assertThat(
            cli.run(
                "replay",
                "--pipeline",
                pipeline,
                "--data",
                data,
                "--limit",
                "400",
                "--rate",
                "4000"))
        .as(cli.err())
        .isZero();
    assertThat(cli.out()).startsWith("sent 400 events to played.events in ");

    Cli running = new Cli();
    Thread run = new Thread(() -> running.run("run", "--pipeline", pipeline));
    run.start();
    try {
      assertThat(count("played.predictions", 400)).isEqualTo(400);
    } finally {
      run.interrupt();
      run.join();
    }
  }

  @Test
  void generatedOrdersGoToTheInputTopic() throws Exception {
    Path pipeline = pipeline("made");
    assertThat(cli.run("generate", "--pipeline", pipeline)).isEqualTo(2);
    assertThat(cli.err()).startsWith("braid: input.topic: 'made.events' does not exist");
    assertThat(cli.run("generate", "--pipeline", pipeline, "--rate", "0")).isEqualTo(2);
    assertThat(cli.err()).startsWith("braid: --rate: '0.0' is not allowed, must be above 0");
    assertThat(cli.run("topics", "--pipeline", pipeline, "--create")).isZero();
    assertThat(cli.run("generate", "--pipeline", pipeline, "--rate", "1000", "--for", "0.3s"))
        .as(cli.err())
        .isZero();
    assertThat(cli.out()).isEqualTo("sent 300 orders to made.events" + System.lineSeparator());
    assertThat(count("made.events", 300)).isEqualTo(300);
  }

  @Test
  void theApplicationEndsInGoodOrderWhenToldTo() throws Exception {
    Path pipeline = pipeline("told");
    broker.createTopic("told.events", 1, Map.of());
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                "io.braid.cli.Main",
                "run",
                "--pipeline",
                pipeline.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    try {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
      while (!log().contains("told is running") && System.nanoTime() < deadline) {
        Thread.sleep(100);
      }
      process.destroy();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(log()).contains("told is running", "what it has learned is committed");
    assertThat(process.exitValue()).isEqualTo(128 + 15);
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("log"), StandardCharsets.UTF_8);
  }

  @Test
  void whatCannotBeReachedOrUsedIsOneLine() throws IOException {
    String nobody = "127.0.0.1:1";
    Path state = folder.resolve("state");
    long before = System.nanoTime();
    Path noBroker = pipeline("nobroker", nobody, "mock://n", state);
    for (List<Object> command :
        List.<List<Object>>of(List.of("run"), List.of("topics", "--create"))) {
      assertFails(
          1, command, noBroker, "kafka.bootstrap.servers: no broker answers at '127.0.0.1:1'");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(30));
    assertFails(
        1,
        List.of("topics"),
        pipeline("noname", "no.such.host.invalid:9092", "mock://n", state),
        "kafka.bootstrap.servers: 'no.such.host.invalid:9092': ");
    assertFails(
        1,
        List.of("run"),
        pipeline("noregistry", broker.bootstrapServers(), "http://127.0.0.1:1", state),
        "the schema registry at http://127.0.0.1:1 is not reachable");
    assertFails(
        2,
        List.of("run"),
        pipeline("badregistry", broker.bootstrapServers(), "nonsense", state),
        "schema.registry.url: 'nonsense' is no registry address");
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertFails(
        1,
        List.of("run"),
        pipeline("nostate", broker.bootstrapServers(), "mock://n", file.resolve("state")),
        "kafka.state.dir: cannot keep the instance id in the state directory " + file);
    assertFails(
        2, List.of("run"), pipeline("notopic"), "input.topic: 'notopic.events' does not exist");
  }

  private void assertFails(int code, List<Object> command, Path pipeline, String message) {
    Object[] args = new Object[command.size() + 2];
    command.toArray(args);
    args[command.size()] = "--pipeline";
    args[command.size() + 1] = pipeline;
    assertThat(cli.run(args)).as(cli.err()).isEqualTo(code);
    assertThat(cli.err()).startsWith("braid: " + message);
    assertThat(cli.err().lines()).hasSize(1);
  }

  /** Committed records of a topic, once there are so many. */
  private static int count(String topic, int enough) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "isolation.level",
                "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      int count = 0;
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
      while (count < enough && System.nanoTime() < deadline) {
        count += consumer.poll(Duration.ofMillis(100)).count();
      }
      return count;
    }
  }
}
