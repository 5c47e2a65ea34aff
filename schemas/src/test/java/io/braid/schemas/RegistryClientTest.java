package io.braid.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the client sends to a registry over HTTP, and what its answers become. */
class RegistryClientTest {
  private static final Schema SCHEMA = Label.getClassSchema();

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private volatile int status = 200;
  private volatile String answer = "{}";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
          authorizations.add(
              String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          exchange.getRequestBody().readAllBytes();
          byte[] body = answer.getBytes(UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void basicAuthAndTheUrlsPathReachTheRegistry() {
    answer = "{\"id\":42}";
    RegistryClient client =
        client(
            Map.of(
                "basic.auth.credentials.source",
                "USER_INFO",
                "basic.auth.user.info",
                "ada:secret"));
    assertThat(client.idFor("t-value", SCHEMA)).isEqualTo(42);
    assertThat(requests).containsExactly("POST /registry/subjects/t-value/versions");
    assertThat(authorizations)
        .containsExactly(
            "Basic " + Base64.getEncoder().encodeToString("ada:secret".getBytes(UTF_8)));
  }

  @Test
  void aBearerTokenReachesTheRegistry() {
    answer = "{\"id\":42}";
    client(Map.of("bearer.auth.credentials.source", "STATIC_TOKEN", "bearer.auth.token", "t0k"))
        .register("t-value", SCHEMA);
    assertThat(authorizations).containsExactly("Bearer t0k");
  }

  @Test
  void aKnownIdIsAskedForOnce() {
    answer = schemaAnswer(SCHEMA.toString(), null);
    RegistryClient client = client(Map.of());
    assertThat(client.schemaById(7)).isEqualTo(SCHEMA);
    assertThat(client.schemaById(7)).isSameAs(client.schemaById(7));
    assertThat(requests).containsExactly("GET /registry/schemas/ids/7");
  }

  @Test
  void anUnknownIdIsNotAskedForAgainAtOnce() {
    status = 404;
    answer = "{\"error_code\":40403,\"message\":\"Schema not found\"}";
    RegistryClient client = client(Map.of());
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> client.schemaById(7)).isInstanceOf(UnknownSchemaException.class);
    }
    assertThat(requests).hasSize(1);
  }

  @Test
  void aSchemaOfAnotherKindIsUnknown() {
    answer = schemaAnswer("message M {}", "PROTOBUF");
    assertThatThrownBy(() -> client(Map.of()).schemaById(7))
        .isInstanceOf(UnknownSchemaException.class)
        .hasMessage("schema id 7 is no Avro schema");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | {\"error_code\":401,\"message\":\"Unauthorized\"} | answered 401",
        "429 | {\"error_code\":429,\"message\":\"Slow down\"}    | answered 429",
        "500 | {\"error_code\":50001,\"message\":\"Store\"}      | answered 500",
        "404 | <html>no registry here</html>                     | answered 404",
        "200 | <html>a login page</html>                         | is not reachable"
      })
  void anAnswerThatSaysNothingOfTheSchemaIsUnavailability(int code, String body, String message) {
    status = code;
    answer = body;
    RegistryClient client = client(Map.of());
    assertThatThrownBy(() -> client.schemaById(7))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining(message);
    assertThatThrownBy(() -> client.register("t-value", SCHEMA))
        .isInstanceOf(RegistryUnavailableException.class);
    assertThatThrownBy(() -> client.incompatibilities("t-value", SCHEMA))
        .isInstanceOf(RegistryUnavailableException.class);
    assertThatThrownBy(() -> client.latestSchema("t-value"))
        .isInstanceOf(RegistryUnavailableException.class);
  }

  @Test
  void aRecoveredRegistryIsUsedAgain() {
    status = 503;
    RegistryClient client = client(Map.of());
    assertThatThrownBy(() -> client.schemaById(7)).isInstanceOf(RegistryUnavailableException.class);
    status = 200;
    answer = schemaAnswer(SCHEMA.toString(), null);
    assertThat(client.schemaById(7)).isEqualTo(SCHEMA);
  }

  @ParameterizedTest
  @CsvSource({"409, 409", "422, 42201"})
  void aSchemaTheRegistryRefusesIsIncompatible(int code, int error) {
    status = code;
    answer = "{\"error_code\":" + error + ",\"message\":\"no way\"}";
    assertThatThrownBy(() -> client(Map.of()).register("t-value", SCHEMA))
        .isInstanceOf(IncompatibleSchemaException.class)
        .hasMessageContaining("subject t-value does not take io.braid.schemas.Label: no way");
  }

  @Test
  void whatTheRegistryFindsIncompatibleIsPassedOn() {
    answer = "{\"is_compatible\":false,\"messages\":[\"field x has no default\"]}";
    assertThat(client(Map.of()).incompatibilities("t-value", SCHEMA))
        .containsExactly("field x has no default");
    answer = "{\"is_compatible\":true}";
    assertThat(client(Map.of()).incompatibilities("t-value", SCHEMA)).isEmpty();
  }

  @Test
  void anythingIsCompatibleWithASubjectThatDoesNotExist() {
    status = 404;
    answer = "{\"error_code\":40401,\"message\":\"Subject not found\"}";
    assertThat(client(Map.of()).incompatibilities("t-value", SCHEMA)).isEmpty();
    assertThat(client(Map.of()).latestSchema("t-value")).isEmpty();
  }

  @Test
  void aRegistryThatIsDownIsUnavailableAndNamed() throws IOException {
    int unused;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      unused = socket.getLocalPort();
    }
    String url = "http://localhost:" + unused;
    RegistryClient client = RegistryClient.of(Map.of("url", url));
    assertThatThrownBy(() -> client.schemaById(7))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("the schema registry at " + url + " is not reachable");
    assertThatThrownBy(() -> client.idFor("t-value", SCHEMA))
        .isInstanceOf(RegistryUnavailableException.class);
  }

  @Test
  void aSettingTheClientCannotUseIsRefusedAtOnce() {
    assertThatThrownBy(() -> client(Map.of("ssl.truststore.location", "/no/such/file")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("schema.registry: ");
    assertThatThrownBy(() -> client(Map.of("proxy.port", "http")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("schema.registry.proxy.port: 'http' is no whole number in range");
  }

  private RegistryClient client(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("url", "http://localhost:" + server.getAddress().getPort() + "/registry");
    return RegistryClient.of(settings);
  }

  private static String schemaAnswer(String schema, String type) {
    String quoted = schema.replace("\\", "\\\\").replace("\"", "\\\"");
    String kind = type == null ? "" : ",\"schemaType\":\"" + type + "\"";
    return "{\"schema\":\"" + quoted + "\"" + kind + "}";
  }
}
