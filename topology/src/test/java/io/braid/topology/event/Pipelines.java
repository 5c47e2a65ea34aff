package io.braid.topology.event;

import io.braid.model.spec.Component;
import io.braid.model.spec.Feature;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Pipelines of which only the mapping matters. */
final class Pipelines {
  private final List<Feature> features = new ArrayList<>();
  private final List<Task> tasks = new ArrayList<>();
  private Pipeline.Input input = new Pipeline.Input("events", null, null, null);

  Pipelines feature(String field, String encoder) {
    features.add(new Feature("f" + features.size(), field, Component.of(encoder)));
    return this;
  }

  Pipelines task(String name, Task.Kind kind, String field, String... classes) {
    Task.Label label = new Task.Label(field);
    Component loss = Component.of("any");
    tasks.add(new Task(name, kind, label, List.of(classes), loss, 1, false, List.of(), null));
    return this;
  }

  Pipelines input(String time, String id, String weight) {
    input = new Pipeline.Input("events", time, id, weight);
    return this;
  }

  Pipeline build() {
    return new Pipeline(
        "test",
        input,
        null,
        features,
        Component.of("linear"),
        tasks,
        Component.of("equal"),
        Component.of("sgd"),
        Component.of("none"),
        Pipeline.Training.DEFAULT,
        Pipeline.Evaluation.DEFAULT,
        Map.of(),
        Map.of());
  }
}
