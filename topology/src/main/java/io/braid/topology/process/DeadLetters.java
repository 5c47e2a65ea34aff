package io.braid.topology.process;

import io.braid.model.data.RejectedException;
import io.braid.schemas.DeadLetterHeaders;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;

/** Rejected records as they came, with the reason and their origin in the headers. */
final class DeadLetters {
  private final String pipeline;

  DeadLetters(String pipeline) {
    this.pipeline = pipeline;
  }

  Record<byte[], byte[]> of(
      Record<byte[], byte[]> record, Records.Origin origin, RejectedException why) {
    Headers headers = new RecordHeaders(record.headers());
    put(headers, DeadLetterHeaders.REASON, why.reason().name());
    put(headers, DeadLetterHeaders.MESSAGE, why.getMessage());
    put(headers, DeadLetterHeaders.PIPELINE, pipeline);
    put(headers, DeadLetterHeaders.TOPIC, origin.topic());
    put(headers, DeadLetterHeaders.PARTITION, Integer.toString(origin.partition()));
    put(headers, DeadLetterHeaders.OFFSET, Long.toString(origin.offset()));
    put(headers, DeadLetterHeaders.TIME, Long.toString(record.timestamp()));
    return record.withHeaders(headers);
  }

  private static void put(Headers headers, String name, String value) {
    headers.remove(name);
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
