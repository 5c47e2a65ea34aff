package io.braid.model.learner;

import java.util.Comparator;
import java.util.List;

/**
 * How well one member of a family of tasks is predicted, over the whole stream. Immutable.
 *
 * @param name the value of the column that names it, cut if it is long
 * @param n labels tested
 * @param loss as {@link TaskQuality#loss}
 * @param figure accuracy of classes; of numbers the share of the member's own variance explained
 *     (r2); NaN if too little was tested
 */
public record MemberQuality(String name, long n, double loss, double figure) {

  /** Labels of which a member must have been tested to stand among the best or worst. */
  public static final int ENOUGH = 10;

  /** The members with enough labels, worst first: by the figure, then by name. */
  public static List<MemberQuality> ranked(List<MemberQuality> members) {
    return members.stream()
        .filter(m -> m.n >= ENOUGH && !Double.isNaN(m.figure))
        .sorted(
            Comparator.comparingDouble(MemberQuality::figure).thenComparing(MemberQuality::name))
        .toList();
  }
}
