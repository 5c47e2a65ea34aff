package io.braid.model.spec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Fits a pipeline to the columns of an input; see {@link Pipeline#bind}. */
final class Binding {
  private final Pipeline pipeline;
  private final Set<String> columns = new LinkedHashSet<>();
  private final Set<String> taken = new HashSet<>();

  Binding(Pipeline pipeline, List<Column> columns) {
    this.pipeline = pipeline;
    for (Column column : columns) {
      if (!this.columns.add(column.name())) {
        throw new SpecException("columns", "two columns named " + Params.quote(column.name()));
      }
    }
  }

  List<Feature> features() {
    checkInput();
    checkLabels();
    for (Feature feature : pipeline.features()) {
      if (!feature.isGlob()) {
        require(feature.encoder().path(), feature.field());
        taken.add(feature.field());
      }
    }
    List<Feature> bound = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Feature feature : pipeline.features()) {
      for (Feature one : feature.isGlob() ? expand(feature) : List.of(feature)) {
        if (!names.add(one.name())) {
          throw new SpecException(
              feature.encoder().path(), "two features named " + Params.quote(one.name()));
        }
        bound.add(one);
      }
    }
    return bound;
  }

  private void checkInput() {
    reserve("input.time", pipeline.input().time());
    reserve("input.id", pipeline.input().id());
    reserve("input.weight", pipeline.input().weight());
  }

  private void reserve(String path, String field) {
    if (field != null) {
      require(path, field);
      taken.add(field);
    }
  }

  private void checkLabels() {
    for (int k = 0; k < pipeline.tasks().size(); k++) {
      for (String field : pipeline.tasks().get(k).label().fields()) {
        if (pipeline.labels() == null) {
          require("tasks[" + k + "].label", field);
        }
        taken.add(field);
      }
      if (pipeline.tasks().get(k).by() != null) {
        reserve("tasks[" + k + "].by", pipeline.tasks().get(k).by().field());
      }
    }
  }

  private void require(String path, String field) {
    if (!columns.contains(field)) {
      throw new SpecException(
          path, "no column named " + Params.quote(field) + ", " + Names.hint(field, columns));
    }
  }

  private List<Feature> expand(Feature glob) {
    List<Feature> found = new ArrayList<>();
    for (String column : columns) {
      if (Names.matches(glob.name(), column) && taken.add(column)) {
        found.add(new Feature(column, column, glob.encoder()));
      }
    }
    if (found.isEmpty()) {
      throw new SpecException(
          glob.encoder().path(),
          Params.quote(glob.name())
              + " matches no column that is free (not a label, the time, the id, the weight, nor"
              + " another feature), "
              + Names.hint(glob.name().replace("*", "").replace("?", ""), columns));
    }
    return found;
  }
}
