package io.braid.cli.stream;

import io.braid.model.spec.Pipeline;
import io.braid.schemas.Event;
import io.braid.schemas.RegistryClient;
import io.braid.schemas.RegistrySerializer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Sends the rows of a file to a topic, keyed by their identity. */
public final class Replay {
  private final RegistrySerializer<Event> serializer;
  private final String topic;
  private final double rate;
  private final DoubleConsumer progress;

  /**
   * @param rate events per second; infinite for no limit
   * @param progress told how much of the file has been sent, from 0 to 1
   */
  public Replay(RegistryClient registry, String topic, double rate, DoubleConsumer progress) {
    this.serializer = RegistrySerializer.of(registry, Event.class);
    this.topic = topic;
    this.rate = rate;
    this.progress = progress;
  }

  /**
   * Sends rows, and returns when the broker has all of them.
   *
   * @param limit most rows
   * @param pipeline with the settings of the connection
   * @return rows sent
   * @throws IOException if the file cannot be read or a row cannot be sent
   */
  public long send(RowEvents rows, long limit, Pipeline pipeline) throws IOException {
    AtomicReference<Exception> failure = new AtomicReference<>();
    long sent = 0;
    try (KafkaProducer<byte[], byte[]> producer = Connections.producer(pipeline, "braid-replay")) {
      Pacer pacer = new Pacer(rate);
      while (sent < limit && failure.get() == null) {
        Event event = rows.next();
        if (event == null) {
          break;
        }
        pacer.await(sent);
        byte[] key = event.getId().getBytes(StandardCharsets.UTF_8);
        // Its outcome comes to the callback.
        var unused =
            producer.send(
                new ProducerRecord<>(topic, key, serializer.serialize(topic, event)),
                (written, e) -> failure.compareAndSet(null, e));
        sent++;
        progress.accept(Math.max(rows.progress(), (double) sent / limit));
      }
      producer.flush();
    }
    if (failure.get() != null) {
      throw new IOException(
          "row "
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
