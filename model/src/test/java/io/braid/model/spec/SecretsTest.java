package io.braid.model.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets among settings that are passed on: named in the file, found when they are needed. */
class SecretsTest {
  private static final String YAML =
      """
      name: shop
      features: [x]
      tasks: [{name: y, kind: regression, label: y}]
      kafka:
        ssl.keystore.password: {env: KEYS}
        sasl.jaas.config: 'Login required username="ada" password="${env:PW}";'
        producer.sasl.jaas.config: {env: WHOLE}
      schema.registry:
        basic.auth.user.info: {file: '%s'}
      """;
  private static final Map<String, String> ENVIRONMENT =
      Map.of("KEYS", "k3ys", "PW", "a\"b\\c$1", "WHOLE", "Login \"q\";");

  @TempDir private Path folder;

  @Test
  void aPipelineHoldsTheirNamesAndResolvingPutsThemIn() throws IOException {
    Path file = Files.writeString(folder.resolve("user info"), "ada:s3cret\n");
    Pipeline pipeline = PipelineFile.parse(YAML.formatted(file), "shop.yaml");
    assertThat(pipeline.kafka()).containsEntry("ssl.keystore.password", "${env:KEYS}");
    assertThat(Secrets.resolve("kafka", pipeline.kafka(), ENVIRONMENT))
        .containsEntry("ssl.keystore.password", "k3ys")
        .containsEntry(
            "sasl.jaas.config", "Login required username=\"ada\" password=\"a\\\"b\\\\c$1\";")
        .containsEntry("producer.sasl.jaas.config", "Login \"q\";");
    assertThat(Secrets.resolve("schema.registry", pipeline.registry(), ENVIRONMENT))
        .containsEntry("basic.auth.user.info", "ada:s3cret");
    assertThat(pipeline.toString()).doesNotContain("k3ys", "s3cret", "a\"b");
  }

  @Test
  void whatIsMissingIsNamedWithItsSetting() {
    assertThatThrownBy(
            () -> Secrets.resolve("kafka", Map.of("sasl.jaas.config", "x ${env:NO_SUCH} y")))
        .isInstanceOf(SpecException.class)
        .hasMessage("kafka.sasl.jaas.config: the environment variable 'NO_SUCH' is not set");
    Path missing = folder.resolve("missing");
    assertThatThrownBy(
            () -> Secrets.resolve("schema.registry", Map.of("token", "${file:" + missing + "}")))
        .hasMessage("schema.registry.token: the file '" + missing + "' cannot be read as text");
    assertThatThrownBy(() -> Secrets.resolve("kafka", Map.of("a", "${env: }")))
        .hasMessage("kafka.a: '${env: }' names no env");
    assertThatThrownBy(() -> Secrets.resolve("kafka", Map.of("a", "${env:E}"), Map.of("E", " ")))
        .hasMessage("kafka.a: the env 'E' is empty");
  }

  @Test
  void aMistakeDoesNotRepeatWhatMayBeASecret() {
    String yaml = YAML.formatted("f").replace("{env: KEYS}", "{password: hunter2}");
    assertThatThrownBy(() -> PipelineFile.parse(yaml, "shop.yaml"))
        .isInstanceOf(SpecException.class)
        .hasMessageStartingWith("kafka.ssl.keystore.password: ")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void otherSettingsStayAsTheyAre() {
    Map<String, Object> settings = Map.of("a", 5, "b", "$HOME ${vault:x}", "c", "");
    assertThat(Secrets.resolve("kafka", settings)).isEqualTo(settings);
    Map<String, String> kafkas = Map.of("config.providers", "env", "a", "${env:NO_SUCH}");
    assertThat(Secrets.resolve("kafka", kafkas)).isEqualTo(kafkas);
  }
}
