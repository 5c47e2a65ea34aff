package io.braid.model.relatedness;

import java.util.List;

/**
 * How all tasks stand to each other at one moment. Immutable.
 *
 * @param tasks their names, in the pipeline's order
 * @param measures one matrix per measure, in the pipeline's order
 * @param stopped names of the tasks whose gradient into the trunk is stopped
 * @param groups names of the tasks of each group that was found; empty if none are looked for
 */
public record Relatedness(
    List<String> tasks, List<Matrix> measures, List<String> stopped, List<List<String>> groups) {

  /**
   * One measure of all pairs.
   *
   * @param measure its catalogue name
   * @param values a row per task that acts, a column per task acted upon; NaN where unknown
   * @param standardErrors of the values
   */
  public record Matrix(
      String measure, List<List<Double>> values, List<List<Double>> standardErrors) {
    public Matrix {
      values = List.copyOf(values);
      standardErrors = List.copyOf(standardErrors);
    }
  }

  public Relatedness {
    tasks = List.copyOf(tasks);
    measures = List.copyOf(measures);
    stopped = List.copyOf(stopped);
    groups = List.copyOf(groups);
  }
}
