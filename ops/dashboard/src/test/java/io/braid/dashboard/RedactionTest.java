package io.braid.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
  @Test
  void textWithoutSecretsStaysAsItIs() {
    String yaml =
        """
        # A river.
        name: river   # any name
        features: [flöw, "a # b"]
        tasks:
          - {name: token_count, kind: count}
        http: {user: ada, password: {env: PW}}
        """;
    assertThat(Redaction.of(yaml)).isEqualTo(yaml);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kafka: {ssl.key.password: S3CRET, x: 1}\n",
        "kafka:\n  sasl.jaas.config: >\n    org.x.PlainLoginModule required\n    password=\"S3CRET\";\n  x: 1\n",
        "kafka: {sasl.jaas.config: 'user=\"a\" password=\"S3CRET\";', x: 1}\n",
        "schema.registry: {basic.auth.user.info: \"ada:S3CRET\", x: 1}\n",
        "schema.registry: {url: 'https://ada:S3CRET@host:1/', x: 1}\n",
        "schema.registry: {bearer.auth.token: S3CRET, x: 1}\n",
        "a: [{b: {API_KEY: S3CRET}}]\nx: 1\n",
        "# ssl.key.password: S3CRET\nx: 1\n",
        "x: 1 # the Password was S3CRET\n",
        "ключ: 'ü𝄞'\nssl.keystore.key: |\n  -----BEGIN-----\n  S3CRET\nx: 1\n",
        "password: {plain: S3CRET\n",
      })
  void secretsGoAndTheRestStays(String yaml) {
    String shown = Redaction.of(yaml);
    assertThat(shown).doesNotContain("S3CRET");
    if (yaml.contains("x: 1")) {
      assertThat(shown).contains("x: 1");
    }
  }
}
