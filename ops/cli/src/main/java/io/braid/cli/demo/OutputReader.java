package io.braid.cli.demo;

import io.braid.model.data.RejectedException.Reason;
import io.braid.schemas.DeadLetterHeaders;
import io.braid.schemas.DriftEvent;
import io.braid.schemas.Prediction;
import io.braid.schemas.RegistryClient;
import io.braid.schemas.RegistryDeserializer;
import io.braid.schemas.TaskMetrics;
import io.braid.topology.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the output topics as any service would, committed records only, and tells the delivery and
 * the scoreboard. Not thread-safe.
 */
final class OutputReader implements AutoCloseable {
  /** Is told of every prediction, in the order of the topic. */
  @FunctionalInterface
  interface Listener {
    void predicted(Prediction prediction) throws IOException;
  }

  private final Topics topics;
  private final Delivery delivery;
  private final Scoreboard scoreboard;
  private final Listener listener;
  private final DoubleSupplier elapsedSeconds;
  private final RegistryDeserializer<Prediction> predictions;
  private final RegistryDeserializer<TaskMetrics> metrics;
  private final RegistryDeserializer<DriftEvent> drifts;
  private final KafkaConsumer<byte[], byte[]> consumer;

  OutputReader(
      Topics topics,
      String bootstrapServers,
      RegistryClient registry,
      Delivery delivery,
      Scoreboard scoreboard,
      Listener listener,
      DoubleSupplier elapsedSeconds) {
    this.topics = topics;
    this.delivery = delivery;
    this.scoreboard = scoreboard;
    this.listener = listener;
    this.elapsedSeconds = elapsedSeconds;
    predictions = new RegistryDeserializer<>(registry, Prediction.class);
    metrics = new RegistryDeserializer<>(registry, TaskMetrics.class);
    drifts = new RegistryDeserializer<>(registry, DriftEvent.class);
    consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                5_000),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> outputs =
        Stream.of(topics.predictions(), topics.metrics(), topics.drift(), topics.deadLetter())
            .map(topic -> new TopicPartition(topic, 0))
            .toList();
    consumer.assign(outputs);
    consumer.seekToBeginning(outputs);
  }

  /** Reads what has come, waiting for it a little. */
  void read(Duration patience) throws IOException {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(patience)) {
      take(record);
    }
  }

  /** Reads until nothing is left; for when nobody writes any more. */
  void readToTheEnd() throws IOException {
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
    while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      read(Duration.ofMillis(100));
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) throws IOException {
    String topic = record.topic();
    if (topic.equals(topics.predictions())) {
      Prediction prediction = predictions.deserialize(topic, record.value());
      delivery.predicted(prediction.getOffset());
      scoreboard.predicted(prediction.getStep());
      listener.predicted(prediction);
    } else if (topic.equals(topics.metrics())) {
      scoreboard.metrics(metrics.deserialize(topic, record.value()));
    } else if (topic.equals(topics.drift())) {
      scoreboard.drift(drifts.deserialize(topic, record.value()), elapsedSeconds.getAsDouble());
    } else {
      String reason = header(record, DeadLetterHeaders.REASON);
      scoreboard.deadLetter(reason);
      // A step that was refused has a prediction, too: only its learning is lost.
      if (!reason.equals(Reason.NON_FINITE_STEP.name())) {
        delivery.refused(Long.parseLong(header(record, DeadLetterHeaders.OFFSET)));
      }
    }
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
