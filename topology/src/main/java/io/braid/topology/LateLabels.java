package io.braid.topology;

import io.braid.model.spec.Pipeline;
import io.braid.model.spec.SpecException;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.LogAndFailProcessingExceptionHandler;

/** What labels that come later, on a topic of their own, ask of Kafka Streams' settings. */
public final class LateLabels {
  /**
   * How long a stream task that has run out of records of one of the two topics waits for more
   * before it goes on with the other, milliseconds. While both have records, the earlier timestamp
   * goes first; within this time a topic that lags behind catches up, and a repeated run meets the
   * same order. The price is latency: when labels come now and then, each is followed by one such
   * wait. About a commit interval of exactly_once_v2, which delays records anyway. Whatever the
   * order, no label is lost: one that overtakes its event waits for it.
   */
  static final String IDLE_MS = "100";

  private static final String GUARANTEE = StreamsConfig.PROCESSING_GUARANTEE_CONFIG;
  private static final String HANDLER = StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG;

  private LateLabels() {}

  /**
   * A task that reads one partition has nothing to wait for. Kafka Streams' default, 0, makes it
   * look at every partition's lag before every record all the same, with several maps and iterators
   * each time; -1 does not.
   */
  static final String NO_IDLE = Long.toString(StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);

  /** How long a task waits for records of its other topic. */
  static Map<String, String> defaults(Pipeline pipeline) {
    String idle = pipeline.labels() == null ? NO_IDLE : IDLE_MS;
    return Map.of(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, idle);
  }

  /**
   * Refuses, for a pipeline with labels that come later, settings under which the learner and what
   * waits for labels could fall apart. What waits is written to its changelog record by record, the
   * learner's snapshot at commits: only a transaction keeps the two together over a crash, and only
   * if a record that failed half-way is not skipped.
   *
   * @param settings of the application, defaults left out or not
   * @throws SpecException naming the setting, its value and what is allowed
   */
  public static void requireExactlyOnce(Pipeline pipeline, Map<?, ?> settings) {
    if (pipeline.labels() == null) {
      return;
    }
    Object guarantee = settings.get(GUARANTEE);
    String given = guarantee == null ? StreamsConfig.AT_LEAST_ONCE : guarantee.toString();
    if (!given.equals(StreamsConfig.EXACTLY_ONCE_V2)) {
      throw new SpecException(
          "kafka." + GUARANTEE,
          "'"
              + given
              + "' is not allowed with labels, must be exactly_once_v2: the events that wait for"
              + " labels could run ahead of the learner's snapshot");
    }
    Object handler = settings.get(HANDLER);
    String name = handler instanceof Class<?> type ? type.getName() : String.valueOf(handler);
    String allowed = LogAndFailProcessingExceptionHandler.class.getName();
    if (handler != null && !name.equals(allowed)) {
      throw new SpecException(
          "kafka." + HANDLER,
          "'"
              + name
              + "' is not allowed with labels, must be "
              + allowed
              + ": a record that failed half-way must not be skipped");
    }
  }
}
