package io.braid.cli.evaluate;

import io.braid.model.feature.Members;
import io.braid.model.learner.MemberQuality;
import io.braid.model.learner.Prequential;
import io.braid.model.spec.Pipeline;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of a family of tasks.
 *
 * @param task its name
 * @param members that have a number
 * @param max members there can be
 * @param beyond rows of members that came when the family was full
 * @param unnamed rows that named no member
 * @param ranked the members of which enough was tested, worst first
 */
public record FamilyResult(
    String task, int members, int max, long beyond, long unnamed, List<MemberQuality> ranked) {

  /** Members shown from either end. */
  public static final int SHOWN = 5;

  public FamilyResult {
    ranked = List.copyOf(ranked);
  }

  static List<FamilyResult> of(Pipeline pipeline, Prequential learner) {
    Members members = learner.learner().members();
    List<FamilyResult> all = new ArrayList<>();
    for (int k = 0; members != null && k < pipeline.tasks().size(); k++) {
      if (pipeline.tasks().get(k).by() != null) {
        all.add(
            new FamilyResult(
                pipeline.tasks().get(k).name(),
                members.size(k),
                pipeline.tasks().get(k).by().max(),
                members.beyond(k),
                members.unnamed(k),
                MemberQuality.ranked(learner.members(k))));
      }
    }
    return all;
  }

  /** The worst members, at most so many, worst first. */
  public List<MemberQuality> worst(int most) {
    return ranked.subList(0, Math.min(most, ranked.size()));
  }

  /** The best members, at most so many and none of the worst, best last. */
  public List<MemberQuality> best(int most) {
    return ranked.subList(
        Math.max(Math.min(most, ranked.size()), ranked.size() - most), ranked.size());
  }
}
