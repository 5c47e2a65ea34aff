package io.braid.cli.demo;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One order of the demonstration stream.
 *
 * @param id unique in the stream
 * @param timeMs when it was placed, epoch milliseconds
 * @param features raw values by name: Double, Boolean or String; a missing value has no entry
 * @param labels what is known of the outcome, by task: Double, Long, Boolean or String
 * @param defect what is wrong with the record, on purpose
 */
public record DemoEvent(
    String id,
    long timeMs,
    Map<String, Object> features,
    Map<String, Object> labels,
    Defect defect) {

  /** What can be wrong with a record on a topic. */
  public enum Defect {
    /** Nothing. */
    NONE,
    /** The record ends in its middle: whoever writes it cuts the bytes. */
    TRUNCATED,
    /** The record names a schema that no registry knows: whoever writes it changes the id. */
    UNKNOWN_SCHEMA,
    /** The record has no value. */
    EMPTY,
    /** A feature is infinite; {@link DemoEvent#features} holds it. */
    NOT_FINITE,
    /** A label lies outside of what its task allows; {@link DemoEvent#labels} holds it. */
    LABEL_OUT_OF_RANGE
  }

  public DemoEvent {
    features = Collections.unmodifiableMap(new LinkedHashMap<>(features));
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
  }
}
