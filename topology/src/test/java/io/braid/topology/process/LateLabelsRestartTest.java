package io.braid.topology.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.braid.model.learner.Prequential;
import io.braid.model.spec.Pipeline;
import io.braid.sandbox.EmbeddedBroker;
import io.braid.schemas.Event;
import io.braid.schemas.Label;
import io.braid.schemas.Prediction;
import io.braid.schemas.RegistryClient;
import io.braid.schemas.RegistryDeserializer;
import io.braid.schemas.RegistrySerializer;
import io.braid.topology.LearnerTopology;
import io.braid.topology.StreamsSettings;
import io.braid.topology.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What waits for labels, on a real broker, over restarts. Each life of the application finds its
 * records on the broker: then Kafka Streams takes those of both topics in the order of their
 * timestamps, and every prediction can be compared with a reference.
 */
class LateLabelsRestartTest {
  private static final String APPLICATION = "late";
  private static final int PER_LIFE = 150;
  private static final int DELAY = 40;
  private static final long PATIENCE_SECONDS = 60;

  private static EmbeddedBroker broker;

  @TempDir private Path directory;
  private final RegistryClient registry = RegistryClient.of(Map.of("url", "mock://late-restart"));
  private final Pipeline pipeline = LateStream.pipeline("wait: 1d");
  private final Topics topics = Topics.of(pipeline);
  private final Random random = new Random(11);
  private final Prequential reference = new Prequential(pipeline);
  private final List<LateStream.Sample> samples = new ArrayList<>();
  private final List<LateStream.Kept> expected = new ArrayList<>();
  private int labelled;

  @BeforeAll
  static void startBroker() {
    broker = EmbeddedBroker.startNew();
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @Test
  void whatWaitsSurvivesARestartALostDirectoryAndOffsetsSetBack() throws Exception {
    topics.definitions().forEach(t -> broker.createTopic(t.name(), 1, t.settings()));
    live("a", PER_LIFE);
    live("a", PER_LIFE);
    live("another-machine", PER_LIFE);
    List<Prediction> first = predictions();
    LateLabelsTest.assertSamePredictions(first, expected);

    setBack();
    live("a", PER_LIFE);
    List<Prediction> all = predictions();
    List<Prediction> replays = all.stream().filter(Prediction::getReplay).toList();
    List<Prediction> once = all.stream().filter(p -> !p.getReplay()).toList();
    assertThat(replays).hasSize(first.size());
    LateLabelsTest.assertSamePredictions(once, expected);
  }

  /** Writes events and labels, then runs the application until it has committed them. */
  private void live(String machine, int events) throws Exception {
    write(events);
    Map<String, String> user =
        Map.of(
            "bootstrap.servers",
            broker.bootstrapServers(),
            "state.dir",
            directory.resolve(machine).toString());
    KafkaStreams streams =
        new KafkaStreams(
            LearnerTopology.build(pipeline, registry, Duration.ZERO),
            StreamsSettings.of(APPLICATION, null, withKafka(user)));
    streams.start();
    try {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (committed(topics.events()) < samples.size() || committed(topics.labels()) < labelled) {
        assertThat(System.nanoTime()).as("everything committed in time").isLessThan(deadline);
        Thread.sleep(50);
      }
    } finally {
      CloseOptions leave =
          CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
              .withTimeout(Duration.ofSeconds(PATIENCE_SECONDS));
      assertThat(streams.close(leave)).isTrue();
    }
  }

  private Pipeline withKafka(Map<String, String> kafka) {
    return new Pipeline(
        pipeline.name(),
        pipeline.input(),
        pipeline.labels(),
        pipeline.features(),
        pipeline.trunk(),
        pipeline.tasks(),
        pipeline.weighting(),
        pipeline.optimizer(),
        pipeline.drift(),
        pipeline.training(),
        pipeline.evaluation(),
        kafka,
        Map.of());
  }

  /** An event, then the label of the event that came {@link #DELAY} events before, and so on. */
  private void write(int events) throws Exception {
    ByteArraySerializer bytes = new ByteArraySerializer();
    Map<String, Object> settings =
        Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", 0);
    RegistrySerializer<Event> eventBytes = RegistrySerializer.of(registry, Event.class);
    RegistrySerializer<Label> labelBytes = RegistrySerializer.of(registry, Label.class);
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings, bytes, bytes)) {
      for (int n = 0; n < events; n++) {
        int i = samples.size();
        LateStream.Sample sample = LateStream.sample(random);
        samples.add(sample);
        Instant time = Instant.ofEpochMilli(2L * i);
        Event event = new Event("e" + i, time, sample.features(), sample.labels("much"), null);
        send(producer, topics.events(), i, 2L * i, eventBytes.serialize("events", event));
        expected.add(LateStream.predict(reference, sample.row("much")));
        if (i >= DELAY) {
          LateStream.Sample due = samples.get(labelled);
          Label label = new Label("e" + labelled, time, due.labels(), false);
          byte[] value = labelBytes.serialize("labels", label);
          send(producer, topics.labels(), labelled, 2L * i + 1, value);
          LateStream.label(reference, expected.get(labelled), due.values("open", "which"));
          labelled++;
        }
      }
    }
  }

  private static void send(
      KafkaProducer<byte[], byte[]> producer, String topic, int id, long time, byte[] value)
      throws Exception {
    byte[] key = ("e" + id).getBytes(StandardCharsets.UTF_8);
    producer
        .send(new ProducerRecord<>(topic, 0, time, key, value))
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private long committed(String topic) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      OffsetAndMetadata committed =
          admin
              .listConsumerGroupOffsets(APPLICATION)
              .partitionsToOffsetAndMetadata()
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
              .get(new TopicPartition(topic, 0));
      return committed == null ? 0 : committed.offset();
    }
  }

  /** What an operator may do by hand: everything is read again. */
  private void setBack() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      Map<TopicPartition, OffsetAndMetadata> start = new HashMap<>();
      for (String topic : List.of(topics.events(), topics.labels())) {
        start.put(new TopicPartition(topic, 0), new OffsetAndMetadata(0));
      }
      admin
          .alterConsumerGroupOffsets(APPLICATION, start)
          .all()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** All predictions of committed transactions. */
  private List<Prediction> predictions() {
    RegistryDeserializer<Prediction> value = new RegistryDeserializer<>(registry, Prediction.class);
    Map<String, Object> settings =
        Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed");
    TopicPartition partition = new TopicPartition(topics.predictions(), 0);
    List<Prediction> read = new ArrayList<>();
    try (KafkaConsumer<byte[], Prediction> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), value)) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<byte[], Prediction> r : consumer.poll(Duration.ofMillis(200))) {
          read.add(r.value());
        }
      }
    }
    return read;
  }
}
