package io.braid.topology.event;

import io.braid.model.data.Row;
import io.braid.model.feature.RowBinder;
import io.braid.model.spec.Feature;
import io.braid.model.spec.LabelSlots;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which fields of a record are wanted and where they go. Two record types are known by name, {@code
 * io.braid.schemas.Event} and {@code Label}: they have their own fields for identity, time and
 * weight, and the pipeline's fields are keys of their maps. Every other record is read by the
 * pipeline's dotted paths.
 */
final class Mapping {
  static final String EVENT = "io.braid.schemas.Event";
  static final String LABEL = "io.braid.schemas.Label";

  private record Entry(String field, Target target) {}

  private final Pipeline pipeline;
  private final boolean later;
  private final LabelSlots slots;
  private final RowBinder binder;
  private final List<Entry> features = new ArrayList<>();
  private final List<Entry> labels = new ArrayList<>();
  private final List<Entry> members = new ArrayList<>();
  private final EnvelopeTargets.Id id;
  private final EnvelopeTargets.Time time;
  private final EnvelopeTargets.Correction correction;
  private final Target weight;

  /**
   * @param later whether the records bring labels that come later, and no features
   */
  Mapping(Pipeline pipeline, boolean later) {
    this.pipeline = pipeline;
    this.later = later;
    this.binder = new RowBinder(pipeline);
    Pipeline.Input input = pipeline.input();
    id = new EnvelopeTargets.Id(input.id() == null ? "id" : input.id());
    time = new EnvelopeTargets.Time(binder, input.time() == null ? "time" : input.time());
    correction = new EnvelopeTargets.Correction("correction");
    weight = new RowTargets.Weight(binder, input.weight() == null ? "weight" : input.weight());
    for (int f = 0; f < pipeline.features().size() && !later; f++) {
      Feature feature = pipeline.features().get(f);
      features.add(new Entry(feature.field(), new RowTargets.Feature(binder, f, feature.field())));
    }
    slots = LabelSlots.of(pipeline.tasks());
    for (String field : slots.fields()) {
      labels.add(new Entry(field, new RowTargets.Label(binder, labels.size(), field)));
    }
    for (int k = 0; k < slots.tasks() && !later; k++) {
      if (pipeline.tasks().get(k).by() != null) {
        String by = pipeline.tasks().get(k).by().field();
        members.add(new Entry(by, new RowTargets.Member(binder, k, by)));
      }
    }
  }

  /** The wanted fields of records of a type. */
  FieldTree tree(String recordName) {
    FieldTree tree = new FieldTree();
    if (recordName.equals(EVENT) || recordName.equals(LABEL)) {
      features.forEach(e -> tree.add(within("features", e.field()), e.target()));
      members.forEach(e -> tree.add(within("features", e.field()), e.target()));
      labels.forEach(e -> tree.add(within("labels", e.field()), e.target()));
      tree.add("id", id);
      tree.add("time", time);
      if (recordName.equals(EVENT) && !later) {
        tree.add("weight", weight);
      }
      if (recordName.equals(LABEL) && later) {
        tree.add("correction", correction);
        addTaskNames(tree);
        tree.close("labels");
      }
      return tree;
    }
    features.forEach(e -> tree.add(e.field(), e.target()));
    members.forEach(e -> tree.add(e.field(), e.target()));
    labels.forEach(e -> tree.add(e.field(), e.target()));
    Pipeline.Input input = pipeline.input();
    if (input.id() != null) {
      tree.add(input.id(), id);
    }
    if (input.time() != null) {
      tree.add(input.time(), time);
    }
    if (input.weight() != null && !later) {
      tree.add(input.weight(), weight);
    }
    return tree;
  }

  /** Later labels of one field may go by the name of the task too, where that is no label field. */
  private void addTaskNames(FieldTree tree) {
    Map<String, Target> byName = new LinkedHashMap<>();
    for (int k = 0; k < slots.tasks(); k++) {
      Task task = pipeline.tasks().get(k);
      if (task.label().fields().size() == 1) {
        byName.put(task.name(), labels.get(slots.firstField(k)).target());
      }
    }
    labels.forEach(e -> byName.remove(e.field()));
    byName.forEach((name, target) -> tree.add(within("labels", name), target));
  }

  private static String within(String map, String field) {
    return field.startsWith(map + ".") ? field : map + "." + field;
  }

  /** Starts a record: whatever the last one left is forgotten. */
  void begin(Row row) {
    id.clear();
    time.clear();
    correction.clear();
    if (later) {
      binder.resume(row);
    } else {
      binder.begin(row);
    }
  }

  /** Targets a record cannot do without. */
  List<Target> required(String recordName) {
    List<Target> required = new ArrayList<>();
    boolean ours = recordName.equals(EVENT) || recordName.equals(LABEL);
    if (ours || pipeline.input().id() != null && !later) {
      required.add(id);
    }
    if (ours || pipeline.input().time() != null && !later) {
      required.add(time);
    }
    if (!ours && pipeline.input().weight() != null && !later) {
      required.add(weight);
    }
    return required;
  }

  /** Targets of which a schema must have at least one to be of any use, by field. */
  Map<String, Target> wanted() {
    Map<String, Target> wanted = new LinkedHashMap<>();
    (later ? labels : features).forEach(e -> wanted.put(e.field(), e.target()));
    members.forEach(e -> wanted.putIfAbsent(e.field(), e.target()));
    return wanted;
  }

  EnvelopeTargets.Id id() {
    return id;
  }

  EnvelopeTargets.Time time() {
    return time;
  }

  EnvelopeTargets.Correction correction() {
    return correction;
  }

  RowBinder binder() {
    return binder;
  }
}
