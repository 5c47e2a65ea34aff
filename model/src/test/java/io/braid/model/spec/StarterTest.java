package io.braid.model.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** A starter file reads back and fits the columns it was guessed from. */
class StarterTest {
  private static final List<ColumnSummary> COLUMNS =
      List.of(
          ColumnSummary.of("PT08.S1(CO)", List.of("1.5", "", "2e3", "-7", ".5")),
          ColumnSummary.of("open", List.of("1", "0", "1.0")),
          ColumnSummary.of("flag", List.of("True", "false")),
          ColumnSummary.of("seen at", List.of("2004-03-10T18:00:00", "2004-03-11")),
          ColumnSummary.of("season", List.of("winter", "it's", "summer", "a: b")),
          ColumnSummary.of("constant", List.of("5", "5")),
          ColumnSummary.of("word", texts(100, 90)),
          ColumnSummary.of("id", texts(100, 100)),
          ColumnSummary.of(
              "message", texts(100, 100).stream().map(word -> "see you " + word).toList()),
          ColumnSummary.of("no", List.of("3", "4", "9")),
          ColumnSummary.of("income", List.of("<=50K", ">50K", "<=50K")),
          ColumnSummary.of("count", List.of("1", "2", "4")));

  @Test
  void itGuessesFeaturesAndTasks() {
    Pipeline p =
        PipelineFile.parse(
            Starter.pipeline("demo", COLUMNS, List.of("income", "count", "flag", "season")), "s");
    Pipeline bound = p.bind(COLUMNS.stream().map(ColumnSummary::column).toList());
    assertThat(bound.features())
        .extracting(f -> f.name() + " " + f.encoder().kind())
        .containsExactly(
            "PT08.S1(CO) numeric",
            "open boolean",
            "seen at time",
            "word categorical",
            "message text",
            "no numeric");
    assertThat(bound.features().get(3).encoder().parameters()).isEqualTo(Map.of("buckets", 1024));
    assertThat(bound.tasks())
        .extracting(Task::kind)
        .containsExactly(
            Task.Kind.BINARY, Task.Kind.REGRESSION, Task.Kind.BINARY, Task.Kind.MULTICLASS);
    assertThat(bound.tasks().get(0).label().positive()).isEqualTo(">50K");
    assertThat(bound.tasks().get(3).classes()).containsExactly("a: b", "it's", "summer", "winter");
  }

  @Test
  void theLastColumnIsTheLabelUnlessSaidOtherwise() {
    Pipeline p = PipelineFile.parse(Starter.pipeline("demo", COLUMNS), "s");
    assertThat(p.tasks()).extracting(Task::name).containsExactly("count");
    assertThat(Starter.pipeline("demo", COLUMNS)).contains("multiclass, classes: [1, 2, 4]");
  }

  @Test
  void whatCannotBeALabelIsRefused() {
    assertThatThrownBy(() -> Starter.pipeline("demo", COLUMNS, List.of("incom")))
        .hasMessage("label: no column named 'incom', near: [income]");
    assertThatThrownBy(() -> Starter.pipeline("demo", COLUMNS, List.of("id")))
        .hasMessage(
            "label: 'id' is not allowed, must be numbers, true or false, or texts with 2 to 64"
                + " different values, not 100 different ones of type TEXT");
    assertThatThrownBy(() -> Starter.pipeline("demo", COLUMNS.subList(11, 12)))
        .hasMessage("columns: no column is left as a feature");
  }

  @Property(tries = 300)
  void anyColumnNameAndValueReadsBackAsItself(
      @ForAll String name, @ForAll String one, @ForAll String two) {
    boolean usable =
        !name.isBlank()
            && !name.equals("x")
            && name.chars().noneMatch(c -> c == '*' || c == '?' || Character.isSurrogate((char) c))
            && (one + two).chars().noneMatch(c -> Character.isSurrogate((char) c));
    ColumnSummary label = ColumnSummary.of(name, List.of("a" + one, "b" + two, "c"));
    if (usable) {
      String yaml =
          Starter.pipeline(
              "s", List.of(ColumnSummary.of("x", List.of("1", "2", "3")), label), List.of(name));
      Task task = PipelineFile.parse(yaml, "s").tasks().get(0);
      assertThat(task.name()).isEqualTo(name);
      assertThat(task.classes()).isEqualTo(label.values());
    }
  }

  private static List<String> texts(int rows, int distinct) {
    return IntStream.range(0, rows).mapToObj(i -> "w" + i % distinct).toList();
  }
}
