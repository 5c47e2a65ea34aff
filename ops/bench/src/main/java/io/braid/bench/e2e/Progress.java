package io.braid.bench.e2e;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * How many records of a topic are visible to a reader of committed records. Transaction markers
 * count as records: ten or fifty a second among hundreds of thousands.
 */
final class Progress implements AutoCloseable {
  private final Admin admin;
  private final Map<TopicPartition, OffsetSpec> partitions;

  Progress(String bootstrapServers, String topic, int partitions) {
    admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    this.partitions =
        IntStream.range(0, partitions)
            .mapToObj(p -> new TopicPartition(topic, p))
            .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
  }

  long count() throws InterruptedException {
    try {
      return admin
          .listOffsets(partitions, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
          .all()
          .get()
          .values()
          .stream()
          .mapToLong(info -> info.offset())
          .sum();
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot look at " + partitions.keySet(), e.getCause());
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
