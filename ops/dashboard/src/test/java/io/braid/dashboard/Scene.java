package io.braid.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import io.braid.sandbox.EmbeddedBroker;
import io.braid.schemas.Event;
import io.braid.schemas.Prediction;
import io.braid.schemas.RegistryClient;
import io.braid.schemas.RegistryDeserializer;
import io.braid.schemas.RegistrySerializer;
import io.braid.topology.Application;
import io.braid.topology.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A served application on a broker, with a sender and an HTTP client beside it. */
final class Scene implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  final Application application;
  final Pipeline pipeline;
  final Dashboard dashboard;
  private final Topics topics;
  private final RegistryClient registry;
  private final RegistrySerializer<Event> serializer;
  private final KafkaProducer<byte[], byte[]> producer;
  private final String brokers;
  private final HttpClient client = HttpClient.newHttpClient();
  private Future<?> last;
  private int sent;

  /**
   * @param name of the pipeline
   * @param http its {@code http:} settings
   */
  Scene(EmbeddedBroker broker, Path directory, String name, String http) {
    brokers = broker.bootstrapServers();
    String yaml =
        """
        name: %s
        input: {topic: %s.events, time: time, id: id}
        features:
          - {name: size, type: numeric}
          - {name: colour, type: categorical, buckets: 16}
          - {name: open, type: boolean}
          - {name: at, type: time}
        trunk: {kind: mlp, hidden: [8], dropout: 0.1}
        tasks:
          - {name: big, kind: binary, label: big}
          - {name: cost, kind: regression, label: cost, loss: quantile, by: colour}
          - {name: shape, kind: multiclass, label: shape, classes: [round, square, flat]}
          - {name: visits, kind: count, label: visits}
          - {name: hidden, kind: regression, label: cost2, auxiliary: true}
        evaluation: {window: 100, every: 50}
        relatedness: {every: 2}
        protection: hedge
        kafka:
          bootstrap.servers: %s
          state.dir: %s
          ssl.key.password: "hunter2"
        schema.registry: {url: "mock://%s", basic.auth.user.info: "ada:hunter3"}
        http: %s
        """
            .formatted(name, name, brokers, directory.resolve(name), name, http);
    pipeline = PipelineFile.parse(yaml, name + ".yaml");
    registry = RegistryClient.of(pipeline.registry());
    serializer = RegistrySerializer.of(registry, Event.class);
    topics = Topics.of(pipeline);
    broker.createTopic(topics.events(), 1, Map.of());
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", brokers, "linger.ms", 0),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    application = Application.of(pipeline, registry);
    application.prepareTopics();
    dashboard = Dashboard.start(application, pipeline.http(), yaml);
  }

  Scene running() throws InterruptedException {
    application.start();
    assertThat(application.awaitRunning(PATIENCE)).isTrue();
    return this;
  }

  /** The features of the i-th event; some are missing. */
  static Map<String, Object> features(int i) {
    Random random = new Random(i);
    Map<String, Object> features = new HashMap<>();
    features.put("size", random.nextGaussian() * 3 + 1);
    features.put("colour", List.of("red", "green", "blue").get(random.nextInt(3)));
    if (i % 5 != 0) {
      features.put("open", random.nextBoolean());
    }
    features.put("at", 1_700_000_000_000L + random.nextInt(1_000_000_000));
    return features;
  }

  private static Map<String, Object> labels(int i, Map<String, Object> features) {
    double size = (double) features.get("size");
    Map<String, Object> labels = new HashMap<>();
    labels.put("big", size > 1);
    labels.put("cost", 3 * size + (features.get("colour").equals("red") ? 5 : 0));
    labels.put("shape", List.of("round", "square", "flat").get(i % 3));
    labels.put("visits", (double) (i % 4));
    labels.put("cost2", size);
    return labels;
  }

  /** Sends the next events, each with all its labels. */
  void send(int events) throws Exception {
    for (int i = 0; i < events; i++, sent++) {
      Map<String, Object> features = features(sent);
      sendBytes(event(sent, features, labels(sent, features)));
    }
    producer.flush();
    last.get();
  }

  /** Sends the features of the i-th event, without labels. */
  void sendUnlabelled(int i) throws Exception {
    sendBytes(event(i, features(i), Map.of()));
    producer.flush();
    sent++;
  }

  private byte[] event(int i, Map<String, Object> features, Map<String, Object> labels) {
    return serializer.serialize(
        topics.events(),
        Event.newBuilder()
            .setId("event-" + i)
            .setTime(Instant.ofEpochMilli(1_700_000_000_000L + i))
            .setFeatures(features)
            .setLabels(labels)
            .build());
  }

  void sendBytes(byte[] value) {
    last = producer.send(new ProducerRecord<>(topics.events(), 0, null, value));
  }

  /** Predictions from the topic, from the first on, until there are so many. */
  List<Prediction> predictions(int count) {
    List<Prediction> predictions = new ArrayList<>();
    RegistryDeserializer<Prediction> deserializer =
        new RegistryDeserializer<>(registry, Prediction.class);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", brokers, "isolation.level", "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(new TopicPartition(topics.predictions(), 0)));
      consumer.seekToBeginning(consumer.assignment());
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (predictions.size() < count && System.nanoTime() < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          predictions.add(deserializer.deserialize(record.topic(), record.value()));
        }
      }
    }
    assertThat(predictions).hasSize(count);
    return predictions;
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(dashboard.address() + path))
        .timeout(Duration.ofSeconds(20));
  }

  HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path).build());
  }

  JsonNode json(String path) throws IOException, InterruptedException {
    HttpResponse<String> response = get(path);
    assertThat(response.statusCode()).as(path).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
    return send(request(path).POST(BodyPublishers.ofString(body, StandardCharsets.UTF_8)).build());
  }

  /** Waits until something holds. */
  static void await(String what, Callable<Boolean> holds) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!holds.call()) {
      assertThat(System.nanoTime()).as("waiting until " + what).isLessThan(end);
      Thread.sleep(50);
    }
  }

  @Override
  public void close() {
    application.close();
    dashboard.close();
    producer.close();
    registry.close();
  }
}
