package io.braid.model.spec;

import io.braid.model.spec.Pipeline.Evaluation;
import io.braid.model.spec.Pipeline.Input;
import io.braid.model.spec.Pipeline.Labels;
import io.braid.model.spec.Pipeline.Training;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** From the maps and lists of a pipeline file to a {@link Pipeline}. */
final class PipelineGrammar {
  static final Pattern DECIMAL =
      Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

  /** What Kafka allows in the names of topics and applications. */
  private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9._-]+");

  private static final Pattern DURATION = Pattern.compile("([0-9]{1,12})(ms|s|m|h|d)");
  private static final long LONGEST_MS = 365L * 24 * 3_600_000;
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_TOPIC = 249;

  /** Learning rates hedged over unless something else is said. */
  static final List<String> DEFAULT_RATES = List.of("7e-4", "2e-3", "6e-3");

  private final Params root;
  private final Map<String, Object> written;

  PipelineGrammar(Map<String, Object> settings) {
    written = settings;
    root = new Params("", settings);
  }

  Pipeline pipeline() {
    String name = legal(root, "name", null, LONGEST_NAME);
    Input input = input(name);
    Labels labels = labels(name, input);
    List<Feature> features = TaskGrammar.features(root.raw("features", "a list of features"));
    Component trunk =
        root.component(
            "trunk",
            "kind",
            new Component("mlp", Map.of("hidden", List.of(64, 32), "activation", "relu"), "trunk"));
    Component head = root.component("head", "kind", (Component) null);
    List<Task> tasks = TaskGrammar.tasks(root.raw("tasks", "a list of tasks"), head);
    Component weighting =
        root.component("weighting", "kind", new Component("ema_norm", Map.of(), "weighting"));
    Component optimizer =
        root.component(
            "optimizer",
            "kind",
            new Component("rmsprop", Map.of("learning_rate", DEFAULT_RATES), "optimizer"));
    Component drift =
        root.component("drift", "detector", new Component("adwin", Map.of(), "drift"));
    Training training = training();
    Evaluation evaluation = evaluation();
    Map<String, String> kafka = passedOn("kafka");
    Map<String, String> registry = passedOn("schema.registry");
    Http http = HttpGrammar.of(root.raw("http", "{port: 8080}, true or false"));
    Skip skip = Skip.of(root.raw("skip", Skip.EXAMPLE));
    Memory memory = Memory.of(root.raw("label_memory", Memory.EXAMPLE));
    Relatedness relatedness = Relatedness.of(root.raw("relatedness", Relatedness.EXAMPLE));
    Component protection = root.component("protection", "kind", (Component) null);
    Object gain = root.raw("transfer_gain", Safeguards.GAIN);
    Safeguards safeguards = Safeguards.of(protection, gain, tasks);
    Transfer transfer = Transfer.of(root);
    root.close();
    if (labels == null) {
      TaskGrammar.refuseLeaks(features, tasks);
    }
    return new Pipeline(
        name,
        input,
        labels,
        features,
        trunk,
        tasks,
        weighting,
        optimizer,
        drift,
        training,
        evaluation,
        kafka,
        registry,
        http,
        skip,
        memory,
        relatedness,
        safeguards,
        transfer,
        written);
  }

  private Input input(String name) {
    Params params = nested("input", "{topic: river.readings}");
    String topic = legal(params, "topic", name + ".events", LONGEST_TOPIC);
    Input input =
        new Input(
            topic, params.text("time", null), params.text("id", null), params.text("weight", null));
    params.close();
    return input;
  }

  private Labels labels(String name, Input input) {
    if (!root.has("labels")) {
      root.raw("labels", "{topic: river.labels, wait: 72h}");
      return null;
    }
    Params params = nested("labels", "{topic: river.labels, wait: 72h}");
    String topic = legal(params, "topic", name + ".labels", LONGEST_TOPIC);
    long waitMs = duration(params, "wait", "24h");
    int maxPending = params.integer("max_pending", 1_000_000, 1, 1_000_000_000);
    params.close();
    if (topic.equals(input.topic())) {
      throw new SpecException(
          "labels.topic", Params.quote(topic) + " is not allowed, it is the input topic too");
    }
    return new Labels(topic, waitMs, maxPending);
  }

  private Training training() {
    Training fallback = Training.DEFAULT;
    return new Training(
        root.integer("batch", fallback.batch(), 1, 65_536),
        root.choice("kernels", fallback.kernels(), List.of("auto", "loops", "vector", "nd4j")),
        root.integer("seed", (int) fallback.seed(), Integer.MIN_VALUE, Integer.MAX_VALUE),
        root.component("early_stopping", "kind", fallback.earlyStopping()));
  }

  private Evaluation evaluation() {
    Params params = nested("evaluation", "{window: 1000}");
    Evaluation fallback = Evaluation.DEFAULT;
    Evaluation evaluation =
        new Evaluation(
            params.integer("window", fallback.window(), 10, 1_000_000),
            params.real("fading", fallback.fading(), 0.5, 0.999999),
            params.integer("every", fallback.every(), 1, 1_000_000_000));
    params.close();
    return evaluation;
  }

  /** Settings that go to a client by the client's own names: scalars and secrets, kept as text. */
  private Map<String, String> passedOn(String key) {
    Object value = root.raw(key, "settings by name");
    Map<String, String> settings = new LinkedHashMap<>();
    mapping(key, value, "{name: value}")
        .forEach(
            (name, setting) -> {
              if (setting == null || setting instanceof List) {
                throw new SpecException(
                    key + "." + name,
                    Params.quote(setting) + " is not allowed, must be a text, number or flag");
              }
              boolean secret = setting instanceof Map;
              settings.put(
                  name, secret ? Secrets.reference(key + "." + name, setting) : setting.toString());
            });
    return settings;
  }

  private Params nested(String key, String example) {
    return new Params(key, mapping(key, root.raw(key, example), example));
  }

  private static String legal(Params params, String key, String fallback, int longest) {
    String value = params.text(key, fallback);
    if (value == null) {
      throw new SpecException(params.path(key), "missing, must be a name such as river-flow");
    }
    if (!LEGAL.matcher(value).matches() || value.length() > longest) {
      throw new SpecException(
          params.path(key),
          Params.quote(value)
              + " is not allowed, must be 1 to "
              + longest
              + " of the characters A-Z a-z 0-9 . _ -");
    }
    return value;
  }

  private static long duration(Params params, String key, String fallback) {
    String text = params.text(key, fallback);
    Matcher matcher = DURATION.matcher(text);
    if (matcher.matches()) {
      long unit =
          switch (matcher.group(2)) {
            case "ms" -> 1L;
            case "s" -> 1_000L;
            case "m" -> 60_000L;
            case "h" -> 3_600_000L;
            default -> 86_400_000L;
          };
      long count = Long.parseLong(matcher.group(1));
      if (count >= 1 && count <= LONGEST_MS / unit) {
        return count * unit;
      }
    }
    throw new SpecException(
        params.path(key),
        Params.quote(text)
            + " is not allowed, must be a duration such as 500ms, 30s, 30m, 72h or 7d, from 1ms to"
            + " 365d");
  }

  /** A value that must be a map; nothing counts as an empty one. */
  static Map<String, Object> mapping(String path, Object value, String example) {
    if (value == null) {
      return Map.of();
    }
    if (!(value instanceof Map<?, ?> map)) {
      throw new SpecException(
          path, Params.quote(value) + " is not allowed, must be settings such as " + example);
    }
    Map<String, Object> settings = new LinkedHashMap<>();
    map.forEach((k, v) -> settings.put(String.valueOf(k), v));
    return settings;
  }
}
