package io.braid.cli.demo;

import io.braid.schemas.Event;
import io.braid.schemas.RegistrySerializer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The built-in stream, its broken records really broken. */
final class StreamFeed implements Feed {
  private static final int UNKNOWN_ID = 0x7f00_0000;

  private final DemoStream stream;
  private final RegistrySerializer<Event> serializer;
  private final String topic;
  private final long events;

  /**
   * @param events how many; {@link Long#MAX_VALUE} for no end
   */
  StreamFeed(DemoStream stream, RegistrySerializer<Event> serializer, String topic, long events) {
    this.stream = stream;
    this.serializer = serializer;
    this.topic = topic;
    this.events = events;
  }

  @Override
  public Item next() {
    if (stream.events() >= events) {
      return null;
    }
    DemoEvent event = stream.next();
    Map<String, Object> features = new HashMap<>(event.features());
    features.put("time", event.timeMs());
    byte[] value =
        serializer.serialize(
            topic,
            Event.newBuilder()
                .setId(event.id())
                .setTime(Instant.ofEpochMilli(event.timeMs()))
                .setFeatures(features)
                .setLabels(event.labels())
                .build());
    return new Item(
        event.id().getBytes(StandardCharsets.UTF_8),
        damaged(value, event.defect()),
        event.timeMs(),
        event.defect() == DemoEvent.Defect.NONE ? Expectation.PREDICTION : Expectation.DEAD_LETTER);
  }

  private static byte[] damaged(byte[] value, DemoEvent.Defect defect) {
    return switch (defect) {
      case TRUNCATED -> Arrays.copyOf(value, value.length / 2);
      case EMPTY -> null;
      case UNKNOWN_SCHEMA -> {
        // Bytes 1 to 4 hold the schema's id, most significant first.
        value[1] = (byte) (UNKNOWN_ID >>> 24);
        yield value;
      }
      case NONE, NOT_FINITE, LABEL_OUT_OF_RANGE -> value;
    };
  }

  @Override
  public double progress() {
    return events == Long.MAX_VALUE ? Double.NaN : (double) stream.events() / events;
  }

  @Override
  public void close() {}
}
