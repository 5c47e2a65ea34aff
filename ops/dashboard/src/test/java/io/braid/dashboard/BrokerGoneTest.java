package io.braid.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.braid.sandbox.EmbeddedBroker;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Health while the broker is away, and while the application falls behind. */
class BrokerGoneTest {
  @TempDir private Path directory;

  @Test
  void withoutABrokerItLivesButIsNotReadyAndWithOneItIsAgain() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.startNew();
        Scene scene = new Scene(broker, directory, "gone", "{port: 0}").running()) {
      scene.send(20);
      Scene.await("all is learned", () -> scene.json("/api/state").get("step").asInt() == 20);
      Scene.await("it is ready", () -> scene.get("/health/ready").statusCode() == 200);
      broker.stop();
      Scene.await("it is not ready", () -> scene.get("/health/ready").statusCode() == 503);
      assertThat(scene.get("/health/ready").body()).contains("no broker answers");
      assertThat(scene.get("/health/live").statusCode()).isEqualTo(200);
      Scene.await(
          "the state says so too",
          () ->
              scene.json("/api/state").get("lag").isNull()
                  && scene.get("/metrics").body().contains("braid_lag_records NaN"));
      assertThat(scene.get("/metrics").body()).contains("braid_ready 0.0");
      HttpResponse<String> still = scene.post("/predict", "{\"features\":{\"size\":1}}");
      assertThat(still.statusCode()).as(still.body()).isEqualTo(200);
      broker.start();
      Scene.await("it is ready again", () -> scene.get("/health/ready").statusCode() == 200);
    }
  }

  @Test
  void aboveTheLagLimitItIsNotReadyAndSaysByHowMuch() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.startNew();
        Scene scene = new Scene(broker, directory, "slow", "{port: 0, lag_limit: 5}").running()) {
      Scene.await("it is ready", () -> scene.get("/health/ready").statusCode() == 200);
      boolean seen = false;
      for (int burst = 0; burst < 50 && !seen; burst++) {
        scene.send(2000);
        HttpResponse<String> ready = scene.get("/health/ready");
        seen = ready.statusCode() == 503;
        if (seen) {
          assertThat(ready.body()).contains("records of the input are still to be learned");
        }
      }
      assertThat(seen).isTrue();
      Scene.await("it is ready again", () -> scene.get("/health/ready").statusCode() == 200);
    }
  }

  @Test
  void aRestoredApplicationAnswersWithWhatItHadLearned() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.startNew()) {
      String body = Scene.JSON.writeValueAsString(Map.of("features", Scene.features(3)));
      JsonNode before;
      try (Scene scene = new Scene(broker, directory, "again", "{port: 0}").running()) {
        scene.send(100);
        Scene.await("all is learned", () -> scene.json("/api/state").get("step").asInt() == 100);
        Thread.sleep(200);
        before = Scene.JSON.readTree(scene.post("/predict", body).body());
        assertThat(before.get("step").asInt()).isEqualTo(100);
      }
      try (Scene scene = new Scene(broker, directory, "again", "{port: 0}").running()) {
        assertThat(Scene.JSON.readTree(scene.post("/predict", body).body())).isEqualTo(before);
        Scene.await(
            "the state says so too", () -> scene.json("/api/state").get("step").asInt() == 100);
        assertThat(scene.get("/metrics").body()).contains("braid_model_step 100.0");
      }
    }
  }
}
