package io.braid.model.spec;

import io.braid.model.spec.Task.Kind;
import io.braid.model.spec.Task.Label;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The features and tasks of a pipeline file. */
final class TaskGrammar {
  private static final int MOST_CLASSES = 10_000;
  private static final int WIDEST = 65_536;
  private static final int DEEPEST = 8;

  private TaskGrammar() {}

  static List<Feature> features(Object value) {
    List<Feature> features = new ArrayList<>();
    Set<String> names = new HashSet<>();
    List<?> items = list("features", value, "[temperature, flow_*]");
    for (int i = 0; i < items.size(); i++) {
      Feature feature = feature("features[" + i + "]", items.get(i));
      if (!names.add(feature.name())) {
        throw new SpecException(
            "features[" + i + "].name",
            Params.quote(feature.name()) + " is not allowed, an earlier feature has this name");
      }
      features.add(feature);
    }
    return features;
  }

  private static Feature feature(String path, Object item) {
    Map<String, Object> settings =
        item instanceof String name
            ? Map.of("name", name)
            : PipelineGrammar.mapping(path, item, "{name: season, type: categorical}");
    Params params = new Params(path, settings);
    String name = params.text("name", null);
    if (name == null) {
      throw new SpecException(path + ".name", "missing, must be a feature's name or a pattern");
    }
    String field = params.text("field", name);
    String type = params.text("type", "numeric");
    Map<String, Object> parameters = new LinkedHashMap<>(settings);
    parameters.keySet().removeAll(List.of("name", "field", "type"));
    Feature feature = new Feature(name, field, new Component(type, parameters, path));
    if (feature.isGlob() && !field.equals(name)) {
      throw new SpecException(
          path + ".field",
          "not allowed together with a pattern as the name, " + Params.quote(name));
    }
    return feature;
  }

  /**
   * @param head of every task that names none of its own, or null
   */
  static List<Task> tasks(Object value, Component head) {
    List<Task> tasks = new ArrayList<>();
    Set<String> names = new HashSet<>();
    List<?> items = list("tasks", value, "[{name: flood, kind: binary, label: is_flood}]");
    for (int i = 0; i < items.size(); i++) {
      Task task = task("tasks[" + i + "]", items.get(i), head);
      if (!names.add(task.name())) {
        throw new SpecException(
            "tasks[" + i + "].name",
            Params.quote(task.name()) + " is not allowed, an earlier task has this name");
      }
      tasks.add(task);
    }
    if (tasks.stream().allMatch(Task::auxiliary)) {
      throw new SpecException("tasks", "all are auxiliary, at least one must be emitted");
    }
    return tasks;
  }

  private static Task task(String path, Object item, Component head) {
    Params params =
        new Params(
            path,
            PipelineGrammar.mapping(path, item, "{name: flood, kind: binary, label: is_flood}"));
    String name = params.text("name", null);
    if (name == null) {
      throw new SpecException(path + ".name", "missing, must be the task's name");
    }
    Kind kind = kind(params);
    Task task =
        new Task(
            name,
            kind,
            kind == Kind.BOX ? BoxLabel.read(params) : label(params, kind, name),
            classes(params, kind),
            params.component("loss", "kind", new Component(loss(kind), Map.of(), path + ".loss")),
            params.real("weight", 1.0, 1e-6, 1e6),
            params.flag("auxiliary", false),
            hidden(params),
            params.component("drift", "detector", (Component) null),
            params.component("head", "kind", params.has("hidden") ? null : head),
            Family.of(params));
    if (task.drift() != null && task.drift().parameters().containsKey("reaction")) {
      throw new SpecException(
          path + ".drift.reaction", "not allowed for one task, set it for all at drift.reaction");
    }
    if (task.head() != null && !task.hidden().isEmpty()) {
      throw new SpecException(
          path + ".hidden",
          "not allowed together with head, write head: {kind: dense, hidden: ...}");
    }
    params.close();
    return task;
  }

  private static Kind kind(Params params) {
    List<String> keys = Stream.of(Kind.values()).map(Kind::key).toList();
    String key = params.choice("kind", null, keys);
    if (key == null) {
      throw new SpecException(params.path("kind"), "missing, must be one of " + keys);
    }
    return Kind.valueOf(key.toUpperCase(Locale.ROOT));
  }

  private static String loss(Kind kind) {
    return switch (kind) {
      case BINARY -> "log_loss";
      case MULTICLASS -> "softmax_cross_entropy";
      case TAGGING -> "tag_cross_entropy";
      case REGRESSION -> "squared_error";
      case COUNT -> "poisson";
      case BOX -> "smooth_l1";
    };
  }

