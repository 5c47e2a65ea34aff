package io.braid.model.learner;

import io.braid.model.feature.FeatureEncoder;
import io.braid.model.feature.FeatureEncoder.SparseRange;
import io.braid.model.feature.LabelMemory;
import io.braid.model.spec.Feature;
import java.util.ArrayList;
import java.util.List;

/** Which features of one learner are those of another, and whether their columns are the same. */
final class FeatureMatch {
  private final List<Feature> here;
  private final List<Feature> there;
  private final FeatureEncoder.Names columns;
  private final FeatureEncoder.Names otherColumns;

  FeatureMatch(Learner learner, Learner source) {
    here = LabelMemory.features(learner.pipeline());
    there = LabelMemory.features(source.pipeline());
    columns = learner.intake.encoder().names();
    otherColumns = source.intake.encoder().names();
  }

  /**
   * Takes over the statistics of all features of the same name, type and settings.
   *
   * @return how many there were
   */
  int inherit(FeatureEncoder into, FeatureEncoder from) {
    int count = 0;
    for (int f = 0; f < here.size(); f++) {
      for (int g = 0; g < there.size(); g++) {
        if (same(here.get(f), there.get(g))) {
          into.inherit(f, from, g);
          count++;
        }
      }
    }
    return count;
  }

  private static boolean same(Feature one, Feature other) {
    return one.name().equals(other.name())
        && one.encoder().kind().equals(other.encoder().kind())
        && one.encoder().parameters().equals(other.encoder().parameters());
  }

  /** Where the columns differ; parameters over columns mean something over the same ones only. */
  List<String> misfits() {
    List<String> found = new ArrayList<>();
    compare("column", columns.dense(), otherColumns.dense(), found);
    compare("sparse feature", sparse(columns), sparse(otherColumns), found);
    return found;
  }

  private static List<String> sparse(FeatureEncoder.Names names) {
    List<String> texts = new ArrayList<>();
    for (SparseRange range : names.sparse()) {
      texts.add(range.name() + " of " + (range.to() - range.from()));
    }
    return texts;
  }

  /** The first difference says it: those behind it mostly follow from it. */
  private static void compare(
      String what, List<String> ours, List<String> theirs, List<String> found) {
    for (int c = 0; c < Math.max(ours.size(), theirs.size()); c++) {
      String own = c < ours.size() ? "'" + ours.get(c) + "'" : "none";
      String other = c < theirs.size() ? "'" + theirs.get(c) + "'" : "none";
      if (!own.equals(other)) {
        found.add(what + " " + c + " is " + own + " here, " + other + " there");
        return;
      }
    }
  }
}
