package io.braid.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import io.braid.model.spec.SpecException;
import io.braid.sandbox.EmbeddedBroker;
import io.braid.schemas.Event;
import io.braid.schemas.Prediction;
import io.braid.schemas.RegistryClient;
import io.braid.schemas.RegistryDeserializer;
import io.braid.schemas.RegistrySerializer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application against a real broker. */
class ApplicationTest {
  private static final RegistryClient REGISTRY =
      RegistryClient.of(Map.of("url", "mock://application-test"));

  @TempDir private static Path directory;
  private static EmbeddedBroker broker;

  @BeforeAll
  static void start() throws Exception {
    broker = EmbeddedBroker.startNew();
  }

  @AfterAll
  static void stop() throws Exception {
    broker.close();
  }

  private static Pipeline pipeline(String name) {
    return PipelineFile.parse(
        """
        name: %s
        input: {topic: %s.events}
        features:
          - {name: x, type: numeric}
        tasks:
          - {name: y, kind: regression, label: y}
        trunk: linear
        kafka:
          bootstrap.servers: %s
          state.dir: %s
        """
            .formatted(name, name, broker.bootstrapServers(), directory.resolve("state")),
        name + ".yaml");
  }

  @Test
  void aMillionRandomRecordsDoNotStopTheApplicationAndNoneIsLost() throws Exception {
    Pipeline pipeline = pipeline("random");
    broker.createTopic("random.events", 1, Map.of());
    int records = 1_000_000;
    int good = 0;
    Random random = new Random(11);
    RegistrySerializer<Event> serializer = RegistrySerializer.of(REGISTRY, Event.class);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "linger.ms",
                20,
                "batch.size",
                200_000),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      Future<?> last = null;
      byte[] sample = serializer.serialize("random.events", event(0));
      for (int i = 0; i < records; i++) {
        byte[] value;
        if (i % 1000 == 999) {
          value = serializer.serialize("random.events", event(i));
          good++;
        } else if (i % 3 == 0) {
          value = sample.clone();
          // Behind the id and the time, so that what was damaged is the content or the schema id.
          value[1 + random.nextInt(value.length - 1)] ^= (byte) (1 + random.nextInt(255));
        } else {
          value = new byte[random.nextInt(64)];
          random.nextBytes(value);
        }
        last = producer.send(new ProducerRecord<>("random.events", null, value));
      }
      last.get();
    }
    try (Application application = Application.of(pipeline, REGISTRY)) {
      application.registerSchemas();
      assertThat(application.prepareTopics())
          .containsExactly(
              "random.predictions", "random.metrics", "random.drift", "random.dead-letter");
      application.start();
      assertThat(application.awaitRunning(Duration.ofSeconds(60))).isTrue();
      Topics topics = Topics.of(pipeline);
      long goodSeen = 0;
      long predicted = 0;
      long rejected = 0;
      RegistryDeserializer<Prediction> deserializer =
          new RegistryDeserializer<>(REGISTRY, Prediction.class);
      try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
        TopicPartition predictions = new TopicPartition(topics.predictions(), 0);
        consumer.assign(List.of(predictions, new TopicPartition(topics.deadLetter(), 0)));
        consumer.seekToBeginning(consumer.assignment());
        long deadline = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        while (predicted + rejected < records && System.nanoTime() < deadline) {
          for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
            if (record.topic().equals(topics.predictions())) {
              predicted++;
              Prediction said = deserializer.deserialize(record.topic(), record.value());
              goodSeen +=
                  said.getId().startsWith("good-") && said.getOffset() % 1000 == 999 ? 1 : 0;
            } else {
              rejected++;
            }
          }
          assertThat(application.failure()).isEmpty();
        }
      }
      assertThat(predicted + rejected).isEqualTo(records);
      assertThat(goodSeen).isEqualTo(good);
      assertThat(rejected).isGreaterThan(700_000);
    }
  }

  @Test
  void aMissingInputTopicIsOneClearLine() {
    Pipeline pipeline = pipeline("nowhere");
    try (Application application = Application.of(pipeline, REGISTRY)) {
      assertThatThrownBy(application::prepareTopics)
          .isInstanceOf(SpecException.class)
          .hasMessageStartingWith("input.topic: 'nowhere.events' does not exist");
    }
  }

  private static Event event(int i) {
    return Event.newBuilder()
        .setId("good-" + i)
        .setTime(Instant.ofEpochMilli(1_700_000_000_000L + i))
        .setFeatures(Map.of("x", i % 17 / 17.0))
        .setLabels(Map.of("y", i % 17 * 3.0))
        .build();
  }

  private static KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers",
            broker.bootstrapServers(),
            "isolation.level",
            "read_committed",
            "auto.offset.reset",
            "earliest"),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }
}