  private static Label label(Params task, Kind kind, String name) {
    Object value = task.raw("label", "a field or {field: F, positive: text}");
    String field = name;
    String positive = task.text("positive", null);
    OptionalDouble above = task.optionalReal("above", -1e30, 1e30);
    Measure measure = null;
    if (value instanceof Map) {
      Params params =
          new Params(
              task.path("label"), PipelineGrammar.mapping(task.path("label"), value, "{field: F}"));
      field = params.text("field", name);
      positive = once(params, "positive", positive, params.text("positive", null));
      OptionalDouble inner = params.optionalReal("above", -1e30, 1e30);
      if (inner.isPresent()) {
        above = once(params, "above", above.isPresent() ? above : null, inner);
      }
      measure = measure(params, kind, positive, above.isPresent());
      params.close();
    } else if (value != null) {
      field = task.text("label", name);
    }
    if (kind != Kind.BINARY && (positive != null || above.isPresent())) {
      throw new SpecException(
          task.path(positive != null ? "positive" : "above"),
          "not allowed on a " + kind.key() + " task, only on a binary one");
    }
    if (positive != null && above.isPresent()) {
      throw new SpecException(
          task.path("above"), "not allowed together with positive, choose one of them");
    }
    return new Label(
        field,
        positive,
        above.isPresent() ? (Double) above.getAsDouble() : null,
        measure,
        kind == Kind.TAGGING ? task.integer("length", 32, 2, 4096) : 1,
        List.of(field));
  }

  private static Measure measure(Params label, Kind kind, String positive, boolean above) {
    String key = label.choice("measure", null, Measure.keys());
    if (key == null) {
      return null;
    }
    if (kind == Kind.MULTICLASS || kind == Kind.TAGGING || positive != null) {
      throw new SpecException(
          label.path("measure"),
          positive != null
              ? "not allowed together with positive, choose one of them"
              : "not allowed on a " + kind.key() + " task, it gives a number");
    }
    if (kind == Kind.BINARY && !above) {
      throw new SpecException(
          label.path("above"), "missing, a binary task needs it to make two classes of a measure");
    }
    return Measure.valueOf(key.toUpperCase(Locale.ROOT));
  }

  private static <T> T once(Params params, String key, T outer, T inner) {
    if (outer != null && inner != null) {
      throw new SpecException(params.path(key), "not allowed here, the task has it already");
    }
    return outer == null ? inner : outer;
  }

  private static List<String> classes(Params params, Kind kind) {
    String allowed = "must be a list of class names or their number, 2 to " + MOST_CLASSES;
    Object value = params.raw("classes", allowed);
    String path = params.path("classes");
    if (kind != Kind.MULTICLASS && kind != Kind.TAGGING) {
      if (value != null) {
        throw new SpecException(
            path, "not allowed on a " + kind.key() + " task, only on a multiclass or tagging one");
      }
      return List.of();
    }
    if (value == null) {
      throw new SpecException(path, "missing, " + allowed);
    }
    if (!(value instanceof List<?>)) {
      if (value instanceof Integer count && count >= 2 && count <= MOST_CLASSES) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
      }
      throw new SpecException(path, Params.quote(value) + " is not allowed, " + allowed);
    }
    List<String> names = params.texts("classes", List.of());
    if (names.size() < 2 || names.size() > MOST_CLASSES) {
      throw new SpecException(path, Params.quote(names) + " is not allowed, " + allowed);
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < names.size(); i++) {
      // Labels are matched by value: 1 and 1.0 are one class.
      if (!seen.add(names.get(i).strip().replaceFirst("^(-?[0-9]+)\\.0+$", "$1"))) {
        throw new SpecException(
            path + "[" + i + "]", Params.quote(names.get(i)) + " is not allowed, it stands twice");
      }
    }
    return names;
  }

  private static List<Integer> hidden(Params params) {
    List<Integer> hidden = params.integers("hidden", List.of(), 1, WIDEST);
    if (hidden.size() > DEEPEST) {
      throw new SpecException(
          params.path("hidden"),
          Params.quote(hidden) + " is not allowed, must be at most " + DEEPEST + " widths");
    }
    return hidden;
  }

  /** A label that is also a feature would be predicted from itself. */
  static void refuseLeaks(List<Feature> features, List<Task> tasks) {
    for (int k = 0; k < tasks.size(); k++) {
      Family by = tasks.get(k).by();
      if (by != null && tasks.get(k).labelValues() > 1) {
        throw new SpecException(
            "tasks[" + k + "].by", "not allowed for a task whose label has several values");
      }
      if (by != null && by.field().equals(tasks.get(k).label().field())) {
        throw new SpecException(
            "tasks[" + k + "].by",
            Params.quote(by.field()) + " is not allowed, it is the label of this task");
      }
    }
    for (Feature feature : features) {
      for (Task task : tasks) {
        if (task.label().fields().contains(feature.field()) && !task.auxiliary()) {
          throw new SpecException(
              feature.encoder().path(),
              Params.quote(feature.field())
                  + " is not allowed, it is the label of task "
                  + Params.quote(task.name())
                  + ", which would be predicted from itself");
        }
      }
    }
  }

  private static List<?> list(String path, Object value, String example) {
    if (value instanceof List<?> list && !list.isEmpty()) {
      return list;
    }
    throw new SpecException(
        path, Params.quote(value) + " is not allowed, must be a list such as " + example);
  }
}
