package io.braid.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/** The rules and the dashboard as they are deployed. */
final class WatchFiles {
  /** A PromQL expression, where it stands, and the unit it is shown in, if any. */
  record Expression(String place, String text, String unit) {}

  static final Path ROOT = root();
  static final Path RULES = ROOT.resolve("ops/prometheus/braid.rules.yml");
  static final Path RULE_TESTS = ROOT.resolve("ops/prometheus/tests/braid.test.yml");
  static final Path GRAFANA = ROOT.resolve("ops/grafana/braid.json");

  private WatchFiles() {}

  private static Path root() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(at.resolve("ops/prometheus"))) {
      at = at.getParent();
    }
    return at;
  }

  static Map<String, Object> yaml(Path file) throws IOException {
    return new Yaml().load(Files.readString(file));
  }

  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> list(Map<String, Object> map, String key) {
    return (List<Map<String, Object>>) map.getOrDefault(key, List.of());
  }

  @SuppressWarnings("unchecked")
  static Map<String, String> texts(Map<String, Object> map, String key) {
    return (Map<String, String>) map.getOrDefault(key, Map.of());
  }

  /** All rules; those with {@code record} name a series, those with {@code alert} an alert. */
  static List<Map<String, Object>> rules() throws IOException {
    List<Map<String, Object>> rules = new ArrayList<>();
    for (Map<String, Object> group : list(yaml(RULES), "groups")) {
      rules.addAll(list(group, "rules"));
    }
    return rules;
  }

  static List<Map<String, Object>> alerts() throws IOException {
    return rules().stream().filter(rule -> rule.containsKey("alert")).toList();
  }

  static JsonNode dashboard() throws IOException {
    return new ObjectMapper().readTree(GRAFANA.toFile());
  }

  /** Every expression of the dashboard and of the rules. */
  static List<Expression> expressions() throws IOException {
    List<Expression> all = new ArrayList<>();
    for (Map<String, Object> rule : rules()) {
      String name = String.valueOf(rule.getOrDefault("alert", rule.get("record")));
      all.add(new Expression("rule " + name, (String) rule.get("expr"), null));
    }
    JsonNode dashboard = dashboard();
    for (JsonNode panel : dashboard.get("panels")) {
      String unit = panel.at("/fieldConfig/defaults/unit").asText(null);
      for (JsonNode target : panel.path("targets")) {
        String place = "panel '" + panel.get("title").asText() + "'";
        all.add(new Expression(place, target.get("expr").asText(), unit));
      }
    }
    for (JsonNode note : dashboard.at("/annotations/list")) {
      String place = "annotation " + note.get("name").asText();
      all.add(new Expression(place, note.get("expr").asText(), null));
    }
    for (JsonNode variable : dashboard.at("/templating/list")) {
      String query = variable.get("query").asText();
      String place = "variable " + variable.get("name").asText();
      // label_values(series, label)
      all.add(
          new Expression(
              place, query.replaceFirst("label_values\\(([^,]+),.*\\)", "$1").strip(), null));
    }
    return all;
  }
}
