package io.braid.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.braid.model.spec.Http;
import io.braid.model.spec.SpecException;
import io.braid.sandbox.EmbeddedBroker;
import io.braid.schemas.Prediction;
import io.braid.schemas.TaskPrediction;
import io.braid.topology.meter.Meters;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A served application on a real broker, asked over HTTP. */
class DashboardTest {
  private static final int EVENTS = 400;
  private static final String SUBSCRIPTION =
      "GET /api/stream HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n";

  @TempDir private static Path directory;
  private static EmbeddedBroker broker;
  private static Scene scene;
  private static int predicted = EVENTS;

  @BeforeAll
  static void start() throws Exception {
    broker = EmbeddedBroker.startNew();
    scene = new Scene(broker, directory, "shop", "{port: 0}");
    HttpResponse<String> ready = scene.get("/health/ready");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body()).contains("the application is starting");
    assertThat(scene.get("/health/live").statusCode()).isEqualTo(200);
    assertThat(scene.post("/predict", "{\"features\":{}}").statusCode()).isEqualTo(503);
    scene.running();
    scene.send(EVENTS);
    scene.sendBytes(new byte[] {1, 2, 3});
    scene.sendBytes(null);
    Scene.await(
        "everything is learned",
        () -> {
          JsonNode state = scene.json("/api/state");
          return state.get("predictions").asInt() == EVENTS
              && state.get("deadLetters").asInt() == 2
              && state.get("tasks").get(0).get("n").asInt() == EVENTS
              && state.get("ready").asBoolean();
        });
  }

  /** A page that is open while the application stops holds nothing up, and is not served on. */
  @AfterAll
  static void stop() throws Exception {
    URI address = scene.dashboard.address();
    try (Socket page = new Socket(address.getHost(), address.getPort())) {
      page.getOutputStream().write(SUBSCRIPTION.getBytes(StandardCharsets.UTF_8));
      Scene.await("the page is served", () -> senders() == 1);
      scene.close();
      Scene.await("its thread has ended", () -> senders() == 0);
    } finally {
      broker.close();
    }
  }

  @Test
  void itIsLiveAndReadyOnceItRunsAndHasCaughtUp() throws Exception {
    assertThat(scene.get("/health/live").statusCode()).isEqualTo(200);
    assertThat(scene.get("/health/ready").body()).isEqualTo("{\"ready\":true,\"because\":[]}");
  }

  @ParameterizedTest
  @EnumSource
  void everyMeterIsScrapedWithItsHelpAndType(Meters meter) throws Exception {
    String text = scene.get("/metrics").body();
    String name = meter.prometheusName();
    String type = meter.type().name().toLowerCase(Locale.ROOT);
    assertThat(text).contains("# HELP " + name + " " + meter.help() + "\n");
    assertThat(text).contains("# TYPE " + name + " " + type + "\n");
    List<String> samples = text.lines().filter(l -> l.matches(name + "[ {].*")).toList();
    assertThat(samples).isNotEmpty();
    for (String sample : samples) {
      Set<String> tags = new HashSet<>();
      for (String part : sample.replaceAll("^[^{]*\\{?|\\}? [^ ]*$", "").split(",", -1)) {
        if (part.contains("=")) {
          tags.add(part.substring(0, part.indexOf('=')));
        }
      }
      assertThat(tags).isEqualTo(new HashSet<>(meter.tags()));
    }
  }

  @Test
  void whatIsCountedIsWhatWasSentAndKafkasOwnMetersAreThereToo() throws Exception {
    String text = scene.get("/metrics").body();
    assertThat(text).contains("braid_dead_letters_total{reason=\"null_value\"} 1.0\n");
    assertThat(text).contains("braid_task_labels_total{task=\"big\"} " + EVENTS + ".0\n");
    assertThat(text)
        .contains("kafka_stream_", "kafka_consumer_fetch_manager_", "jvm_memory_used_bytes");
    JsonNode state = scene.json("/api/state");
    assertThat(state.get("step").asInt()).isEqualTo(EVENTS);
    assertThat(state.get("learned").asInt()).isEqualTo(EVENTS);
    assertThat(state.get("labels").get("on_time").asInt()).isEqualTo(EVENTS * 5);
    assertThat(state.get("snapshot").get("bytes").asLong()).isPositive();
    assertThat(state.get("worst").get("because").asText()).endsWith(".");
    assertThat(state.get("latencyMs").get("p50").asDouble()).isPositive();
    assertThat(state.get("processingMs").get("p99").asDouble()).isPositive();
  }

  @Test
  void whatSharingGainsIsSaidOfEveryTaskThatIsEmitted() throws Exception {
    for (JsonNode task : scene.json("/api/state").get("tasks")) {
      JsonNode gain = task.get("transferGain");
      if (task.get("name").asText().equals("hidden")) {
        assertThat(gain.isNull()).isTrue();
      } else {
        assertThat(gain.get("value").asDouble())
            .isBetween(gain.get("low").asDouble(), gain.get("high").asDouble());
      }
    }
  }

  @Test
  void relatednessIsAMatrixByTheFirstMeasure() throws Exception {
    JsonNode relatedness = scene.json("/api/state").get("relatedness");
    assertThat(relatedness.get("kind").asText()).isEqualTo("gradient_cosine");
    assertThat(relatedness.get("tasks")).hasSize(5);
    for (int i = 0; i < 5; i++) {
      assertThat(relatedness.get("values").get(i).get(i).asDouble()).isEqualTo(1);
      assertThat(relatedness.get("standardErrors").get(i)).hasSize(5);
    }
    double value = relatedness.get("values").get(0).get(1).asDouble();
    assertThat(value).isBetween(-1.0, 1.0);
    assertThat(relatedness.get("values").get(1).get(0).asDouble()).isEqualTo(value);
    assertThat(relatedness.get("standardErrors").get(0).get(1).asDouble()).isPositive();
  }

  @Test
  void everyAnswerHasTheFieldsTheDescriptionNames() throws Exception {
    JsonNode schemas = openapi().get("components").get("schemas");
    JsonNode state = scene.json("/api/state");
    assertThat(names(state)).isEqualTo(names(schemas.get("State").get("properties")));
    assertThat(names(state.get("tasks").get(0)))
        .isEqualTo(names(schemas.get("Task").get("properties")));
    JsonNode pipeline = scene.json("/api/pipeline");
    assertThat(names(pipeline)).isEqualTo(names(schemas.get("Pipeline").get("properties")));
    JsonNode letters = scene.json("/api/dead-letters");
    assertThat(letters.get("total").asInt()).isEqualTo(2);
    assertThat(names(letters.get("samples").get(0)))
        .isEqualTo(names(schemas.get("DeadLetter").get("properties")));
    for (String[] each :
        new String[][] {
          {"/api/history?task=cost", "/api/history"},
          {"/api/throughput", "/api/throughput"},
          {"/api/drifts", "/api/drifts"}
        }) {
      JsonNode described =
          openapi()
              .at("/paths/" + each[1].replace("/", "~1") + "/get/responses/200/content")
              .get("application/json")
              .get("schema")
              .get("properties");
      JsonNode answer = scene.json(each[0]);
      assertThat(names(answer)).isEqualTo(names(described));
      if (answer.has("points")) {
        assertThat(names(answer.get("points").get(0)))
            .isEqualTo(names(described.get("points").get("items").get("properties")));
      }
    }
  }

  @Test
  void theDescriptionListsEveryRouteAndOnlyThose() throws Exception {
    Set<String> described = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path : openapi().get("paths").properties()) {
      for (String method : names(path.getValue())) {
        described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
      }
    }
    Set<String> routes = new TreeSet<>(scene.dashboard.routes());
    routes.add("GET /");
    assertThat(described).isEqualTo(routes);
  }

  @Test
  void thePipelineIsShownWithItsSettingsAndWithoutItsSecrets() throws Exception {
    JsonNode pipeline = scene.json("/api/pipeline");
    assertThat(pipeline.get("guarantee").asText()).isEqualTo("exactly_once_v2");
    assertThat(pipeline.get("parameters").asInt()).isPositive();
    assertThat(pipeline.get("trunk").get("settings").toString()).contains("\"hidden\"", "[8]");
    assertThat(pipeline.get("tasks").get(1).get("primary").asText()).isEqualTo("rmse");
    assertThat(pipeline.get("yaml").asText())
        .contains("name: shop")
        .doesNotContain("hunter2", "hunter3");
  }

  @Test
  void historyKnowsTasksAndTheirFigures() throws Exception {
    JsonNode history = scene.json("/api/history?task=shape&metric=log_loss");
    assertThat(history.get("points").size()).isPositive();
    HttpResponse<String> unknown = scene.get("/api/history?task=none");
    assertThat(unknown.statusCode()).isEqualTo(400);
    assertThat(unknown.body()).contains("\"field\":\"task\"", "big, cost, shape, visits, hidden");
    assertThat(scene.get("/api/history?task=cost&metric=auc").statusCode()).isEqualTo(400);
  }

  @Test
  void membersOfAFamilyOfTasksAreListedWorstFirst() throws Exception {
    JsonNode tasks = scene.json("/api/state").get("tasks");
    assertThat(tasks.get(0).get("members").isNull()).isTrue();
    JsonNode members = tasks.get(1).get("members");
    assertThat(members.size()).isBetween(1, 10);
    for (int i = 0; i < members.size(); i++) {
      assertThat(members.get(i).get("name").asText()).isNotBlank();
      assertThat(members.get(i).get("n").asLong()).isGreaterThanOrEqualTo(10);
      assertThat(members.get(i).get("figure").asDouble())
          .isGreaterThanOrEqualTo(members.get(Math.max(0, i - 1)).get("figure").asDouble());
    }
  }

  @Test
  void aPredictionOnRequestIsTheTopicsBitForBit() throws Exception {
    for (int i = 0; i < 5; i++) {
      int event = 10_000 + i;
      long step = scene.json("/api/state").get("step").asLong();
      JsonNode[] answer = new JsonNode[1];
      String body = Scene.JSON.writeValueAsString(Map.of("features", Scene.features(event)));
      Scene.await(
          "the answer is of the latest step",
          () -> {
            HttpResponse<String> response = scene.post("/predict", body);
            assertThat(response.statusCode()).isEqualTo(200);
            answer[0] = Scene.JSON.readTree(response.body());
            return answer[0].get("step").asLong() == step;
          });
      scene.sendUnlabelled(event);
      predicted++;
      List<Prediction> topic = scene.predictions(predicted);
      Prediction said = topic.get(predicted - 1);
      assertThat(said.getId().toString()).isEqualTo("event-" + event);
      assertThat(said.getStep()).isEqualTo(step);
      assertSame(said, answer[0]);
      scene.send(7);
      predicted += 7;
      long expected = step + 7;
      Scene.await(
          "the events are learned",
          () -> scene.json("/api/state").get("step").asLong() == expected);
    }
  }

  private static void assertSame(Prediction said, JsonNode answer) {
    assertThat(names(answer.get("tasks")))
        .containsExactlyInAnyOrder("big", "cost", "shape", "visits");
    for (TaskPrediction task : said.getTasks()) {
      JsonNode given = answer.get("tasks").get(task.getTask().toString());
      if (task.getClassName() == null) {
        assertThat(given.get("value").asDouble()).isEqualTo(task.getValue());
        continue;
      }
      assertThat(given.get("class").asText()).isEqualTo(task.getClassName().toString());
      List<Float> probabilities = new ArrayList<>();
      given.get("probabilities").forEach(p -> probabilities.add((float) p.asDouble()));
      assertThat(probabilities).isEqualTo(task.getValues());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "not json | the body is not JSON | | {\"features\": {\"name\": value}}",
        "[] | the body must hold features and nothing else | features | {\"features\": {\"name\":"
            + " value}}",
        "{\"features\":{\"siz\":1}} | no such feature | siz | one of [size, colour, open, at]",
        "{\"features\":{\"size\":\"far\"}} | field 'size': 'far' is not allowed, must be a finite"
            + " number | size | a finite number",
        "{\"features\":{\"size\":1e999}} | field 'size': 'Infinity' is not allowed, must be a finite"
            + " number | size | a finite number",
        "{\"features\":{\"open\":2}} | field 'open': '2.0' is not allowed, must be true, false, 0 or"
            + " 1 | open | true, false, 0 or 1",
        "{\"features\":{\"size\":[1]}} | a feature must have a single value | size | a number, text,"
            + " flag or null",
      })
  void aWrongRequestIsToldFieldValueAndWhatIsAllowed(
      String body, String error, String field, String allowed) throws Exception {
    HttpResponse<String> response = scene.post("/predict", body);
    assertThat(response.statusCode()).isEqualTo(400);
    JsonNode answer = Scene.JSON.readTree(response.body());
    assertThat(answer.get("error").asText()).isEqualTo(error);
    assertThat(answer.get("field").isNull() ? null : answer.get("field").asText()).isEqualTo(field);
    assertThat(answer.get("allowed").asText()).isEqualTo(allowed);
  }

  @Test
  void hostileInputIsBounded() throws Exception {
    String large = "{\"features\":{\"colour\":\"" + "x".repeat(70_000) + "\"}}";
    assertThat(scene.post("/predict", large).statusCode()).isEqualTo(413);
    String deep = "[".repeat(1000) + "]".repeat(1000);
    assertThat(scene.post("/predict", deep).statusCode()).isEqualTo(400);
    assertThat(
            scene
                .send(scene.request("/api/state").header("X-Long", "y".repeat(20_000)).build())
                .statusCode())
        .isEqualTo(431);
    assertThat(scene.get("/assets/../openapi.json").statusCode()).isEqualTo(404);
    assertThat(scene.get("/assets/uplot/..%2F..%2Fsecret").statusCode()).isIn(400, 404);
    assertThat(scene.get("/nothing").statusCode()).isEqualTo(404);
  }

  @Test
  void theStreamSendsTheStateAndWhatHappens() throws Exception {
    HttpResponse<InputStream> stream =
        HttpClient.newHttpClient()
            .send(
                scene.request("/api/stream").header("Accept", "text/event-stream").build(),
                BodyHandlers.ofInputStream());
    List<String> lines = new ArrayList<>();
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
      while (lines.stream().filter("event: state"::equals).count() < 2) {
        lines.add(in.readLine());
      }
      assertThat(lines.get(0)).isEqualTo("retry: 2000");
      scene.sendBytes(new byte[] {9});
      while (!lines.contains("event: dead-letter")) {
        lines.add(in.readLine());
      }
      assertThat(in.readLine()).startsWith("data: {\"time\":").contains("\"reason\":");
    }
    assertThat(scene.get("/api/stream").statusCode()).isEqualTo(406);
  }

  @Test
  void subscribersAreBoundedAndPlacesComeBack() throws Exception {
    Scene.await("no one subscribes", () -> scene.dashboard.subscribers() == 0);
    List<Socket> sockets = new ArrayList<>();
    URI address = scene.dashboard.address();
    try {
      for (int i = 0; i < EventStream.SUBSCRIBERS; i++) {
        Socket socket = new Socket(address.getHost(), address.getPort());
        socket.getOutputStream().write(SUBSCRIPTION.getBytes(StandardCharsets.UTF_8));
        sockets.add(socket);
      }
      Scene.await(
          "all places are taken", () -> scene.dashboard.subscribers() == EventStream.SUBSCRIBERS);
      HttpResponse<String> refused =
          scene.send(scene.request("/api/stream").header("Accept", "text/event-stream").build());
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(scene.get("/api/state").statusCode()).isEqualTo(200);
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
    Scene.await("the places are free again", () -> scene.dashboard.subscribers() == 0);
    Scene.await("and their threads have ended", () -> senders() == 0);
  }

  private static long senders() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("braid-sse"))
        .count();
  }

  @Test
  void aNameOfSomewhereElseIsNotAnswered() throws Exception {
    URI address = scene.dashboard.address();
    for (String host : new String[] {"evil.example", "evil.example:80", "127.0.0.1.evil.example"}) {
      assertThat(raw(address, "GET /api/pipeline HTTP/1.0\r\nHost: " + host + "\r\n\r\n"))
          .startsWith("HTTP/1.1 403");
    }
    assertThat(raw(address, "GET /api/pipeline HTTP/1.0\r\nHost: localhost:1\r\n\r\n"))
        .startsWith("HTTP/1.1 200");
  }

  private static String raw(URI address, String request) throws Exception {
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void thePageIsServedWithAPolicyThatLetsNothingElseIn() throws Exception {
    HttpResponse<String> page = scene.get("/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("Braid");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .startsWith("default-src 'self'");
    assertThat(page.headers().firstValue("Server")).isEmpty();
  }

  @Test
  void aTakenPortIsOneClearLine() {
    Http taken = Http.DEFAULT.at(scene.dashboard.address().getPort());
    assertThatThrownBy(() -> Dashboard.start(scene.application, taken, ""))
        .isInstanceOf(SpecException.class)
        .hasMessageStartingWith(
            "http.port: cannot listen on port " + taken.port() + " of 127.0.0.1 (")
        .hasMessageEndingWith("must be a free one, or 0 for any");
  }

  private static JsonNode openapi() throws Exception {
    return scene.json("/openapi.json");
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
