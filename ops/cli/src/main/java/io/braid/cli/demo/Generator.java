package io.braid.cli.demo;

import io.braid.cli.stream.Connections;
import io.braid.cli.stream.Pacer;
import io.braid.model.spec.Pipeline;
import io.braid.schemas.Event;
import io.braid.schemas.RegistryClient;
import io.braid.schemas.RegistrySerializer;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Sends the demonstration's orders to a pipeline's input topic, for an application that runs
 * elsewhere. In order: the n-th order sent is the n-th in the topic if nobody else writes to it and
 * it has one partition.
 */
public final class Generator {
  private final Pipeline pipeline;
  private final RegistryClient registry;
  private final double rate;
  private volatile boolean stopped;

  /**
   * @param pipeline with the settings of the connection
   * @param rate orders per second; infinite for no limit
   */
  public Generator(Pipeline pipeline, RegistryClient registry, double rate) {
    this.pipeline = pipeline;
    this.registry = registry;
    this.rate = rate;
  }

  /** Ends sending; what was sent stays sent. */
  public void stop() {
    stopped = true;
  }

  /**
   * Sends orders, and returns when the broker has all of them.
   *
   * @param events how many; {@link Long#MAX_VALUE} until {@link #stop}
   * @param script when the world changes
   * @return orders sent
   * @throws IOException if one could not be sent
   */
  public long send(long events, long seed, DemoScript script) throws IOException {
    AtomicReference<Exception> failure = new AtomicReference<>();
    String topic = pipeline.input().topic();
    long sent = 0;
    try (Feed feed =
            new StreamFeed(
                new DemoStream(seed, script),
                RegistrySerializer.of(registry, Event.class),
                topic,
                events);
        KafkaProducer<byte[], byte[]> producer =
            Connections.producer(pipeline, "braid-generator")) {
      Pacer pacer = new Pacer(rate);
      while (!stopped && failure.get() == null) {
        pacer.await(sent);
        Feed.Item item = feed.next();
        if (item == null) {
          break;
        }
        // Its outcome comes to the callback.
        var unused =
            producer.send(
                new ProducerRecord<>(topic, item.key(), item.value()),
                (written, e) -> failure.compareAndSet(null, e));
        sent++;
      }
      producer.flush();
    }
    if (failure.get() != null) {
      throw new IOException(
          "order "
              + (sent - 1)
              + " or one before it could not be sent to "
              + topic
              + ": "
              + failure.get().getMessage(),
          failure.get());
    }
    return sent;
  }
}
