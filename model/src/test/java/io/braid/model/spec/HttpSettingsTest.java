package io.braid.model.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The {@code http:} settings and the secrets they point to. */
class HttpSettingsTest {
  private static Pipeline parse(String http) {
    return PipelineFile.parse(
        "name: river\nfeatures: [a]\ntasks: [{name: t, kind: regression}]\n" + http, "p.yaml");
  }

  @Test
  void byDefaultItServesOnLoopbackAt8080ToEverybodyOnTheMachine() {
    for (String http : new String[] {"", "http: true\n", "http: {}\n"}) {
      Http settings = parse(http).http();
      assertThat(settings).isEqualTo(Http.DEFAULT);
      assertThat(settings.enabled()).isTrue();
      assertThat(settings.host()).isEqualTo("127.0.0.1");
      assertThat(settings.port()).isEqualTo(8080);
      assertThat(settings.user()).isNull();
      assertThat(settings.tls()).isNull();
    }
    assertThat(parse("http: false\n").http()).isEqualTo(Http.OFF);
    assertThat(Http.OFF.enabled()).isFalse();
  }

  @Test
  void everythingCanBeSet() {
    Http http =
        parse(
                "http: {host: 0.0.0.0, port: 0, user: ada, password: {env: PW}, lag_limit: 7,"
                    + " tls: {certificate: c.pem, key: k.pem, password: {file: f}}}\n")
            .http();
    assertThat(http)
        .isEqualTo(
            new Http(
                true,
                "0.0.0.0",
                0,
                "ada",
                new Secret("http.password", "env", "PW"),
                new Http.Tls("c.pem", "k.pem", null, new Secret("http.tls.password", "file", "f")),
                7));
    assertThat(http.at(9).port()).isEqualTo(9);
    assertThat(http.at(9).at(0)).isEqualTo(http);
  }

  @Test
  void howItIsServedIsNoPartOfTheStructure() {
    assertThat(parse("http: false\n").structureHash()).isEqualTo(parse("").structureHash());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7 | http: '7' is not allowed, must be settings such as {port: 8080}, true or false",
        "{port: 65536} | http.port: '65536' is not allowed, must be a whole number from 0 to 65535",
        "{user: a} | http.password: is missing, user and password need each other",
        "{password: {env: X}} | http.user: is missing, user and password need each other",
        "{user: 'a:b', password: {env: X}} | http.user: 'a:b' is not allowed, must have no ':' in it",
        "{lag_limit: 0} | http.lag_limit: '0' is not allowed, must be a whole number of at least 1",
        "{tls: {keystore: k}} | http.tls: [keystore] is not allowed, must be {certificate: cert.pem,"
            + " key: key.pem} or {keystore: keys.p12, password: {env: NAME}}",
      })
  void aMistakeIsOneLineThatSaysWhatIsAllowed(String http, String message) {
    assertThatThrownBy(() -> parse("http: " + http + "\n"))
        .isInstanceOf(SpecException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"hunter2", "{plain: hunter2}", "{env: [hunter2]}", "{env: A, file: hunter2}"})
  void aSecretInTheFileItselfIsRefusedAndNotRepeated(String password) {
    assertThatThrownBy(() -> parse("http: {user: a, password: " + password + "}\n"))
        .isInstanceOf(SpecException.class)
        .hasMessage(
            "http.password: what is written here is not allowed, must be {env: NAME} or {file:"
                + " PATH}");
  }

  @Test
  void aSecretIsReadFromTheEnvironmentOrAFileAndNotShown(@TempDir Path directory) throws Exception {
    Secret env = new Secret("http.password", "env", "PW");
    assertThat(env.read(Map.of("PW", "hunter2"))).isEqualTo("hunter2");
    assertThatThrownBy(() -> env.read(Map.of()))
        .hasMessage("http.password: the environment variable 'PW' is not set");
    assertThatThrownBy(() -> env.read(Map.of("PW", " ")))
        .hasMessage("http.password: the env 'PW' is empty");
    Path file = Files.writeString(directory.resolve("pw"), "hunter2\n");
    Secret kept = new Secret("http.password", "file", file.toString());
    assertThat(kept.read()).isEqualTo("hunter2");
    assertThat(kept.toString()).doesNotContain("hunter2");
    Files.delete(file);
    assertThatThrownBy(kept::read)
        .hasMessage("http.password: the file '" + file + "' cannot be read as text");
  }
}
