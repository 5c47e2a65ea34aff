package io.braid.dashboard;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.braid.model.data.Prediction;
import io.braid.model.data.RejectedException;
import io.braid.model.data.Row;
import io.braid.model.data.Section;
import io.braid.model.data.SnapshotException;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.feature.RowBinder;
import io.braid.model.learner.Prequential;
import io.braid.model.spec.Family;
import io.braid.model.spec.Feature;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.SpecException;
import io.braid.model.spec.Task;
import io.braid.topology.meter.ReplicaMeter;
import io.braid.topology.meter.Telemetry;
import io.braid.topology.store.Committed;
import io.braid.topology.store.LearnerCopy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Predicts on request from what has been learned: answers what the application would say of the
 * event if it were the next one, to the bit, and changes nothing. Works on a copy of the learner
 * that follows the committed snapshots while somebody asks; the stream threads do nothing for it.
 * Thread-safe: one request at a time.
 */
final class Predictions {
  /** Following may take one part of the time in so many. */
  private static final int FOLLOWING_SHARE = 10;

  private static final int PATIENCE_SECONDS = 5;
  private static final int SHOWN = 80;
  private static final int NAMES_SHOWN = 20;
  private static final String SINGLE = "a number, text, flag or null";

  /** What the application says. */
  record Answer(long step, int replica, Map<String, TaskAnswer> tasks) {}

  /**
   * What it says of a task.
   *
   * @param value probability of 1, or number; null of a multiclass task
   * @param className most probable class; null of others
   * @param probabilities by class; null of others
   * @param values x, y, width and height of a box; null of others
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record TaskAnswer(
      Double value,
      @JsonProperty("class") String className,
      Map<String, Double> probabilities,
      List<Float> values) {}

  private final Pipeline pipeline;
  private final Telemetry telemetry;
  private final Map<String, Integer> features = new LinkedHashMap<>();

  /** The families of tasks whose member a field names. */
  private final Map<String, List<Integer>> members = new LinkedHashMap<>();

  private final RowBinder binder;
  private final Row row;
  private final ReentrantLock lock = new ReentrantLock();
  private final SnapshotWriter scratch = new SnapshotWriter();

  private LearnerCopy<Prequential> copy;
  private int copied = -1;
  private long nextRefresh;

  Predictions(Pipeline pipeline, Telemetry telemetry) {
    this.pipeline = pipeline;
    this.telemetry = telemetry;
    this.binder = new RowBinder(pipeline);
    this.row = binder.newRow();
    for (Feature feature : pipeline.features()) {
      features.put(feature.name(), features.size());
    }
    for (int k = 0; k < pipeline.tasks().size(); k++) {
      Family by = pipeline.tasks().get(k).by();
      if (by != null) {
        members.computeIfAbsent(by.field(), field -> new ArrayList<>()).add(k);
      }
    }
  }

  /**
   * Predicts.
   *
   * @param body JSON: {@code {"features": {"name": value, ...}}}
   * @throws BadInput if the body is wrong
   * @throws Unavailable if no learner is here
   */
  Answer predict(byte[] body) throws BadInput, Unavailable, InterruptedException {
    if (!lock.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new Unavailable("too many predictions are being asked for");
    }
    try {
      bind(body);
      ReplicaMeter replica = replica();
      follow(replica);
      return answer(said(), replica.partition());
    } finally {
      lock.unlock();
    }
  }

  private ReplicaMeter replica() throws Unavailable {
    return telemetry.replicas().stream()
        .filter(ReplicaMeter::isOpen)
        .max(Comparator.comparingLong(ReplicaMeter::step))
        .orElseThrow(() -> new Unavailable("no model is restored here"));
  }

  private void follow(ReplicaMeter replica) throws Unavailable {
    long now = System.nanoTime();
    if (copied != replica.partition()) {
      copy = new LearnerCopy<>(fresh(replica));
      copied = replica.partition();
    } else if (now - nextRefresh < 0) {
      return;
    }
    try {
      Committed committed = replica.committed();
      if (committed == null) {
        throw new Unavailable("no model is restored here");
      }
      copy.refresh(committed);
    } catch (SnapshotException e) {
      copied = -1;
      throw new Unavailable("the model cannot be read here: " + e.getMessage());
    }
    long end = System.nanoTime();
    nextRefresh = end + FOLLOWING_SHARE * (end - now);
  }

  /** A new learner; where nothing has been learned yet it begins as the one on the stream. */
  private Prequential fresh(ReplicaMeter replica) throws Unavailable {
    Prequential learner = new Prequential(pipeline);
    if (replica.step() == 0) {
      try {
        learner.begin();
      } catch (SpecException e) {
        throw new Unavailable(e.getMessage());
      }
    }
    return learner;
  }

  /**
   * Predicts as for the next event, which its encoders would take in first, and takes that back.
   */
  private Prediction said() {
    Prequential learner = copy.learner();
    Section encoder = learner.sections().get(0);
    scratch.reset();
    encoder.state().save(scratch);
    byte[] before = scratch.toByteArray();
    try {
      return learner.ask(row);
    } finally {
      encoder.state().restore(new SnapshotReader(before));
    }
  }

