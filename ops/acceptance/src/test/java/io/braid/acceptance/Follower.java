package io.braid.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.braid.schemas.Prediction;
import io.braid.schemas.RegistryClient;
import io.braid.schemas.RegistryDeserializer;
import io.braid.schemas.TaskPrediction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the committed predictions of a pipeline in a thread of its own, and notes when each of them
 * came.
 */
final class Follower implements AutoCloseable {
  private record Arrival(Prediction prediction, long nanoTime) {}

  private final List<Arrival> arrivals = new ArrayList<>();
  private final String servers;
  private final TopicPartition partition;
  private final RegistryClient registry;
  private final Thread thread;
  private volatile boolean stop;
  private volatile int count;
  private volatile Throwable failure;

  Follower(Stack stack, String pipeline) {
    servers = stack.bootstrapServers();
    partition = new TopicPartition(pipeline + ".predictions", 0);
    registry = stack.registryClient();
    thread = new Thread(this::read, "follower " + pipeline);
    thread.start();
  }

  private void read() {
    RegistryDeserializer<Prediction> deserializer =
        new RegistryDeserializer<>(registry, Prediction.class);
    try (KafkaConsumer<byte[], byte[]> consumer = consumer("read_committed")) {
      // The last round sees what was committed before the application's end.
      boolean last;
      do {
        last = stop;
        for (var record : consumer.poll(Duration.ofMillis(last ? 2000 : 100))) {
          arrivals.add(
              new Arrival(
                  deserializer.deserialize(record.topic(), record.value()), System.nanoTime()));
        }
        count = arrivals.size();
      } while (!last || consumer.position(partition) < end("read_uncommitted"));
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer(String isolation) {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                servers,
                "isolation.level",
                isolation,
                "allow.auto.create.topics",
                "false"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.assign(List.of(partition));
    consumer.seekToBeginning(List.of(partition));
    return consumer;
  }

  private long end(String isolation) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(isolation)) {
      return consumer.endOffsets(List.of(partition)).get(partition);
    }
  }

  /** Predictions seen until now. */
  int count() {
    return count;
  }

  /** Waits until so many predictions have come. */
  void await(int wanted, Duration limit, Braid braid) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (count < wanted) {
      if (failure != null) {
        throw new AssertionError("the predictions cannot be read", failure);
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            count + " of " + wanted + " predictions within " + limit + ", log:\n" + braid.tail());
      }
      Thread.sleep(20);
    }
  }

  /** Seconds from an instant to the first prediction that came after it. */
  double resumedAfter(long nanoTime) {
    return arrivals.stream()
        .filter(arrival -> arrival.nanoTime > nanoTime)
        .mapToDouble(arrival -> (arrival.nanoTime - nanoTime) / 1e9)
        .findFirst()
        .orElse(Double.NaN);
  }

  /** The longest time without a prediction, seconds. */
  double longestGap() {
    double longest = 0;
    for (int i = 1; i < arrivals.size(); i++) {
      longest = Math.max(longest, (arrivals.get(i).nanoTime - arrivals.get(i - 1).nanoTime) / 1e9);
    }
    return longest;
  }

  /**
   * Reads to the end, and asserts that every event was predicted once, in its order, by the model
   * an undisturbed run has at that event, to the last bit. To be called when the application has
   * ended.
   */
  void assertEachOnceAndAsUndisturbed(Readings readings) throws InterruptedException {
    stop = true;
    thread.join();
    if (failure != null) {
      throw new AssertionError("the predictions cannot be read", failure);
    }
    List<io.braid.model.data.Prediction> expected = readings.expected();
    assertThat(arrivals.stream().map(arrival -> arrival.prediction.getOffset()).toList())
        .as("offsets of the events predicted")
        .isEqualTo(java.util.stream.LongStream.range(0, expected.size()).boxed().toList());
    for (int i = 0; i < expected.size(); i++) {
      Prediction said = arrivals.get(i).prediction;
      assertThat(said.getReplay()).as("prediction %d is a replay", i).isFalse();
      assertThat(said.getStep()).as("model step at event %d", i).isEqualTo(expected.get(i).step);
      for (int k = 0; k < said.getTasks().size(); k++) {
        TaskPrediction task = said.getTasks().get(k);
        assertThat(Float.floatToRawIntBits(task.getValues().get(0)))
            .as("event %d, task %s: %s", i, task.getTask(), task.getValues())
            .isEqualTo(Float.floatToRawIntBits(expected.get(i).outputs[k][0]));
      }
    }
  }

  @Override
  public void close() {
    stop = true;
    thread.interrupt();
    Command.join(thread);
    registry.close();
  }
}
