package io.braid.model.learner;

import io.braid.model.data.Segment;
import java.util.ArrayList;
import java.util.List;

/**
 * A segment of a learner's parameters, for reports.
 *
 * @param name unique, as parts are named in {@code freeze} and {@code rates}
 * @param shape rows by columns, the biases being the last row of a dense one
 * @param parameters how many
 */
public record Holding(String name, String shape, int parameters) {

  /** All segments of a learner in their order; of several learning rates those of one. */
  public static List<Holding> of(Learner learner) {
    List<Holding> all = new ArrayList<>();
    for (Segment segment : learner.models[0].network().parameters().segments()) {
      all.add(new Holding(segment.name(), TaskMatch.shape(segment), segment.length()));
    }
    return all;
  }
}
