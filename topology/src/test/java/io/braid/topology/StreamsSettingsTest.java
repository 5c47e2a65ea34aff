package io.braid.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.braid.model.spec.SpecException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.DefaultProductionExceptionHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamsSettingsTest {
  private static final Map<String, String> BROKER = Map.of("bootstrap.servers", "127.0.0.1:1");

  private static Properties with(String... pairs) {
    Map<String, Object> user = new HashMap<>(BROKER);
    for (int i = 0; i < pairs.length; i += 2) {
      user.put(pairs[i], pairs[i + 1]);
    }
    return StreamsSettings.of("app", "one", user);
  }

  @ParameterizedTest
  @ValueSource(strings = {"exactly_once_v2", "at_least_once"})
  void kafkaTakesTheDefaultsOfBothGuarantees(String guarantee) {
    StreamsConfig config = new StreamsConfig(with("processing.guarantee", guarantee));
    Map<String, Object> producer = config.getProducerConfigs("client");
    assertThat(producer).containsEntry("acks", "all").containsEntry("batch.size", "262144");
    assertThat(String.valueOf(producer.get("enable.idempotence"))).isEqualTo("true");
    assertThat(producer.get("linger.ms"))
        .isEqualTo(guarantee.equals("exactly_once_v2") ? "10" : "0");
    Map<String, Object> consumer = config.getMainConsumerConfigs("app", "client", 0);
    assertThat(consumer)
        .containsEntry("session.timeout.ms", "6000")
        .containsEntry("max.poll.records", "4000")
        .containsEntry("isolation.level", "read_committed");
    assertThat(String.valueOf(consumer.get("group.instance.id"))).startsWith("one");
  }

  @Test
  void exactlyOnceIsTheDefaultAndWithoutAnInstanceNameTheMemberIsDynamic() {
    Properties settings = StreamsSettings.of("app", null, BROKER);
    assertThat(settings)
        .containsEntry("processing.guarantee", "exactly_once_v2")
        .containsEntry("application.id", "app")
        .doesNotContainKey("main.consumer.group.instance.id");
  }

  @Test
  void theUsersSettingWinsOverADefaultUnderAnyOfItsNames() {
    assertThat(with("linger.ms", "3"))
        .containsEntry("linger.ms", "3")
        .doesNotContainKey("producer.linger.ms");
    assertThat(with("producer.linger.ms", "3")).containsEntry("producer.linger.ms", "3");
    assertThat(with("consumer.session.timeout.ms", "9000"))
        .doesNotContainKey("main.consumer.session.timeout.ms");
    assertThat(with("request.timeout.ms", "40000"))
        .containsEntry("request.timeout.ms", "40000")
        .doesNotContainKeys(
            "producer.request.timeout.ms",
            "main.consumer.request.timeout.ms",
            "restore.consumer.request.timeout.ms",
            "admin.request.timeout.ms");
    assertThat(with("consumer.request.timeout.ms", "40000"))
        .doesNotContainKeys(
            "main.consumer.request.timeout.ms", "restore.consumer.request.timeout.ms")
        .containsKey("admin.request.timeout.ms");
    assertThat(with("commit.interval.ms", "20")).containsEntry("commit.interval.ms", "20");
  }

  @ParameterizedTest
  @CsvSource({
    "request.timeout.ms, 4000",
    "request.timeout.ms, 40000",
    "admin.request.timeout.ms, 40000",
    "default.api.timeout.ms, 40000",
    "admin.default.api.timeout.ms, 40000",
  })
  void theAdminClientTakesWhatTheUserSaysOfItsPatience(String name, String value) {
    StreamsConfig config = new StreamsConfig(with(name, value));
    assertThatCode(() -> Admin.create(config.getAdminConfigs("test")).close())
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "processing.guarantee, exactly_once",
    "group.protocol, streams",
    "acks, 1",
    "producer.acks, 0",
    "enable.idempotence, false",
    "producer.enable.idempotence, false",
    "max.in.flight.requests.per.connection, 6",
    "producer.max.in.flight.requests.per.connection, 10",
    "production.exception.handler, com.example.Continue",
    "default.production.exception.handler, com.example.Continue",
  })
  void whatWouldBreakTheGuaranteeIsRefusedByNameValueAndWhatIsAllowed(String name, String value) {
    assertThatThrownBy(() -> with(name, value))
        .isInstanceOf(SpecException.class)
        .hasMessageStartingWith("kafka." + name + ": is '" + value + "', allowed: [");
  }

  @Test
  void theDefaultProductionHandlerMayBeNamedEitherWay() {
    String handler = DefaultProductionExceptionHandler.class.getName();
    assertThat(with("production.exception.handler", handler))
        .containsEntry("production.exception.handler", handler);
    assertThat(with("default.production.exception.handler", handler))
        .doesNotContainKey("production.exception.handler");
    assertThatCode(
            () ->
                StreamsSettings.requireSafe(
                    Map.of(
                        "production.exception.handler", DefaultProductionExceptionHandler.class)))
        .doesNotThrowAnyException();
  }

  @Test
  void aBlockThatDoesNotFitIntoARequestIsRefused() {
    StreamsSettings.requireBlockFits(Map.of(), 512 * 1024);
    assertThatThrownBy(() -> StreamsSettings.requireBlockFits(Map.of(), 1024 * 1024))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("kafka.max.request.size: is 1048576 but must be at least 1049600");
    assertThatThrownBy(
            () ->
                StreamsSettings.requireBlockFits(
                    Map.of("producer.max.request.size", 100_000), 512 * 1024))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("kafka.producer.max.request.size: is 100000");
    assertThatThrownBy(
            () -> StreamsSettings.requireBlockFits(Map.of("buffer.memory", "1000"), 512 * 1024))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("kafka.buffer.memory");
  }
}
