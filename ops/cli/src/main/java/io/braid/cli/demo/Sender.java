package io.braid.cli.demo;

import io.braid.cli.stream.Pacer;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends a feed's records to the input topic in a thread of its own, at a rate, and waits whenever
 * the learner falls far behind. Notes when the scripted changes began.
 */
final class Sender implements Runnable {
  private static final long FAR_BEHIND = 50_000;

  private final Feed feed;
  private final Delivery delivery;
  private final String topic;
  private final String bootstrapServers;
  private final double rate;
  private final DriftTimes driftTimes;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile long startNs;
  private volatile double progress;
  private volatile boolean stop;
  private volatile boolean done;

  Sender(
      Feed feed,
      Delivery delivery,
      DriftTimes driftTimes,
      String topic,
      String bootstrapServers,
      double rate) {
    this.feed = feed;
    this.delivery = delivery;
    this.driftTimes = driftTimes;
    this.topic = topic;
    this.bootstrapServers = bootstrapServers;
    this.rate = rate;
  }

  @Override
  public void run() {
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      producer.partitionsFor(topic);
      startNs = System.nanoTime();
      Pacer pacer = new Pacer(rate);
      for (long n = 0; !stop && failure.get() == null; n++) {
        pacer.await(n);
        while (!stop && n - delivery.settled() > FAR_BEHIND) {
          Thread.sleep(5);
        }
        Feed.Item item = stop ? null : feed.next();
        if (item == null) {
          break;
        }
        send(producer, n, item);
        progress = feed.progress();
      }
      producer.flush();
    } catch (IOException | RuntimeException e) {
      failure.compareAndSet(null, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      done = true;
    }
  }

  private void send(KafkaProducer<byte[], byte[]> producer, long n, Feed.Item item) {
    driftTimes.sending(n, item.timeMs(), elapsedSeconds());
    delivery.sent(item.expectation());
    // Its outcome comes to the callback.
    var unused =
        producer.send(
            new ProducerRecord<>(topic, 0, item.key(), item.value()),
            (written, e) -> {
              if (e != null) {
                failure.compareAndSet(null, e);
              } else if (written.offset() != n) {
                failure.compareAndSet(
                    null,
                    new IllegalStateException("record " + n + " has offset " + written.offset()));
              }
            });
  }

  /** Sends no more. */
  void stop() {
    stop = true;
  }

  /** Whether everything has been sent, or sending has failed. */
  boolean done() {
    return done;
  }

  /** How much of the feed has been sent, from 0 to 1; NaN if it has no end. */
  double progress() {
    return progress;
  }

  /** Why sending has failed; null if it has not. */
  Throwable failure() {
    return failure.get();
  }

  /** Seconds since the first event; 0 before it. */
  double elapsedSeconds() {
    return startNs == 0 ? 0 : (System.nanoTime() - startNs) / 1e9;
  }

  private KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ProducerConfig.ACKS_CONFIG,
            "all",
            ProducerConfig.LINGER_MS_CONFIG,
            5,
            ProducerConfig.BATCH_SIZE_CONFIG,
            1 << 17),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }
}
