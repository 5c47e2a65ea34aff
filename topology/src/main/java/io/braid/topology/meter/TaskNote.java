package io.braid.topology.meter;

import io.braid.model.learner.MemberQuality;
import io.braid.model.learner.TaskQuality;
import io.braid.model.learner.TransferGain;
import java.util.ArrayList;
import java.util.List;

/**
 * How one task stands, at one moment. Immutable.
 *
 * @param quality figures and baselines
 * @param weight coefficient of its loss in the latest step that had a label of it; NaN before
 * @param frozen whether early stopping has frozen it
 * @param labels labels of it that were tested since the process started
 * @param calibration of a task with probabilities: what was said and what came true of late, by
 *     bins of equal width; else empty
 * @param members of a family of tasks those worst and best predicted, at most {@value #MEMBERS}
 *     each, worst first; else empty
 * @param gain what it gains by being learned with the others; null where that is not measured
 */
public record TaskNote(
    TaskQuality quality,
    double weight,
    boolean frozen,
    long labels,
    List<Bin> calibration,
    List<MemberQuality> members,
    TransferGain gain) {

  /** Members listed from either end. */
  public static final int MEMBERS = 5;

  /**
   * Predictions whose probability lay in [from, to).
   *
   * @param mean of the probabilities; NaN if there were none
   * @param observed share that came true; NaN if there were none
   * @param n how many there were of late: older ones count less
   */
  public record Bin(double from, double to, double mean, double observed, double n) {}

  public TaskNote {
    calibration = List.copyOf(calibration);
    members = List.copyOf(members);
  }

  /** Those to be listed, of all members of a family. */
  static List<MemberQuality> listed(List<MemberQuality> all) {
    List<MemberQuality> ranked = MemberQuality.ranked(all);
    if (ranked.size() <= 2 * MEMBERS) {
      return ranked;
    }
    List<MemberQuality> ends = new ArrayList<>(ranked.subList(0, MEMBERS));
    ends.addAll(ranked.subList(ranked.size() - MEMBERS, ranked.size()));
    return ends;
  }
}
