package io.braid.topology.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.braid.model.data.Learned;
import io.braid.topology.store.StoredLearner;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * One application on the broker: its topics, the events fed so far, the processes that ran, and the
 * comparison with an undisturbed learner in memory. A feeder thread writes events at a steady rate
 * until {@link #finish}, so that every kill meets a stream in motion.
 */
final class CrashScene<L extends Learned> implements AutoCloseable {
  static final String EXACTLY_ONCE = "exactly_once_v2";
  static final String AT_LEAST_ONCE = "at_least_once";

  private static final int EVENTS_PER_TICK = 20;
  private static final int TICK_MS = 10;
  private static final long PATIENCE_SECONDS = 90;

  private final String bootstrap;
  private final String application;
  private final String guarantee;
  private final CrashSubject<L> subject;
  private final Path directory;
  private final Admin admin;
  private final List<Child> children = new ArrayList<>();
  private final Thread feeder;
  private volatile boolean feeding = true;
  private volatile long fed;

  CrashScene(String bootstrap, Path root, String name, String guarantee, CrashSubject<L> subject)
      throws Exception {
    this.bootstrap = bootstrap;
    this.application = name + "-" + guarantee.replace('_', '-');
    this.guarantee = guarantee;
    this.subject = subject;
    this.directory = Files.createDirectories(root.resolve(application));
    this.admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
    admin
        .createTopics(
            Stream.of(application + "-in", application + "-out")
                .map(t -> new NewTopic(t, Optional.of(1), Optional.empty()))
                .toList())
        .all()
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    this.feeder = new Thread(this::feed, "feeder");
    feeder.start();
  }

  /**
   * Starts the application in a process of its own.
   *
   * @param instance static member and state directory
   * @param options {@code fail.at=OFFSET}, {@code halt.at.put=N}, {@code kafka:SETTING=VALUE}
   */
  Child start(String instance, String... options) {
    List<String> arguments = new ArrayList<>();
    arguments.add("subject=" + subject.getClass().getName());
    arguments.add("application=" + application);
    arguments.add("instance=" + instance);
    arguments.add("kafka:bootstrap.servers=" + bootstrap);
    arguments.add("kafka:processing.guarantee=" + guarantee);
    arguments.add("kafka:commit.interval.ms=100");
    arguments.add("kafka:state.dir=" + stateDirectory(instance));
    arguments.addAll(List.of(options));
    Path output = directory.resolve("process-" + children.size() + ".log");
    Child child = Child.start(output, CrashApp.class, arguments);
    children.add(child);
    return child;
  }

  Path stateDirectory(String instance) {
    return directory.resolve("state-" + instance);
  }

  String changelog() {
    return application + "-" + CrashApp.STORE + "-changelog";
  }

  Admin admin() {
    return admin;
  }

  long fed() {
    return fed;
  }

  /** Waits until offsets beyond the given one are committed. */
  void awaitCommitted(long offset) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (committed() < offset) {
      if (System.nanoTime() > deadline || children.stream().noneMatch(Child::alive)) {
        throw new AssertionError("committed " + committed() + " of " + offset + ":\n" + logs());
      }
      Thread.sleep(50);
    }
  }

  /** The committed input offset: how many events have been processed for good. */
  long committed() throws Exception {
    OffsetAndMetadata committed =
        admin
            .listConsumerGroupOffsets(application)
            .partitionsToOffsetAndMetadata()
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .get(new TopicPartition(application + "-in", 0));
    return committed == null ? 0 : committed.offset();
  }

  /** Ends the stream, lets the application catch up, ends it, and compares everything. */
  void finish() throws Exception {
    stopFeeding();
    awaitCommitted(fed);
    children.forEach(Child::end);

    L reference = subject.create();
    reference.begin();
    List<byte[]> predictions = new ArrayList<>();
    for (long i = 0; i < fed; i++) {
      byte[] event = subject.event(i);
      predictions.add(subject.predict(reference, event));
      subject.learn(reference, event);
    }
    StoredLearner stored = new StoredLearner();
    read(changelog(), "read_committed").forEach(r -> stored.add(r.key(), r.value()));
    assertThat(Bits.of(stored.restore(subject::create)))
        .as("learned state after %d events", fed)
        .isEqualTo(Bits.of(reference));
    if (guarantee.equals(EXACTLY_ONCE)) {
      compareExactlyOnce(predictions);
    } else {
      compareAtLeastOnce(predictions);
    }
  }

  private void compareExactlyOnce(List<byte[]> predictions) throws Exception {
    List<ConsumerRecord<byte[], byte[]>> outputs = read(application + "-out", "read_committed");
    assertThat(outputs.size())
        .as("outputs of %d events: %s%n%s", predictions.size(), runs(outputs), logs())
        .isEqualTo(predictions.size());
    for (int i = 0; i < outputs.size(); i++) {
      assertThat(ByteBuffer.wrap(outputs.get(i).key()).getLong()).isEqualTo(i);
      assertThat(prediction(outputs.get(i))).as("prediction %d", i).isEqualTo(predictions.get(i));
      assertThat(isReplay(outputs.get(i))).isFalse();
    }
  }

  /** Which events the outputs belong to, in order, as ranges with the time of the first output. */
  private static String runs(List<ConsumerRecord<byte[], byte[]>> outputs) {
    StringBuilder text = new StringBuilder();
    long expected = -1;
    for (ConsumerRecord<byte[], byte[]> output : outputs) {
      long event = ByteBuffer.wrap(output.key()).getLong();
      if (event != expected) {
        text.append(expected < 0 ? "" : " to " + (expected - 1) + "; ");
        text.append("at offset ").append(output.offset()).append(" events ").append(event);
      }
      expected = event + 1;
    }
    return text.append(" to ").append(expected - 1).toString();
  }

  private void compareAtLeastOnce(List<byte[]> predictions) throws Exception {
    boolean[] seen = new boolean[predictions.size()];
    for (ConsumerRecord<byte[], byte[]> output : read(application + "-out", "read_uncommitted")) {
      int i = (int) ByteBuffer.wrap(output.key()).getLong();
      seen[i] = true;
      if (!isReplay(output)) {
        assertThat(prediction(output)).as("prediction %d", i).isEqualTo(predictions.get(i));
      }
    }
    for (int i = 0; i < seen.length; i++) {
      assertThat(seen[i]).as("event %d has an output", i).isTrue();
    }
  }

  private static byte[] prediction(ConsumerRecord<byte[], byte[]> output) {
    return Arrays.copyOf(output.value(), output.value().length - 1);
  }

  private static boolean isReplay(ConsumerRecord<byte[], byte[]> output) {
    return output.value()[output.value().length - 1] != 0;
  }

  /** Everything in a topic, once no transaction of a killed process is open any more. */
  private List<ConsumerRecord<byte[], byte[]>> read(String topic, String isolation)
      throws Exception {
    TopicPartition partition = new TopicPartition(topic, 0);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap, "isolation.level", isolation),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = endOffset(partition, IsolationLevel.READ_UNCOMMITTED);
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (endOffset(partition, IsolationLevel.READ_COMMITTED) < end) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError("a transaction on " + partition + " stays open");
        }
        Thread.sleep(100);
      }
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(500)).forEach(records::add);
      }
    }
    return records;
  }

  private long endOffset(TopicPartition partition, IsolationLevel isolation) throws Exception {
    return admin
        .listOffsets(Map.of(partition, OffsetSpec.latest()), new ListOffsetsOptions(isolation))
        .partitionResult(partition)
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .offset();
  }

  private void feed() {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap, "acks", "all", "enable.idempotence", "true"),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      while (feeding) {
        long next = fed;
        Future<RecordMetadata> last = null;
        for (int i = 0; i < EVENTS_PER_TICK; i++) {
          last =
              producer.send(new ProducerRecord<>(application + "-in", null, subject.event(next++)));
        }
        long offset = last.get().offset();
        if (offset != next - 1) {
          throw new IllegalStateException("event " + (next - 1) + " is at offset " + offset);
        }
        fed = next;
        Thread.sleep(TICK_MS);
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("the events could not be written", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What all processes printed last, for the message of a failed test. */
  String logs() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < children.size(); i++) {
      text.append("--- process ").append(i).append('\n').append(children.get(i).tail());
      text.append('\n');
    }
    return text.toString();
  }

  static void delete(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
  }

  private void stopFeeding() {
    feeding = false;
    try {
      feeder.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stopFeeding();
    for (Child child : children) {
      if (child.alive()) {
        child.kill();
      }
    }
    admin.close();
  }
}
