package io.braid.topology.process;

import io.braid.model.spec.LabelSlots;
import java.util.Arrays;

/**
 * What a label record adds to the labels known of its event. A label that is known already is a
 * duplicate; in a correction, one of another value replaces it. A label of several values may come
 * part by part: it counts once all of them are there. Reused; not thread-safe.
 */
final class LabelMerge {
  /** In the slots of the tasks: the label that was not known before; else NaN. */
  final double[] fresh;

  /** In the slots of the tasks: the label that is fresh or corrected; else NaN. */
  final double[] toLearn;

  /** Labels that were not known before. */
  int added;

  /** Known labels that were replaced. */
  int corrected;

  /** Known labels that were given again. */
  int duplicates;

  /** Whether parts of a label were added that is not whole yet. */
  boolean partial;

  private final LabelSlots slots;

  LabelMerge(LabelSlots slots) {
    this.slots = slots;
    fresh = new double[slots.total()];
    toLearn = new double[slots.total()];
  }

  /**
   * Merges labels into those known; the outcome stands in the fields until the next call.
   *
   * @param known by slot, NaN is unknown; changed in place
   * @param given by slot, NaN is not given
   */
  void merge(double[] known, double[] given, boolean correction) {
    Arrays.fill(fresh, Double.NaN);
    Arrays.fill(toLearn, Double.NaN);
    added = 0;
    corrected = 0;
    duplicates = 0;
    partial = false;
    for (int k = 0; k < slots.tasks(); k++) {
      merge(k, known, given, correction);
    }
  }

  private void merge(int k, double[] known, double[] given, boolean correction) {
    boolean wasKnown = !Double.isNaN(known[k]);
    boolean any = false;
    boolean changed = false;
    int end = slots.at(k) + slots.count(k);
    for (int i = slots.at(k); i < end; i++) {
      boolean replaces = Double.isNaN(known[i]) || (correction && given[i] != known[i]);
      if (!Double.isNaN(given[i])) {
        any = true;
        if (replaces) {
          changed = true;
          known[i] = given[i];
        }
      }
    }
    slots.mark(known, k);
    if (!any) {
      return;
    }
    if (!changed) {
      duplicates++;
      return;
    }
    if (Double.isNaN(known[k])) {
      partial = true;
      return;
    }
    copy(k, known, toLearn);
    if (wasKnown) {
      corrected++;
    } else {
      added++;
      copy(k, known, fresh);
    }
  }

  private void copy(int k, double[] from, double[] to) {
    to[k] = from[k];
    System.arraycopy(from, slots.at(k), to, slots.at(k), slots.count(k));
  }
}
