package io.braid.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.braid.model.spec.SpecException;
import io.braid.sandbox.EmbeddedBroker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Authentication, TLS, and secrets that stay secret. */
class SecurityTest {
  private static final String PASSWORD = "correct horse battery";
  private static final char[] STORE_PASSWORD = "storepass".toCharArray();

  @TempDir private static Path directory;
  private static EmbeddedBroker broker;
  private static KeyStore keys;

  @BeforeAll
  static void start() throws Exception {
    broker = EmbeddedBroker.startNew();
    Files.writeString(directory.resolve("password"), PASSWORD + "\n");
    Files.writeString(directory.resolve("storepass"), new String(STORE_PASSWORD));
    Path store = directory.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "braid",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(STORE_PASSWORD))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor()).isZero();
    keys = KeyStore.getInstance(store.toFile(), STORE_PASSWORD);
    pem("cert.pem", "CERTIFICATE", keys.getCertificate("braid").getEncoded());
    pem("key.pem", "PRIVATE KEY", keys.getKey("braid", STORE_PASSWORD).getEncoded());
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  private static void pem(String file, String kind, byte[] der) throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    Files.writeString(
        directory.resolve(file),
        "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
  }

  private static String path(String file) {
    return directory.resolve(file).toString();
  }

  private static HttpRequest as(Scene scene, String path, String user, String password) {
    String both = user + ":" + password;
    String header = Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    return scene.request(path).header("Authorization", "Basic " + header).build();
  }

  @Test
  void withAUserOnlyTheRightNameAndPasswordOpenAndHealthStaysOpen() throws Exception {
    String http = "{port: 0, user: ada, password: {file: " + path("password") + "}}";
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    Level before = root.getLevel();
    root.setLevel(Level.INFO);
    root.addAppender(log);
    try (Scene scene = new Scene(broker, directory, "locked", http)) {
      List<String> paths =
          List.of("/", "/metrics", "/api/state", "/api/stream", "/openapi.json", "/assets/a/b");
      for (String path : paths) {
        HttpResponse<String> refused = scene.get(path);
        assertThat(refused.statusCode()).as(path).isEqualTo(401);
        assertThat(refused.headers().firstValue("WWW-Authenticate").orElse(""))
            .startsWith("Basic ");
        assertThat(scene.send(as(scene, path, "ada", "wrong")).statusCode()).isEqualTo(401);
        assertThat(scene.send(as(scene, path, "eve", PASSWORD)).statusCode()).isEqualTo(401);
      }
      assertThat(scene.post("/predict", "{}").statusCode()).isEqualTo(401);
      HttpRequest garbled =
          scene.request("/api/state").header("Authorization", "Basic %%%").build();
      assertThat(scene.send(garbled).statusCode()).isEqualTo(401);
      assertThat(scene.get("/health/live").statusCode()).isEqualTo(200);
      assertThat(scene.get("/health/ready").statusCode()).isEqualTo(503);
      HttpResponse<String> pipeline = scene.send(as(scene, "/api/pipeline", "ada", PASSWORD));
      assertThat(pipeline.statusCode()).isEqualTo(200);
      assertThat(pipeline.body()).doesNotContain(PASSWORD, "hunter2", "hunter3");
      assertThat(scene.send(as(scene, "/metrics", "ada", PASSWORD)).body())
          .doesNotContain(PASSWORD, "hunter2", "hunter3");
      scene.running();
      assertThat(scene.pipeline.http().toString()).doesNotContain(PASSWORD);
    } finally {
      root.detachAppender(log);
      root.setLevel(before);
    }
    assertThat(log.list).isNotEmpty();
    assertThat(log.list)
        .allSatisfy(
            event ->
                assertThat(event.getFormattedMessage())
                    .doesNotContain(PASSWORD, "hunter2", "hunter3"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void itServesTlsWithPemFilesOrAKeystore(boolean pem) throws Exception {
    String tls =
        pem
            ? "{certificate: " + path("cert.pem") + ", key: " + path("key.pem") + "}"
            : "{keystore: " + path("keys.p12") + ", password: {file: " + path("storepass") + "}}";
    String name = pem ? "pem" : "p12";
    try (Scene scene = new Scene(broker, directory, name, "{port: 0, tls: " + tls + "}")) {
      URI address = scene.dashboard.address();
      assertThat(address.getScheme()).isEqualTo("https");
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("braid", keys.getCertificate("braid"));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      HttpResponse<String> live =
          HttpClient.newBuilder()
              .sslContext(context)
              .build()
              .send(scene.request("/health/live").build(), BodyHandlers.ofString());
      assertThat(live.statusCode()).isEqualTo(200);
      assertThat(live.sslSession()).isPresent();
      assertThat(live.sslSession().get().getProtocol()).isIn("TLSv1.3", "TLSv1.2");
      assertThatThrownBy(() -> scene.get("/health/live")).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aCertificateThatCannotBeReadIsOneClearLineWithoutThePassword() {
    String wrong =
        "{keystore: " + path("keys.p12") + ", password: {file: " + path("password") + "}}";
    assertThatThrownBy(() -> new Scene(broker, directory, "wrong", "{port: 0, tls: " + wrong + "}"))
        .isInstanceOf(SpecException.class)
        .hasMessageStartingWith("http.tls: the certificate or its key cannot be read")
        .hasMessageNotContaining(PASSWORD);
    String missing = "{certificate: /no/such.pem, key: " + path("key.pem") + "}";
    assertThatThrownBy(
            () -> new Scene(broker, directory, "missing", "{port: 0, tls: " + missing + "}"))
        .isInstanceOf(SpecException.class)
        .hasMessage("http.tls.certificate: the file '/no/such.pem' cannot be read");
  }

  @Test
  void aMissingPasswordIsOneClearLine() {
    String http = "{port: 0, user: ada, password: {env: BRAID_NO_SUCH_VARIABLE}}";
    assertThatThrownBy(() -> new Scene(broker, directory, "unset", http))
        .isInstanceOf(SpecException.class)
        .hasMessage("http.password: the environment variable 'BRAID_NO_SUCH_VARIABLE' is not set");
  }
}
