package io.braid.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistrySettingsTest {

  @Test
  void thePrefixMayBeLeftOut() {
    Map<String, String> bare = Map.of("url", "http://a:1", "auto.register.schemas", "false");
    Map<String, String> full =
        Map.of(
            "schema.registry.url", "http://a:1", "schema.registry.auto.register.schemas", "false");
    assertThat(RegistrySettings.of(full)).isEqualTo(RegistrySettings.of(bare));
    assertThat(RegistrySettings.of(bare).autoRegister()).isFalse();
  }

  @Test
  void theClientsOwnSettingsPassThrough() {
    RegistrySettings settings =
        RegistrySettings.of(
            Map.of(
                "url",
                "http://a:1, https://b:2",
                "basic.auth.credentials.source",
                "USER_INFO",
                "ssl.truststore.location",
                "/etc/trust.jks",
                "http.read.timeout.ms",
                "77"));
    assertThat(settings.urls()).containsExactly("http://a:1", "https://b:2");
    assertThat(settings.client())
        .containsEntry("basic.auth.credentials.source", "USER_INFO")
        .containsEntry("ssl.truststore.location", "/etc/trust.jks")
        .containsEntry("http.read.timeout.ms", "77")
        .doesNotContainKey("url");
  }

  @ParameterizedTest
  @CsvSource({
    "TopicNameStrategy, TOPIC",
    "record, RECORD",
    "io.confluent.kafka.serializers.subject.TopicRecordNameStrategy, TOPIC_RECORD"
  })
  void aStrategyIsNamedAsConfluentNamesIt(String name, SubjectNaming naming) {
    Map<String, String> map = Map.of("url", "mock://a", "value.subject.name.strategy", name);
    assertThat(RegistrySettings.of(map).naming()).isEqualTo(naming);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "url        | ''             | schema.registry.url: missing",
        "url        | localhost:8081 | schema.registry.url: 'localhost:8081' is no registry address",
        "url        | mock://a,http://b | schema.registry.url: 'mock://a,http://b' mixes addresses",
        "use.latest.version | yes | schema.registry.use.latest.version: 'yes' is no switch",
        "value.subject.name.strategy | Foo | known: [RecordNameStrategy, TopicNameStrategy,",
        "schema.registry.url | mock://b | given twice"
      })
  void aWrongSettingIsNamedWithItsValueAndWhatIsAllowed(String key, String value, String message) {
    Map<String, String> settings = new java.util.HashMap<>(Map.of("url", "mock://a"));
    settings.put(key, value);
    assertThatThrownBy(() -> RegistrySettings.of(settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
