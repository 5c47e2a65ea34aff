package io.braid.schemas;

import java.util.Arrays;

/** Under which subject the registry keeps the schema of a topic's values. */
public enum SubjectNaming {
  /** {@code <topic>-value}: one record type per topic. */
  TOPIC("TopicNameStrategy") {
    @Override
    public String subject(String topic, String recordName) {
      return topic + "-value";
    }
  },
  /** The record's full name: one history per type, whatever the topic. */
  RECORD("RecordNameStrategy") {
    @Override
    public String subject(String topic, String recordName) {
      return recordName;
    }
  },
  /** {@code <topic>-<record's full name>}: several types per topic, a history for each. */
  TOPIC_RECORD("TopicRecordNameStrategy") {
    @Override
    public String subject(String topic, String recordName) {
      return topic + "-" + recordName;
    }
  };

  private final String strategy;

  SubjectNaming(String strategy) {
    this.strategy = strategy;
  }

  /** The subject of values of a record type on a topic. */
  public abstract String subject(String topic, String recordName);

  /**
   * From the name of the strategy's class as Confluent's serializers take it, with or without its
   * package, or from a constant's name in lower case.
   *
   * @throws IllegalArgumentException if there is no such strategy
   */
  static SubjectNaming of(String setting, String value) {
    String simple = value.substring(value.lastIndexOf('.') + 1);
    for (SubjectNaming naming : values()) {
      if (naming.strategy.equals(simple) || naming.name().equalsIgnoreCase(simple)) {
        return naming;
      }
    }
    throw new IllegalArgumentException(
        setting
            + ": no strategy named '"
            + value
            + "', known: "
            + Arrays.stream(values()).map(n -> n.strategy).sorted().toList());
  }
}
