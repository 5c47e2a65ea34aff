package io.braid.topology;

import io.braid.model.spec.Pipeline;
import io.braid.model.spec.Secrets;
import io.braid.model.spec.SpecException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.DefaultProductionExceptionHandler;

/**
 * The Kafka Streams settings Braid needs: defaults that were measured, and refusal of settings that
 * would break exactly-once learning. A user's setting wins over a default; a prefixed name ({@code
 * producer.acks}) wins over a plain one ({@code acks}), as in Kafka Streams.
 */
public final class StreamsSettings {
  private static final String PRODUCER = StreamsConfig.PRODUCER_PREFIX;
  private static final String MAIN = StreamsConfig.MAIN_CONSUMER_PREFIX;
  private static final String CONSUMER = StreamsConfig.CONSUMER_PREFIX;
  private static final String RESTORE = StreamsConfig.RESTORE_CONSUMER_PREFIX;
  private static final String ADMIN = StreamsConfig.ADMIN_CLIENT_PREFIX;
  private static final String REQUEST_TIMEOUT = CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG;
  private static final String CALL_TIMEOUT = CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG;
  private static final List<String> ADMIN_PATIENCE = List.of(REQUEST_TIMEOUT, CALL_TIMEOUT);

  /** Room for a block's key, headers and batch header in a produce request, bytes. */
  public static final int REQUEST_OVERHEAD_BYTES = 1024;

  private static final int DEFAULT_MAX_REQUEST_BYTES = 1024 * 1024;
  private static final int DEFAULT_BUFFER_BYTES = 32 * 1024 * 1024;

