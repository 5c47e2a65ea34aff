package io.braid.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.braid.bench.Bar;
import io.braid.bench.Report;
import io.braid.model.layer.Heads;
import io.braid.model.layer.Trunks;
import io.braid.model.weighting.Weightings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QualityTableTest {
  private static final List<String> STANDARD = List.of("ema_norm", "mlp", "dense");

  @TempDir private Path folder;

  @Test
  void everyEntryOfTheCatalogueHasARowAndEverySetWithAFileAColumn() throws Exception {
    Samples.write(folder, 60);
    Report report = new Report(line -> {});
    List<String> progress = new ArrayList<>();
    new QualityTable(folder, folder, Long.MAX_VALUE, 1, 1, report, progress::add).run();
    List<List<String>> accuracy = table(report.text(), "accuracy");
    assertThat(accuracy.get(0)).containsExactly("accuracy", Samples.MANY, Samples.ONE);
    assertThat(table(report.text(), "aRRMSE").get(0)).containsExactly("aRRMSE", Samples.MANY);
    List<String> names = accuracy.stream().map(row -> row.get(0)).toList();
    entries("weighting", Weightings.CATALOG.names(), names);
    entries("head", Heads.CATALOG.names(), names);
    assertThat(names).contains("trunk linear", "trunk low_rank", "moa iSOUP-Tree");
    assertThat(table(report.text(), "rows/s").stream().map(row -> row.get(0)).toList())
        .containsAll(
            Trunks.CATALOG.names().stream()
                .filter(name -> !STANDARD.contains(name))
                .map(name -> "trunk " + name)
                .toList());
    assertThat(progress).last().asString().contains("learning rate");
    assertThat(report.bars()).extracting(Bar::what).anyMatch(what -> what.contains("rf1-best"));
    assertThat(report.text()).doesNotContain("no-file");
  }

  private static void entries(String kind, Iterable<String> catalogue, List<String> names) {
    for (String name : catalogue) {
      if (!STANDARD.contains(name)) {
        assertThat(names).contains(kind + " " + name);
      }
    }
  }

  /** The cells of the table whose first title is given. */
  private static List<List<String>> table(String text, String title) {
    List<List<String>> rows = new ArrayList<>();
    boolean inside = false;
    for (String line : text.lines().toList()) {
      List<String> cells =
          Arrays.stream(line.replaceAll("^\\||\\|$", "").split("\\|", -1))
              .map(String::strip)
              .toList();
      inside = line.startsWith("|") && (inside || cells.get(0).equals(title));
      if (inside) {
        rows.add(cells);
      }
    }
    return rows;
  }

  @Test
  void whereThereIsNothingToBalanceTheCellSaysSo() throws Exception {
    Samples.write(folder, 30);
    Report report = new Report(line -> {});
    new QualityTable(folder, folder, Long.MAX_VALUE, 1, 1, report, line -> {}).run();
    List<List<String>> accuracy = table(report.text(), "accuracy");
    for (List<String> row : accuracy) {
      if (row.get(0).startsWith("weighting ") || row.get(0).equals(Methods.SINGLE)) {
        assertThat(row.get(2)).as(row.get(0)).isEqualTo("=");
        assertThat(row.get(1)).as(row.get(0)).isNotEqualTo("=");
      }
    }
  }

  @Test
  void anEmptyFolderOfDataIsSaidAndNoFailure() throws Exception {
    Samples.write(folder, 3);
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Report report = new Report(line -> {});
    new QualityTable(folder, empty, Long.MAX_VALUE, 1, 1, report, line -> {}).run();
    assertThat(report.text()).contains("Not measured");
  }

  @Test
  void theSameSeedGivesTheSameOutcomeAndWithOneTaskASingleTaskNetIsTheDefault() throws IOException {
    Samples.write(folder, 80);
    List<Method> methods = Methods.all(folder, 1, 1);
    DataSet one = Samples.load(folder, Samples.ONE);
    Outcome first = play(methods, Methods.DEFAULT, one);
    Outcome second = play(methods, Methods.DEFAULT, one);
    Outcome single = play(methods, Methods.SINGLE, one);
    assertThat(second.tasks()).isEqualTo(first.tasks());
    assertThat(single.tasks()).isEqualTo(first.tasks());
    assertThat(single.parameters()).isEqualTo(first.parameters());
    DataSet many = Samples.load(folder, Samples.MANY);
    assertThat(play(methods, Methods.SINGLE, many).tasks())
        .isNotEqualTo(play(methods, Methods.DEFAULT, many).tasks());
  }

  @Test
  void aSingleTaskNetDoesNotSeeTheLabelsOfOtherTasks() throws IOException {
    Samples.write(folder, 20);
    DataSet many = Samples.load(folder, Samples.MANY);
    DataSet own = many.as(many.settings().only(1));
    assertThat(own.pipeline().features()).hasSameSizeAs(many.pipeline().features());
    assertThat(own.pipeline().features()).extracting("field").containsExactly("at", "c", "a", "b");
    assertThat(own.tasks()).singleElement().extracting("name").isEqualTo("p");
    assertThat(own.rows()).hasSameSizeAs(many.rows());
  }

  private static Outcome play(List<Method> methods, String name, DataSet set) throws IOException {
    for (Method method : methods) {
      if (method.name().equals(name)) {
        return method.player().play(set, 1);
      }
    }
    throw new AssertionError("no method named " + name);
  }
}
