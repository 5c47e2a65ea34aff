package io.braid.bench.e2e;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;

/**
 * One run of one contestant.
 *
 * @param kind what to do
 * @param name of the application, unique
 * @param contestant {@code raw}, {@code identity}, {@code moa NAME}, or a shape
 * @param feed what kind of records it reads
 * @param topic where it reads them
 * @param guarantee of processing, by Kafka's name
 * @param commitMs commit interval
 * @param threads stream threads, and partitions of the feed
 * @param events on the feed's topic
 * @param seconds after which the run ends even if events are left
 * @param profile whether to record where time and allocation go
 */
public record Job(
    Kind kind,
    String name,
    String contestant,
    Feed feed,
    String topic,
    String guarantee,
    int commitMs,
    int threads,
    long events,
    double seconds,
    boolean profile) {

  /** What a worker does. */
  public enum Kind {
    /** Runs over the preloaded feed and measures. */
    DRAIN,
    /** Starts, answers when it runs, and goes on until it is told to stop. */
    SERVE,
    /** Learns, loses its local state, and restores it. */
    RECOVER
  }

  /** Topic of the predictions. */
  public String output() {
    return name + ".predictions";
  }

  boolean exactlyOnce() {
    return guarantee.equals(StreamsConfig.EXACTLY_ONCE_V2);
  }

  /** The settings that make this run; all others are the application's own. */
  Map<String, String> kafka(String bootstrapServers, String stateDirectory) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory);
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, guarantee);
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, Integer.toString(commitMs));
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, Integer.toString(threads));
    return settings;
  }
}
