package io.braid.cli.demo;

import io.braid.cli.stream.RowEvents;
import io.braid.schemas.Event;
import io.braid.schemas.RegistrySerializer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The rows of a file. */
final class CsvFeed implements Feed {
  private final RowEvents rows;
  private final RegistrySerializer<Event> serializer;
  private final String topic;
  private final long limit;

  CsvFeed(RowEvents rows, RegistrySerializer<Event> serializer, String topic, long limit) {
    this.rows = rows;
    this.serializer = serializer;
    this.topic = topic;
    this.limit = limit;
  }

  @Override
  public Item next() throws IOException {
    Event event = rows.count() >= limit ? null : rows.next();
    return event == null
        ? null
        : new Item(
            event.getId().getBytes(StandardCharsets.UTF_8),
            serializer.serialize(topic, event),
            event.getTime().toEpochMilli(),
            Expectation.EITHER);
  }

  @Override
  public double progress() {
    return Math.max(rows.progress(), (double) rows.count() / limit);
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
