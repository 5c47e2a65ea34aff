package io.braid.bench.e2e;

import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Sends without waiting; the first failure comes out at the next send or check. */
final class Sends implements Callback {
  private final KafkaProducer<byte[], byte[]> producer;
  private volatile Exception failure;

  Sends(KafkaProducer<byte[], byte[]> producer) {
    this.producer = producer;
  }

  void send(String topic, int partition, byte[] key, byte[] value) {
    check();
    Future<RecordMetadata> ignored =
        producer.send(new ProducerRecord<>(topic, partition, key, value), this);
  }

  @Override
  public void onCompletion(RecordMetadata metadata, Exception e) {
    if (e != null) {
      failure = e;
    }
  }

  void check() {
    if (failure != null) {
      throw new IllegalStateException("a record could not be sent", failure);
    }
  }
}
