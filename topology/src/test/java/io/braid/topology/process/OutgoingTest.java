package io.braid.topology.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

class OutgoingTest {
  private static final Headers HEADERS = new RecordHeaders().add("trace", bytes("t1"));
  private static final Record<byte[], byte[]> EVENT =
      new Record<>(bytes("key"), bytes("value"), 1234, HEADERS);

  @Test
  void saysWhatTheEventWithAnotherValueWouldSay() {
    Outgoing outgoing = new Outgoing().set(EVENT, "said");
    Record<byte[], Object> plain = EVENT.withValue("said");
    assertThat(outgoing.key()).isSameAs(plain.key());
    assertThat(outgoing.value()).isEqualTo(plain.value());
    assertThat(outgoing.timestamp()).isEqualTo(plain.timestamp());
    assertThat(outgoing.headers()).isEqualTo(plain.headers());
    assertThat(outgoing).hasToString(plain.toString());
  }

  @Test
  void hasTheVeryHeadersOfTheEventSoThatStreamsKeepsItsContext() {
    assertThat(new Outgoing().set(EVENT, "said").headers()).isSameAs(EVENT.headers());
  }

  @Test
  void changedCopiesAreThoseOfAPlainRecord() {
    Outgoing outgoing = new Outgoing().set(EVENT, "said");
    Record<byte[], Object> plain = EVENT.withValue("said");
    assertThat(outgoing.<Object>withValue("other")).isEqualTo(plain.withValue("other"));
    assertThat(outgoing.withTimestamp(5)).isEqualTo(plain.withTimestamp(5));
    assertThat(outgoing.withKey("k")).isEqualTo(plain.withKey("k"));
    Headers none = new RecordHeaders();
    assertThat(outgoing.withHeaders(none)).isEqualTo(plain.withHeaders(none));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
