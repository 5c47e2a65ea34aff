package io.braid.topology.process;

import io.braid.model.data.Prediction;

/** One prediction on its way out. Reused: it is serialised before the next one is made. */
public final class Said {
  String id;
  long time;
  String topic;
  int partition;
  long offset;
  boolean replay;
  Prediction prediction;

  /**
   * Fills this instance.
   *
   * @param id of the event
   * @param time of the event, epoch milliseconds
   * @param topic the event came from, with its partition and offset
   * @param replay whether the event had been learned before it was read again
   * @return this
   */
  public Said set(
      String id,
      long time,
      String topic,
      int partition,
      long offset,
      boolean replay,
      Prediction prediction) {
    this.id = id;
    this.time = time;
    this.topic = topic;
    this.partition = partition;
    this.offset = offset;
    this.replay = replay;
    this.prediction = prediction;
    return this;
  }
}
