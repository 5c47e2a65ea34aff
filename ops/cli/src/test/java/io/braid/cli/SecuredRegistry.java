package io.braid.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/**
 * As much of a schema registry as writers and readers of Avro use, over TLS and for one user alone:
 * registering, looking up, the latest version, compatibility (always), a schema by its id.
 */
final class SecuredRegistry implements AutoCloseable {
  private static final Pattern SUBJECT =
      Pattern.compile("(?:/compatibility)?/subjects/([^/?]+)(/versions.*)?");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpsServer server;
  private final List<String> schemas = new ArrayList<>();
  private final Map<String, Integer> latest = new HashMap<>();

  SecuredRegistry(SSLContext tls, String user, String password) throws IOException {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server
        .createContext("/", this::answer)
        .setAuthenticator(
            new BasicAuthenticator("registry") {
              @Override
              public boolean checkCredentials(String name, String given) {
                return name.equals(user) && given.equals(password);
              }
            });
    server.start();
  }

  String url() {
    return "https://127.0.0.1:" + server.getAddress().getPort();
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    String path = exchange.getRequestURI().getPath();
    Matcher subject = SUBJECT.matcher(path);
    boolean post = exchange.getRequestMethod().equals("POST");
    if (path.startsWith("/schemas/ids/")) {
      int id = Integer.parseInt(path.substring("/schemas/ids/".length()));
      boolean known = id >= 1 && id <= schemas.size();
      send(exchange, known ? "{\"schema\":" + schemas.get(id - 1) + "}" : null);
    } else if (path.startsWith("/compatibility")) {
      send(exchange, "{\"is_compatible\":true}");
    } else if (subject.matches() && post && subject.group(2) != null) {
      latest.put(subject.group(1), id(body));
      send(exchange, "{\"id\":" + latest.get(subject.group(1)) + "}");
    } else if (subject.matches() && latest.containsKey(subject.group(1))) {
      int id = latest.get(subject.group(1));
      send(
          exchange,
          "{\"subject\":\"%s\",\"version\":1,\"id\":%d,\"schema\":%s}"
              .formatted(subject.group(1), id, schemas.get(id - 1)));
    } else {
      send(exchange, null);
    }
  }

  /** The number of the schema in a request, given to it if it is new. */
  private int id(String body) throws IOException {
    String schema = JSON.readTree(body).get("schema").toString();
    if (!schemas.contains(schema)) {
      schemas.add(schema);
    }
    return schemas.indexOf(schema) + 1;
  }

  private static void send(HttpExchange exchange, String answer) throws IOException {
    byte[] bytes =
        (answer != null ? answer : "{\"error_code\":40401,\"message\":\"not found\"}")
            .getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(answer != null ? 200 : 404, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
