package io.braid.model.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.braid.model.data.Categories;
import io.braid.model.data.Features;
import io.braid.model.data.RejectedException;
import io.braid.model.data.RejectedException.Reason;
import io.braid.model.data.Row;
import io.braid.model.data.Section;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import org.junit.jupiter.api.Test;

/** Members of families of tasks: how events name them, and which numbers they get. */
class MembersTest {
  private static final Pipeline PIPELINE =
      PipelineFile.parse(
          """
          name: m
          features: [a]
          tasks:
            - {name: exam, kind: regression, by: {field: school, max: 3}}
            - {name: sick, kind: binary}
            - {name: late, kind: binary, by: class}
          """,
          "m");

  private final RowBinder binder = new RowBinder(PIPELINE);
  private final Row row = binder.newRow();
  private final Members members = Members.of(PIPELINE.tasks());
  private final Features into = new Features(1, 0, 3, 1);

  private int[] numbers(String school, String group) {
    binder.begin(row);
    binder.memberText(0, school);
    binder.memberText(2, group);
    members.take(row);
    into.clear();
    into.openRow();
    members.write(row, into);
    return into.members;
  }

  @Test
  void theyAreNumberedInTheOrderInWhichTheyAreFirstSeenAndThoseBeyondTheMostHaveNone() {
    assertThat(numbers("north", "x")).containsExactly(0, -1, 0);
    assertThat(numbers("south", "x")).containsExactly(1, -1, 0);
    assertThat(numbers("north", "y")).containsExactly(0, -1, 1);
    assertThat(numbers("east", " ")).containsExactly(2, -1, -1);
    assertThat(numbers("west", "z")).containsExactly(-1, -1, 2);
    assertThat(numbers("west", "north")).containsExactly(-1, -1, 3);
    assertThat(numbers("south", "x")).containsExactly(1, -1, 0);
    assertThat(members.size(0)).isEqualTo(3);
    assertThat(members.size(1)).isZero();
    assertThat(members.beyond(0)).isEqualTo(2);
    assertThat(members.unnamed(0)).isZero();
    assertThat(members.unnamed(2)).isEqualTo(1);
    assertThat(members.name(0, 2)).isEqualTo("east");
  }

  @Test
  void aMemberIsTheSameWhateverTypeItComesIn() throws RejectedException {
    binder.begin(row);
    binder.memberText(0, " 17 ");
    long text = row.members[0];
    binder.memberNumber(0, 17);
    assertThat(row.members[0]).isEqualTo(text);
    assertThat(row.memberName(0)).hasToString("17");
    binder.memberWhole(0, 17);
    assertThat(row.members[0]).isEqualTo(text);
    binder.memberFlag(0, true);
    assertThat(row.members[0]).isEqualTo(Categories.of("true"));
    binder.memberMissing(0);
    assertThat(row.members[0]).isEqualTo(Categories.MISSING);
    assertThatThrownBy(() -> binder.memberNumber(0, 1.5))
        .isInstanceOfSatisfying(
            RejectedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_TYPE))
        .hasMessageContaining("field 'school'");
    assertThatThrownBy(() -> binder.memberNumber(0, Double.NaN))
        .isInstanceOfSatisfying(
            RejectedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_A_NUMBER));
  }

  @Test
  void aCopiedRowKeepsItsMembersAndTheirNames() {
    binder.begin(row);
    binder.memberText(0, "x".repeat(1000));
    Row copy = binder.newRow();
    copy.set(row);
    binder.begin(row);
    assertThat(copy.members[0]).isEqualTo(Categories.of("x".repeat(1000)));
    assertThat(copy.memberName(0)).hasToString("x".repeat(64));
    copy.set(row);
    assertThat(copy.members[0]).isEqualTo(Categories.MISSING);
  }

  @Test
  void whatIsRestoredGoesOnAsWhatWasSaved() {
    numbers("north", "x");
    numbers("south", "y");
    numbers("east", "z");
    numbers("west", "");
    SnapshotWriter out = new SnapshotWriter();
    for (Section section : members.sections()) {
      section.state().save(out);
    }
    int[] expected = numbers("south", "new").clone();
    Members restored = Members.of(PIPELINE.tasks());
    SnapshotReader in = new SnapshotReader(out.toByteArray());
    for (Section section : restored.sections()) {
      section.state().restore(in);
    }
    in.end();
    restored.take(row);
    restored.write(row, into);
    assertThat(into.members).isEqualTo(expected);
    assertThat(restored.beyond(0)).isEqualTo(1);
    assertThat(restored.unnamed(2)).isEqualTo(1);
    assertThat(restored.name(0, 1)).isEqualTo("south");
    assertThat(restored.name(2, 3)).isEqualTo("new");
  }

  @Test
  void aPipelineWithoutFamiliesHasNoMembers() {
    assertThat(Members.of(PIPELINE.tasks().subList(1, 2))).isNull();
  }
}