  private static final String HANDLER = StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG;
  private static final String OLD_HANDLER = "default." + HANDLER;

  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2),
          // Throughput: bigger fetches and batches than the clients' own defaults.
          Map.entry(PRODUCER + ProducerConfig.BATCH_SIZE_CONFIG, "262144"),
          Map.entry(MAIN + ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "4194304"),
          Map.entry(MAIN + ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "4000"),
          Map.entry(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, "10000"),
          // A transaction's first record comes while the broker may still be closing the one
          // before;
          // it is refused and sent again after this wait, and that is the longest part of the
          // slowest predictions. It doubles with every attempt, up to a second.
          Map.entry(PRODUCER + ProducerConfig.RETRY_BACKOFF_MS_CONFIG, "5"),
          // Recovery in seconds: a dead process is given up after 6 s, its transaction after 4 s.
          Map.entry(MAIN + ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, "6000"),
          Map.entry(MAIN + ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, "1500"),
          Map.entry(PRODUCER + ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, "4000"),
          // A request on a connection that leads nowhere any more (a cut network, a new address)
          // is given up after these, not after 30 s each: a rebalance has several, one after the
          // other. A fetch of 4 MiB fits into 15 s at 2.3 Mbit/s. The admin client may look at its
          // requests' age only when the whole call has run out of time.
          Map.entry(ADMIN + REQUEST_TIMEOUT, "5000"),
          Map.entry(ADMIN + CALL_TIMEOUT, "10000"),
          Map.entry(MAIN + REQUEST_TIMEOUT, "15000"),
          Map.entry(RESTORE + REQUEST_TIMEOUT, "15000"),
          Map.entry(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, "0"),
          // Nothing is learned from a transaction that was aborted, under either guarantee.
          Map.entry(MAIN + ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed"),
          Map.entry(MAIN + ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
          Map.entry(PRODUCER + ProducerConfig.ACKS_CONFIG, "all"),
          Map.entry(HANDLER, DefaultProductionExceptionHandler.class.getName()),
          // By name: the constant is deprecated, because the next release knows only "true".
          Map.entry("processing.exception.handler.global.enabled", "true"),
          // Only the classic group protocol has static members.
          Map.entry(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic"),
          Map.entry(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, "true"));

  private StreamsSettings() {}

  /**
   * Complete settings for one process.
   *
   * @param applicationId names the consumer group, the changelog topics and the state directory
   * @param instance names this process among those of the application, the same after every
   *     restart: its partitions wait for it for the session timeout instead of moving at once; null
   *     for a dynamic member
   * @param given the pipeline's {@code kafka:} settings, by Kafka's own names; the result holds the
   *     secrets they name
   * @throws SpecException naming the setting, its value and what is allowed
   */
  public static Properties of(String applicationId, String instance, Map<String, ?> given) {
    Map<String, ?> user = Secrets.resolve("kafka", given);
    Map<String, Object> all = new TreeMap<>(DEFAULTS);
    all.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
    boolean exactlyOnce =
        StreamsConfig.EXACTLY_ONCE_V2.equals(
            String.valueOf(
                user.containsKey(StreamsConfig.PROCESSING_GUARANTEE_CONFIG)
                    ? user.get(StreamsConfig.PROCESSING_GUARANTEE_CONFIG)
                    : all.get(StreamsConfig.PROCESSING_GUARANTEE_CONFIG)));
    // Streams waits up to 100 ms for a fuller batch. Under at_least_once a record is visible when
    // it is sent: do not wait. Under exactly_once_v2 the commit decides: a short wait costs
    // nothing.
    all.put(PRODUCER + ProducerConfig.LINGER_MS_CONFIG, exactlyOnce ? "10" : "0");
    if (exactlyOnce) {
      // Longer than the transaction lasts there is nothing to wait for.
      all.put(PRODUCER + REQUEST_TIMEOUT, "10000");
    } else {
      // Under exactly_once_v2 Streams sets it, and warns if anybody else does.
      all.put(PRODUCER + ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    }
    all.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, exactlyOnce ? "100" : "1000");
    if (instance != null) {
      all.put(MAIN + CommonClientConfigs.GROUP_INSTANCE_ID_CONFIG, instance);
    }
    // A plain name of the user's must not lose against a prefixed default.
    for (String name : user.keySet()) {
      for (String prefix : List.of(PRODUCER, MAIN, RESTORE, ADMIN)) {
        all.remove(prefix + name);
      }
      if (name.startsWith(CONSUMER)) {
        String bare = name.substring(CONSUMER.length());
        all.remove(MAIN + bare);
        all.remove(RESTORE + bare);
      }
    }
    // The admin client takes its two only if they fit each other.
    if (ADMIN_PATIENCE.stream().anyMatch(n -> user.containsKey(n) || user.containsKey(ADMIN + n))) {
      ADMIN_PATIENCE.forEach(name -> all.remove(ADMIN + name));
    }
    all.putAll(user);
    if (!user.containsKey(HANDLER) && user.containsKey(OLD_HANDLER)) {
      all.remove(HANDLER);
    }
    requireSafe(all);
    Properties result = new Properties();
    result.putAll(all);
    return result;
  }

  /**
   * Complete settings for one process of a pipeline.
   *
   * @param instance as in {@link #of(String, String, Map)}
   * @throws SpecException naming the setting, its value and what is allowed
   */
  public static Properties of(String applicationId, String instance, Pipeline pipeline) {
    Map<String, String> user = new TreeMap<>(LateLabels.defaults(pipeline));
    user.putAll(pipeline.kafka());
    Properties settings = of(applicationId, instance, user);
    LateLabels.requireExactlyOnce(pipeline, settings);
    return settings;
  }

  /**
   * Refuses settings under which learning would be lost, repeated or torn.
   *
   * @param settings of the application, defaults left out or not
   * @throws SpecException naming the setting, its value and what is allowed
   */
  public static void requireSafe(Map<String, ?> settings) {
    oneOf(
        settings,
        StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
        Set.of(StreamsConfig.AT_LEAST_ONCE, StreamsConfig.EXACTLY_ONCE_V2),
        "the learner's store knows these two guarantees");
    oneOf(
        settings,
        StreamsConfig.GROUP_PROTOCOL_CONFIG,
        Set.of("classic"),
        "only the classic protocol has static members, without which recovery takes 45 s");
    for (String name : List.of(HANDLER, OLD_HANDLER)) {
      oneOf(
          settings,
          name,
          Set.of(DefaultProductionExceptionHandler.class.getName()),
          "a snapshot that could not be written must stop the application: skipping it would lose"
              + " what was learned");
    }
    for (String prefix : List.of("", PRODUCER)) {
      oneOf(
          settings,
          prefix + ProducerConfig.ACKS_CONFIG,
          Set.of("all", "-1"),
          "a snapshot must be on all in-sync replicas before its offsets are committed");
      oneOf(
          settings,
          prefix + ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
          Set.of("true"),
          "retried blocks must not be reordered or doubled");
      oneOf(
          settings,
          prefix + ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
          Set.of("1", "2", "3", "4", "5"),
          "more requests in flight can reorder blocks");
    }
  }

  /**
   * Refuses a snapshot block that the producer could not send.
   *
   * @param settings of the application
   * @param blockBytes bytes of the largest block
   * @throws SpecException naming the setting, its value and what is allowed
   */
  public static void requireBlockFits(Map<String, ?> settings, int blockBytes) {
    atLeast(
        settings,
        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
        DEFAULT_MAX_REQUEST_BYTES,
        blockBytes + REQUEST_OVERHEAD_BYTES);
    atLeast(
        settings,
        ProducerConfig.BUFFER_MEMORY_CONFIG,
        DEFAULT_BUFFER_BYTES,
        blockBytes + REQUEST_OVERHEAD_BYTES);
  }

  private static void atLeast(Map<String, ?> settings, String plain, long fallback, long least) {
    String name = settings.containsKey(PRODUCER + plain) ? PRODUCER + plain : plain;
    Object value = settings.get(name);
    long bytes = value == null ? fallback : Long.parseLong(String.valueOf(value).trim());
    if (bytes < least) {
      throw new SpecException(
          "kafka." + name,
          "is "
              + bytes
              + " but must be at least "
              + least
              + ": a block of the learner's snapshot must fit into one request");
    }
  }

  private static void oneOf(
      Map<String, ?> settings, String name, Set<String> allowed, String reason) {
    Object value = settings.get(name);
    if (value == null) {
      return;
    }
    String text = value instanceof Class<?> type ? type.getName() : String.valueOf(value).trim();
    if (!allowed.contains(text)) {
      throw new SpecException(
          "kafka." + name,
          "is '" + text + "', allowed: " + allowed.stream().sorted().toList() + ": " + reason);
    }
  }
}
