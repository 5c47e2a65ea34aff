package io.braid.topology.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.braid.model.spec.LabelSlots;
import io.braid.model.spec.PipelineFile;
import org.junit.jupiter.api.Test;

/** A number, a box and a number: slots [first, box?, last, x, y, w, h]. */
class LabelMergeTest {
  private static final double NO = Double.NaN;

  private final LabelMerge merge =
      new LabelMerge(
          LabelSlots.of(
              PipelineFile.parse(
                      """
                      name: m
                      features: [a]
                      tasks:
                        - {name: first, kind: regression}
                        - {name: where, kind: box, label: [x, y, w, h]}
                        - {name: last, kind: regression}
                      """,
                      "m")
                  .tasks()));
  private final double[] known = {NO, NO, NO, NO, NO, NO, NO};

  @Test
  void aBoxThatComesInPartsCountsOnceItIsWhole() {
    merge.merge(known, new double[] {7, NO, NO, 1, 2, NO, NO}, false);
    assertThat(merge.added).isEqualTo(1);
    assertThat(merge.partial).isTrue();
    assertThat(merge.fresh).containsExactly(7, NO, NO, NO, NO, NO, NO);
    merge.merge(known, new double[] {NO, NO, NO, NO, NO, 3, 4}, false);
    assertThat(merge.added).isEqualTo(1);
    assertThat(merge.partial).isFalse();
    assertThat(merge.fresh).containsExactly(NO, 1, NO, 1, 2, 3, 4);
    assertThat(merge.toLearn).containsExactly(merge.fresh);
    assertThat(known).containsExactly(7, 1, NO, 1, 2, 3, 4);
  }

  @Test
  void aCorrectionOfOnePartIsLearnedAsAWholeBoxAndNotTested() {
    merge.merge(known, new double[] {NO, 1, NO, 1, 2, 3, 4}, false);
    merge.merge(known, new double[] {NO, NO, NO, NO, 5, NO, NO}, true);
    assertThat(merge.corrected).isEqualTo(1);
    assertThat(merge.fresh).containsOnly(NO);
    assertThat(merge.toLearn).containsExactly(NO, 1, NO, 1, 5, 3, 4);
  }

  @Test
  void aBoxGivenAgainIsOneDuplicate() {
    merge.merge(known, new double[] {NO, 1, NO, 1, 2, 3, 4}, false);
    merge.merge(known, new double[] {NO, 1, NO, 9, 2, 3, 4}, false);
    assertThat(merge.duplicates).isEqualTo(1);
    assertThat(merge.added + merge.corrected).isZero();
    assertThat(merge.toLearn).containsOnly(NO);
    assertThat(known).containsExactly(NO, 1, NO, 1, 2, 3, 4);
  }
}
