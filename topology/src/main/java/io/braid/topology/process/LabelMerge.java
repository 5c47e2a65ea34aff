package io.braid.topology.process;

import java.util.Arrays;

/**
 * What a label record adds to the labels known of its event. A label that is known already is a
 * duplicate; in a correction, one of another value replaces it. Reused; not thread-safe.
 */
final class LabelMerge {
  /** One per task: the label that was not known before; else NaN. */
  final double[] fresh;

  /** One per task: the label that is fresh or corrected; else NaN. */
  final double[] toLearn;

  /** Labels that were not known before. */
  int added;

  /** Known labels that were replaced. */
  int corrected;

  /** Known labels that were given again. */
  int duplicates;

  LabelMerge(int tasks) {
    fresh = new double[tasks];
    toLearn = new double[tasks];
  }

  /**
   * Merges labels into those known; the outcome stands in the fields until the next call.
   *
   * @param known one per task, NaN is unknown; changed in place
   * @param given one per task, NaN is not given
   */
  void merge(double[] known, double[] given, boolean correction) {
    Arrays.fill(fresh, Double.NaN);
    Arrays.fill(toLearn, Double.NaN);
    added = 0;
    corrected = 0;
    duplicates = 0;
    for (int k = 0; k < known.length; k++) {
      double label = given[k];
      if (Double.isNaN(label)) {
        continue;
      }
      if (Double.isNaN(known[k])) {
        fresh[k] = label;
        added++;
      } else if (correction && label != known[k]) {
        corrected++;
      } else {
        duplicates++;
        continue;
      }
      toLearn[k] = label;
      known[k] = label;
    }
  }
}
