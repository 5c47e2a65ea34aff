package io.braid.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.braid.model.data.RejectedException;
import io.braid.model.data.Row;
import io.braid.model.learner.Prequential;
import io.braid.model.spec.Column;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * 139 schools as tasks, if the data are at hand: each school's last quarter of pupils, in three
 * orders, predicted after one pass over the others; shares of the variance of all of them pooled.
 */
class SchoolTest {
  private static final Path DATA =
      Path.of(System.getProperty("braid.data", "data"), "school.csv.gz");
  private static final Path PIPELINES = Path.of("../bench/pipelines");
  private static final int ORDERS = 3;
  private static final double SHARE = 0.25;

  private static Pipeline pipeline(String name) throws IOException {
    assumeTrue(Files.exists(DATA), "skipped: no data set at " + DATA);
    return PipelineFile.read(PIPELINES.resolve(name + ".yaml"));
  }

  private static double explained(String name) throws IOException {
    double sum = 0;
    for (long seed = 1; seed <= ORDERS; seed++) {
      try (CsvSource source = CsvSource.open(DATA, pipeline(name))) {
        RowSource rows = new ShuffledSource(source, seed, share -> {});
        Evaluation.Result result =
            new Evaluation(source.pipeline(), 0)
                .run(
                    new HoldOut(rows, source.pipeline(), SHARE),
                    Long.MAX_VALUE,
                    (row, prediction) -> {},
                    System::nanoTime);
        assertThat(result.rows() + result.heldOut().rows()).isEqualTo(15_362);
        assertThat(result.families().get(0).members()).isEqualTo(139);
        sum += HoldOut.Result.explainedVariance(result.heldOut().tasks().get(0));
      }
    }
    return sum / ORDERS;
  }

  /** The same of a network of its own for each school, with four hidden units. */
  private static double explainedByNetsOfTheirOwn() throws IOException {
    String own = "tasks: [{name: exam, kind: regression, label: exam_score}]\n";
    double sum = 0;
    for (long seed = 1; seed <= ORDERS; seed++) {
      List<double[]> saidAndLabels = new ArrayList<>();
      try (CsvSource source = CsvSource.open(DATA, pipeline("school"))) {
        Pipeline alone =
            PipelineFile.parse(
                    "name: own\nfeatures: [{name: 'x*', missing: none}]\n"
                        + "trunk: {kind: mlp, hidden: [4]}\n"
                        + own,
                    "own")
                .bind(columns());
        for (List<Row> school : bySchool(source, seed).values()) {
          saidAndLabels.addAll(learn(new Prequential(alone), school));
        }
      }
      double mean = saidAndLabels.stream().mapToDouble(v -> v[1]).average().orElseThrow();
      double error = saidAndLabels.stream().mapToDouble(v -> square(v[1] - v[0])).sum();
      double spread = saidAndLabels.stream().mapToDouble(v -> square(v[1] - mean)).sum();
      sum += 1 - error / spread;
    }
    return sum / ORDERS;
  }

  private static List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    for (int i = 1; i <= 28; i++) {
      columns.add(new Column("x" + i, Column.Type.NUMBER));
    }
    columns.add(new Column("exam_score", Column.Type.NUMBER));
    return columns;
  }

  private static Map<Long, List<Row>> bySchool(CsvSource source, long seed) throws IOException {
    Map<Long, List<Row>> schools = new TreeMap<>();
    try (RowSource rows = new ShuffledSource(source, seed, share -> {})) {
      for (Row row = rows.next(); row != null; row = rows.next()) {
        schools.computeIfAbsent(row.members[0], code -> new ArrayList<>()).add(row);
      }
    } catch (RejectedException e) {
      throw new AssertionError(e);
    }
    return schools;
  }

  private static List<double[]> learn(Prequential learner, List<Row> school) {
    int held = (int) Math.round(school.size() * SHARE);
    for (Row row : school.subList(0, school.size() - held)) {
      learner.predict(row);
      learner.learn(row);
    }
    List<double[]> saidAndLabels = new ArrayList<>();
    for (Row row : school.subList(school.size() - held, school.size())) {
      saidAndLabels.add(new double[] {learner.peek(row).outputs[0][0], row.labels[0]});
    }
    return saidAndLabels;
  }

  private static double square(double x) {
    return x * x;
  }

  @Test
  void learnedTogetherTheyAreExplainedBetterThanEachAlone() throws IOException {
    double together = explained("school-best");
    assertThat(together).isGreaterThan(0.37);
    assertThat(explained("school-alone")).isLessThan(together - 0.02);
  }

  @Test
  void oneNetworkWithAPartPerSchoolIsBetterThanNetworksOfTheirOwn() throws IOException {
    double own = explainedByNetsOfTheirOwn();
    double shared = explained("school");
    assertThat(shared).isGreaterThan(own + 0.02);
  }
}
