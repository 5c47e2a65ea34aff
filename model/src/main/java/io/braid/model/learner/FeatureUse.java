package io.braid.model.learner;

import io.braid.model.data.Parameters;
import io.braid.model.data.Segment;
import io.braid.model.feature.FeatureEncoder;
import io.braid.model.optimizer.GroupLasso;
import java.util.ArrayList;
import java.util.List;

/**
 * What a feature counts for in a model that selects its features.
 *
 * @param name the column's, or the feature's if it is sparse
 * @param norm of the parameters by which it enters the model; of a sparse feature, the largest of
 *     its rows
 * @param selected whether it stays in the model: whether the norm outlasts the next shrinkage. Rows
 *     of values never seen keep their initial size, and count; markers of missing values, which are
 *     single rows, are left out.
 */
public record FeatureUse(String name, double norm, boolean selected) {

  /** By the groups of the parameters; empty if there are none. */
  static List<FeatureUse> of(Parameters parameters, FeatureEncoder.Names names, double rate) {
    List<FeatureUse> all = new ArrayList<>();
    for (Segment segment : parameters.segments()) {
      if (segment.groupWidth() == 0) {
        continue;
      }
      double threshold = GroupLasso.threshold(segment, rate);
      if (segment.table()) {
        for (FeatureEncoder.SparseRange range : names.sparse()) {
          if (range.to() - range.from() > 1) {
            all.add(of(range.name(), segment, range.from(), range.to(), threshold));
          }
        }
      } else {
        for (int j = 0; j < names.dense().size(); j++) {
          all.add(of(names.dense().get(j), segment, j, j + 1, threshold));
        }
      }
    }
    return List.copyOf(all);
  }

  private static FeatureUse of(String name, Segment segment, int from, int to, double threshold) {
    double largest = 0;
    for (int g = from; g < to; g++) {
      int at = segment.from() + g * segment.groupWidth();
      largest = Math.max(largest, GroupLasso.norm(segment.values(), at, segment.groupWidth()));
    }
    return new FeatureUse(name, largest, largest > threshold);
  }
}
