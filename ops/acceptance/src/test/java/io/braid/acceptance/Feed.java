package io.braid.acceptance;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends records to a topic at a rate, in a thread of its own (an outage blocks the sender), each
 * once and in order, however long the broker is away.
 */
final class Feed implements AutoCloseable {
  private static final int PATIENCE_MS = 300_000;

  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final Thread thread;
  private volatile boolean stop;
  private volatile int sent;

  Feed(Stack stack, String topic, List<byte[]> records, double perSecond) {
    thread =
        new Thread(
            () -> send(stack.bootstrapServers(), topic, records, perSecond), "feed " + topic);
    thread.start();
  }

  private void send(String servers, String topic, List<byte[]> records, double perSecond) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                servers,
                "acks",
                "all",
                "enable.idempotence",
                "true",
                "max.block.ms",
                PATIENCE_MS,
                "delivery.timeout.ms",
                PATIENCE_MS),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      long start = System.nanoTime();
      for (int i = 0; i < records.size(); i++) {
        long due = start + (long) (i / perSecond * 1e9);
        long left;
        while ((left = due - System.nanoTime()) > 0) {
          Thread.sleep(left / 1_000_000, (int) (left % 1_000_000));
        }
        if (stop) {
          return;
        }
        // Its outcome comes to the callback.
        var unused =
            producer.send(
                new ProducerRecord<>(topic, 0, null, records.get(i)),
                (written, e) -> failure.compareAndSet(null, e));
        sent = i + 1;
      }
      producer.flush();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    }
  }

  /** Waits until so many have been handed over. */
  void awaitSent(int count) throws InterruptedException {
    while (sent < count && thread.isAlive()) {
      Thread.sleep(20);
    }
    check();
  }

  /** Waits until the broker has all of them. */
  void awaitEnd() throws InterruptedException {
    thread.join();
    check();
  }

  private void check() {
    if (failure.get() != null) {
      throw new AssertionError("a record could not be sent", failure.get());
    }
  }

  @Override
  public void close() {
    stop = true;
    Command.join(thread);
  }
}
