package io.braid.topology.process;

import io.braid.topology.meter.LabelOutcome;
import io.braid.topology.meter.ReplicaMeter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.Sensor.RecordingLevel;
import org.apache.kafka.streams.StreamsMetrics;

/**
 * Counts each {@link LabelOutcome} of one stream task, as Kafka Streams' own metrics {@code
 * late-total}, {@code late-rate} and so on of the group {@code stream-labels-metrics}. The counts
 * begin anew with each start.
 */
final class LabelCounts {
  private static final String SCOPE = "labels";

  private final StreamsMetrics metrics;
  private final ReplicaMeter meter;
  private final Map<LabelOutcome, Sensor> sensors = new EnumMap<>(LabelOutcome.class);

  LabelCounts(StreamsMetrics metrics, ReplicaMeter meter, String taskId) {
    this.metrics = metrics;
    this.meter = meter;
    for (LabelOutcome outcome : LabelOutcome.values()) {
      String name = outcome.name().toLowerCase(Locale.ROOT);
      sensors.put(outcome, metrics.addRateTotalSensor(SCOPE, taskId, name, RecordingLevel.INFO));
    }
  }

  void add(LabelOutcome outcome, int count) {
    meter.labels(outcome, count);
    Sensor sensor = sensors.get(outcome);
    for (int i = 0; i < count; i++) {
      sensor.record(1);
    }
  }

  void close() {
    sensors.values().forEach(metrics::removeSensor);
  }
}