  private Answer answer(Prediction said, int partition) {
    Map<String, TaskAnswer> tasks = new LinkedHashMap<>();
    for (int k = 0; k < pipeline.tasks().size(); k++) {
      Task task = pipeline.tasks().get(k);
      if (!task.auxiliary()) {
        tasks.put(task.name(), answer(task, said.outputs[k]));
      }
    }
    return new Answer(said.step, partition, tasks);
  }

  private static TaskAnswer answer(Task task, float[] outputs) {
    if (task.kind() == Task.Kind.BOX) {
      return new TaskAnswer(
          null, null, null, List.of(outputs[0], outputs[1], outputs[2], outputs[3]));
    }
    if (task.kind() == Task.Kind.TAGGING) {
      return new TaskAnswer(null, tags(task, outputs), null, null);
    }
    if (task.kind() != Task.Kind.MULTICLASS) {
      return new TaskAnswer((double) outputs[outputs.length / 2], null, null, null);
    }
    Map<String, Double> probabilities = new LinkedHashMap<>();
    int top = 0;
    for (int c = 0; c < outputs.length; c++) {
      probabilities.put(task.classes().get(c), (double) outputs[c]);
      top = outputs[c] > outputs[top] ? c : top;
    }
    return new TaskAnswer(null, task.classes().get(top), probabilities, null);
  }

  /** The most probable tag of every position, those behind the last token too. */
  private static String tags(Task task, float[] outputs) {
    int classes = task.classes().size();
    List<String> tags = new ArrayList<>();
    for (int from = 0; from < outputs.length; from += classes) {
      int top = 0;
      for (int c = 1; c < classes; c++) {
        top = outputs[from + c] > outputs[from + top] ? c : top;
      }
      tags.add(task.classes().get(top));
    }
    return String.join(" ", tags);
  }

  private void bind(byte[] body) throws BadInput {
    JsonNode root;
    try {
      root = Json.read(body);
    } catch (IOException e) {
      throw new BadInput("the body is not JSON", null, null, "{\"features\": {\"name\": value}}");
    }
    JsonNode given = root == null ? null : root.get("features");
    if (given == null || !given.isObject() || root.size() != 1) {
      throw new BadInput(
          "the body must hold features and nothing else",
          "features",
          given == null ? null : shown(given),
          "{\"features\": {\"name\": value}}");
    }
    binder.begin(row);
    for (Map.Entry<String, JsonNode> each : given.properties()) {
      Integer f = features.get(each.getKey());
      List<Integer> families = members.getOrDefault(each.getKey(), List.of());
      if (f == null && families.isEmpty()) {
        throw new BadInput("no such feature", cut(each.getKey()), shown(each.getValue()), names());
      }
      try {
        if (f != null) {
          bind(f, each.getKey(), each.getValue());
        }
        for (int k : families) {
          bindMember(k, each.getKey(), each.getValue());
        }
      } catch (RejectedException e) {
        String[] parts = e.getMessage().split(" must be ", 2);
        throw new BadInput(
            e.getMessage(), each.getKey(), shown(each.getValue()), parts[parts.length - 1]);
      }
    }
  }

  private void bindMember(int k, String name, JsonNode value) throws BadInput, RejectedException {
    if (value.isNull()) {
      binder.memberMissing(k);
    } else if (value.isIntegralNumber() && value.canConvertToLong()) {
      binder.memberWhole(k, value.longValue());
    } else if (value.isNumber()) {
      binder.memberNumber(k, value.doubleValue());
    } else if (value.isTextual()) {
      binder.memberText(k, value.textValue());
    } else if (value.isBoolean()) {
      binder.memberFlag(k, value.booleanValue());
    } else {
      throw new BadInput("a member must have a single value", name, shown(value), SINGLE);
    }
  }

  private void bind(int f, String name, JsonNode value) throws BadInput, RejectedException {
    if (value.isNull()) {
      binder.missing(f);
    } else if (value.isNumber()) {
      binder.number(f, value.doubleValue());
    } else if (value.isTextual()) {
      binder.text(f, value.textValue());
    } else if (value.isBoolean()) {
      binder.flag(f, value.booleanValue());
    } else {
      throw new BadInput("a feature must have a single value", name, shown(value), SINGLE);
    }
  }

  private String names() {
    Set<String> names = new LinkedHashSet<>(features.keySet());
    names.addAll(members.keySet());
    return names.size() <= NAMES_SHOWN
        ? "one of " + names
        : "one of " + names.stream().limit(NAMES_SHOWN).toList() + " and others";
  }

  private static String shown(JsonNode value) {
    return cut(value.isTextual() ? value.textValue() : value.toString());
  }

  private static String cut(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }

  /** A request that cannot be answered as it is. */
  static final class BadInput extends Exception {
    private static final long serialVersionUID = 1L;
    final String field;
    final String value;
    final String allowed;

    BadInput(String message, String field, String value, String allowed) {
      super(message, null, false, false);
      this.field = field;
      this.value = value;
      this.allowed = allowed;
    }
  }

  /** No learner to ask. */
  static final class Unavailable extends Exception {
    private static final long serialVersionUID = 1L;

    Unavailable(String message) {
      super(message, null, false, false);
    }
  }
}
