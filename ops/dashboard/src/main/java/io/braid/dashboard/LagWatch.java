package io.braid.dashboard;

import io.braid.topology.Application;
import io.braid.topology.Topics;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TaskMetadata;
import org.apache.kafka.streams.ThreadMetadata;

/**
 * Asks the broker once a second how far the committed offsets of this process's partitions are
 * behind the end of the input, and so knows, too, whether the broker answers.
 */
final class LagWatch implements AutoCloseable {
  private static final int INTERVAL_MS = 1000;
  private static final int REQUEST_MS = 2000;
  private static final int PATIENCE_MS = 3000;

  /** What was found last. */
  record Found(double lag, long answeredMillis, boolean answers) {}

  private final Application application;
  private final String group;
  private final Set<String> inputs = new HashSet<>();
  private final Map<String, Object> settings;
  private final Thread thread = new Thread(this::watch, "braid-lag");
  private volatile Found found = new Found(Double.NaN, 0, true);
  private volatile boolean stopped;

  LagWatch(Application application) {
    this.application = application;
    Properties streams = application.settings();
    group = streams.getProperty(StreamsConfig.APPLICATION_ID_CONFIG);
    Topics topics = Topics.of(application.pipeline());
    inputs.add(topics.events());
    if (topics.labels() != null) {
      inputs.add(topics.labels());
    }
    settings = new StreamsConfig(streams).getAdminConfigs("braid-lag");
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MS);
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MS);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** The latest. */
  Found found() {
    return found;
  }

  private void watch() {
    try (Admin admin = Admin.create(settings)) {
      while (!stopped) {
        try {
          double lag = lag(admin);
          found = new Found(lag, System.currentTimeMillis(), true);
        } catch (ExecutionException | TimeoutException e) {
          found = new Found(Double.NaN, found.answeredMillis(), false);
        }
        Thread.sleep(INTERVAL_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private double lag(Admin admin)
      throws ExecutionException, InterruptedException, TimeoutException {
    Set<TopicPartition> partitions = partitions();
    if (partitions.isEmpty()) {
      wait(admin.describeCluster().nodes());
      return 0;
    }
    Map<TopicPartition, OffsetAndMetadata> committed =
        wait(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    Map<TopicPartition, Long> ends = offsets(admin, partitions, OffsetSpec.latest());
    Set<TopicPartition> fresh = new HashSet<>(partitions);
    fresh.removeIf(partition -> committed.get(partition) != null);
    Map<TopicPartition, Long> starts =
        fresh.isEmpty() ? Map.of() : offsets(admin, fresh, OffsetSpec.earliest());
    long lag = 0;
    for (TopicPartition partition : partitions) {
      OffsetAndMetadata at = committed.get(partition);
      long from = at == null ? starts.get(partition) : at.offset();
      lag += Math.max(0, ends.get(partition) - from);
    }
    return lag;
  }

  private Set<TopicPartition> partitions() {
    Set<TopicPartition> own = new HashSet<>();
    for (ThreadMetadata streamThread : application.streams().metadataForLocalThreads()) {
      for (TaskMetadata task : streamThread.activeTasks()) {
        own.addAll(task.topicPartitions());
      }
    }
    own.removeIf(partition -> !inputs.contains(partition.topic()));
    return own;
  }

  private static Map<TopicPartition, Long> offsets(
      Admin admin, Set<TopicPartition> partitions, OffsetSpec which)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    partitions.forEach(partition -> asked.put(partition, which));
    Map<TopicPartition, ListOffsetsResultInfo> answer =
        wait(admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)).all());
    Map<TopicPartition, Long> offsets = new HashMap<>();
    answer.forEach((partition, info) -> offsets.put(partition, info.offset()));
    return offsets;
  }

  private static <T> T wait(KafkaFuture<T> future)
      throws ExecutionException, InterruptedException, TimeoutException {
    return future.get(2L * PATIENCE_MS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    stopped = true;
    thread.interrupt();
  }
}
