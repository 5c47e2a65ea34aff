package io.braid.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {
  @Test
  void whatWasProducedIsStillThereAfterRestartOnTheSamePortAndDirectory(@TempDir Path directory)
      throws Exception {
    EmbeddedBroker first = EmbeddedBroker.builder().directory(directory).build();
    try (first) {
      first.start();
      first.createTopic("kept", 1, Map.of("cleanup.policy", "compact"));
      first.createTopic("kept", 1, Map.of());
      produce(first, "a", "1");
      assertThat(consume(first, 1)).containsExactly("a=1");
      assertThat(cleanupPolicy(first)).isEqualTo("compact");
      first.stop();
      first.start();
      produce(first, "b", "2");
    }
    EmbeddedBroker second =
        EmbeddedBroker.builder()
            .directory(directory)
            .port(first.port())
            .controllerPort(first.controllerPort())
            .build();
    try (second) {
      second.start();
      assertThat(second.bootstrapServers()).isEqualTo(first.bootstrapServers());
      assertThat(consume(second, 2)).containsExactly("a=1", "b=2");
    }
    assertThat(directory).exists();
  }

  @Test
  void aTemporaryDirectoryIsGoneAfterClose() {
    EmbeddedBroker broker = EmbeddedBroker.builder().property("num.io.threads", "2").build();
    try (broker) {
      broker.start();
      assertThatThrownBy(broker::start)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("runs already");
    }
    assertThat(Files.exists(broker.directory())).isFalse();
  }

  private static void produce(EmbeddedBroker broker, String key, String value) throws Exception {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      producer.send(new ProducerRecord<>("kept", key, value)).get(30, TimeUnit.SECONDS);
    }
  }

  private static List<String> consume(EmbeddedBroker broker, int count) {
    List<String> seen = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                "false"),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.assign(List.of(new TopicPartition("kept", 0)));
      long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (seen.size() < count && System.nanoTime() < deadline) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
          seen.add(record.key() + "=" + record.value());
        }
      }
    }
    return seen;
  }

  private static String cleanupPolicy(EmbeddedBroker broker) throws Exception {
    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "kept");
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      return admin
          .describeConfigs(List.of(topic))
          .all()
          .get(30, TimeUnit.SECONDS)
          .get(topic)
          .get("cleanup.policy")
          .value();
    }
  }
}
