package io.braid.bench.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The least one can do: poll a record, send a record of the size of a prediction, commit at the
 * interval. Clients set as the application sets its own. One thread and partition each.
 */
final class RawLoop implements Contestant {
  /** About what a prediction of four tasks takes, bytes. */
  private static final int OUTPUT_BYTES = 164;

  private final Job job;
  private final String bootstrapServers;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;
  private volatile Throwable failure;

  RawLoop(Job job, String bootstrapServers) {
    this.job = job;
    this.bootstrapServers = bootstrapServers;
  }

  @Override
  public void start() {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      BrokerProcess.createTopic(admin, job.output(), job.threads());
    }
    for (int i = 0; i < job.threads(); i++) {
      int partition = i;
      Thread thread = new Thread(() -> run(partition), Usage.RAW_THREAD + i);
      threads.add(thread);
      thread.start();
    }
  }

  private void run(int partition) {
    TopicPartition source = new TopicPartition(job.topic(), partition);
    byte[] output = new byte[OUTPUT_BYTES];
    try (KafkaConsumer<byte[], byte[]> consumer = consumer();
        KafkaProducer<byte[], byte[]> producer = producer(partition)) {
      Sends sends = new Sends(producer);
      consumer.assign(List.of(source));
      if (job.exactlyOnce()) {
        producer.initTransactions();
        producer.beginTransaction();
      }
      long committed = System.nanoTime();
      while (!stopped) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(20))) {
          sends.send(job.output(), partition, record.key(), output);
        }
        if (System.nanoTime() - committed >= job.commitMs() * 1_000_000L) {
          commit(consumer, producer, source);
          if (job.exactlyOnce()) {
            producer.beginTransaction();
          }
          committed = System.nanoTime();
        }
      }
      commit(consumer, producer, source);
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void commit(
      KafkaConsumer<byte[], byte[]> consumer,
      KafkaProducer<byte[], byte[]> producer,
      TopicPartition source) {
    Map<TopicPartition, OffsetAndMetadata> offsets =
        Map.of(source, new OffsetAndMetadata(consumer.position(source)));
    if (job.exactlyOnce()) {
      producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
      producer.commitTransaction();
    } else {
      producer.flush();
      consumer.commitSync(offsets);
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "group.id",
            job.name(),
            "enable.auto.commit",
            false,
            "isolation.level",
            "read_committed",
            "auto.offset.reset",
            "earliest",
            "max.partition.fetch.bytes",
            4_194_304,
            "max.poll.records",
            4000),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  private KafkaProducer<byte[], byte[]> producer(int partition) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", bootstrapServers);
    settings.put("batch.size", 262_144);
    settings.put("linger.ms", job.exactlyOnce() ? 10 : 0);
    if (job.exactlyOnce()) {
      settings.put("transactional.id", job.name() + "-" + partition);
    }
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public Throwable failure() {
    return failure;
  }

  @Override
  public void close() {
    stopped = true;
    try {
      for (Thread thread : threads) {
        thread.join(30_000);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
