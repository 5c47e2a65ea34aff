package io.braid.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The image's description, the stack's and the cluster's agree with each other; without Docker. */
class ManifestsTest {
  private static final Path DOCKER = Images.ROOT.resolve("docker");

  private final String dockerfile = text("Dockerfile");
  private final List<JsonNode> cluster = documents("kubernetes/braid.yaml");
  private final JsonNode stack = documents("compose.yaml").get(0);

  @Test
  void theClusterRunsTheImageAsItWasMade() {
    JsonNode pod = only("StatefulSet").at("/spec/template/spec");
    String user = found("echo 'braid:x:(\\d+):", dockerfile);
    String port = found("EXPOSE (\\d+)", dockerfile);
    for (String id : List.of("runAsUser", "runAsGroup", "fsGroup")) {
      assertThat(pod.at("/securityContext/" + id).asText()).as(id).isEqualTo(user);
    }
    JsonNode container = pod.at("/containers/0");
    assertThat(container.at("/ports/0/containerPort").asText()).isEqualTo(port);
    assertThat(texts(container.at("/args"))).isEqualTo(command());
    for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
      assertThat(container.at("/" + probe + "/httpGet/port").asText())
          .isEqualTo(container.at("/ports/0/name").asText());
    }
    assertThat(container.at("/readinessProbe/httpGet/path").asText())
        .isEqualTo("/health/" + found("bin/health\", \"(\\w+)\"", dockerfile));
    assertThat(container.at("/image").asText()).isEqualTo("braid:" + version());
    assertThat(pod.at("/initContainers/0/image").asText()).isEqualTo("braid:" + version());
    // As long as Interruption waits, and a little more.
    assertThat(pod.at("/terminationGracePeriodSeconds").asInt()).isGreaterThan(40);
  }

  @Test
  void theClustersPartsFindEachOther() {
    JsonNode set = only("StatefulSet");
    JsonNode service = only("Service");
    assertThat(set.at("/spec/serviceName").asText())
        .isEqualTo(service.at("/metadata/name").asText());
    assertThat(service.at("/spec/clusterIP").asText()).isEqualTo("None");
    JsonNode labels = set.at("/spec/template/metadata/labels");
    assertThat(service.at("/spec/selector")).isEqualTo(labels);
    assertThat(set.at("/spec/selector/matchLabels")).isEqualTo(labels);
    assertThat(only("PodDisruptionBudget").at("/spec/selector/matchLabels")).isEqualTo(labels);
    assertThat(service.at("/spec/ports/0/targetPort").asText())
        .isEqualTo(set.at("/spec/template/spec/containers/0/ports/0/name").asText());
    assertThat(set.at("/spec/template/spec/volumes/0/configMap/name").asText())
        .isEqualTo(only("ConfigMap").at("/metadata/name").asText());
    assertThat(set.at("/spec/template/spec/containers/0/envFrom/0/secretRef/name").asText())
        .isEqualTo(only("Secret").at("/metadata/name").asText());
    assertThat(set.at("/spec/template/spec/containers/0/volumeMounts/1/name").asText())
        .isEqualTo(set.at("/spec/volumeClaimTemplates/0/metadata/name").asText());
  }

  @Test
  void theClustersPipelineIsOneAndKeepsItsStateOnTheVolume() {
    String file = only("ConfigMap").at("/data").fieldNames().next();
    Pipeline pipeline =
        PipelineFile.parse(only("ConfigMap").at("/data/" + file).asText(), "ConfigMap");
    JsonNode mounts = only("StatefulSet").at("/spec/template/spec/containers/0/volumeMounts");
    assertThat(command()).contains(mounts.at("/0/mountPath").asText() + "/" + file);
    assertThat(mounts.at("/1/mountPath").asText())
        .isEqualTo(pipeline.kafka().get("state.dir"))
        .isEqualTo(found("\nVOLUME (\\S+)", dockerfile));
    assertThat(pipeline.http().host()).isEqualTo("0.0.0.0");
    assertThat(pipeline.http().port())
        .isEqualTo(Integer.parseInt(found("EXPOSE (\\d+)", dockerfile)));
    // A server that all the cluster can reach asks who is there, and the secret has the answer.
    assertThat(only("Secret").at("/stringData").has(pipeline.http().password().name())).isTrue();
  }

  @Test
  void theStackLearnsWhatTheDemoLearns() throws IOException {
    String demo =
        Files.readString(Images.ROOT.resolve("ops/cli/src/main/resources/demo.yaml"))
            .replaceFirst("#.*\n", "");
    assertThat(text("marketplace.yaml").replaceFirst("#.*\n", "")).startsWith(demo);
    Pipeline pipeline = PipelineFile.parse(text("marketplace.yaml"), "marketplace.yaml");
    JsonNode braid = stack.at("/services/braid");
    assertThat(texts(braid.at("/volumes")))
        .contains(
            "./marketplace.yaml:" + command().get(2) + ":ro",
            "state:" + pipeline.kafka().get("state.dir"));
    assertThat(pipeline.kafka().get("bootstrap.servers")).isEqualTo(Stack.KAFKA_INSIDE);
    assertThat(stack.at("/services/kafka/environment/KAFKA_LISTENERS").asText()).contains(":19092");
    assertThat(pipeline.registry().get("url")).isEqualTo(Stack.REGISTRY_INSIDE);
    assertThat(pipeline.http().host()).isEqualTo("0.0.0.0");
    assertThat(texts(braid.at("/ports")).get(0)).endsWith(":" + pipeline.http().port());
    assertThat(text("prometheus.yml")).contains("\"braid:" + pipeline.http().port() + "\"");
  }

  @Test
  void theStackRunsTheImagesThatAreBuiltAndTested() {
    assertThat(image("kafka")).isEqualTo(Images.KAFKA.getUnversionedPart() + ":4.3.1");
    assertThat(image("registry")).isEqualTo("apicurio/apicurio-registry:3.3.3");
    assertThat(image("braid")).isEqualTo("braid:" + version());
    String script = text("images.sh");
    for (String service : List.of("kafka", "registry", "prometheus", "braid")) {
      String[] image = image(service).split(":", 2);
      assertThat(script).contains(image[0] + ":");
      assertThat(script).contains("=" + image[1].replaceFirst("^v", "") + "\n");
    }
  }

  @Test
  void onlyThisMachineReachesTheStack() {
    for (JsonNode service : stack.at("/services")) {
      assertThat(texts(service.at("/ports"))).allMatch(port -> port.startsWith("127.0.0.1:"));
    }
  }

  private String image(String service) {
    return stack.at("/services/" + service + "/image").asText().replace("${BRAID_IMAGES:-}", "");
  }

  private JsonNode only(String kind) {
    List<JsonNode> all =
        cluster.stream().filter(document -> document.at("/kind").asText().equals(kind)).toList();
    assertThat(all).as(kind).hasSize(1);
    return all.get(0);
  }

  private List<String> command() {
    Matcher entries = Pattern.compile("\"([^\"]+)\"").matcher(found("\nCMD (\\[.*])", dockerfile));
    return entries.results().map(entry -> entry.group(1)).toList();
  }

  private static String version() {
    return found("<artifactId>braid</artifactId>\\s*<version>([^<]+)<", text("../pom.xml"));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(node -> texts.add(node.asText()));
    return texts;
  }

  private static String found(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group(1);
  }

  private static String text(String file) {
    try {
      return Files.readString(DOCKER.resolve(file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<JsonNode> documents(String file) {
    // Read by SnakeYAML itself: Jackson's tree does not follow anchors.
    ObjectMapper mapper = new ObjectMapper();
    List<JsonNode> documents = new ArrayList<>();
    new Yaml().loadAll(text(file)).forEach(read -> documents.add(mapper.valueToTree(read)));
    return documents;
  }
}
