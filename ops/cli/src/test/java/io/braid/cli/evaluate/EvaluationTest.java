package io.braid.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.braid.model.data.Example;
import io.braid.model.data.Prediction;
import io.braid.model.data.RejectedException;
import io.braid.model.data.Rng;
import io.braid.model.data.Row;
import io.braid.model.learner.Prequential;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import io.braid.model.spec.SpecException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluationTest {
  private static final String PIPELINE =
      """
      name: t
      features: ['x*', {name: c, type: categorical}]
      tasks:
        - {name: y, kind: regression, label: y}
        - {name: up, kind: binary, label: up}
        - {name: k, kind: count, label: k}
      trunk: {kind: mlp, hidden: [8]}
      """;
  private static final int ROWS = 300;

  @TempDir Path folder;

  /** Row i of the file; some fields are blank. */
  private Path data() throws IOException {
    Rng rng = new Rng(5);
    StringBuilder csv = new StringBuilder("x1,y,x2,c,up,k\n");
    for (int i = 0; i < ROWS; i++) {
      double a = rng.nextGaussian();
      double b = rng.nextGaussian();
      csv.append(
          String.format(
              Locale.ROOT,
              "%s,%.4f,%.4f,%s,%d,%d%n",
              i % 7 == 3 ? "  " : String.format(Locale.ROOT, "%.4f", a),
              3 * a - b,
              b,
              "abc".charAt(i % 3),
              a > b ? 1 : 0,
              rng.nextInt(4)));
    }
    return Files.writeString(folder.resolve("d.csv"), csv.toString().replace("\r", ""));
  }

  private static Evaluation.Result run(
      Path data, int delay, Long shuffle, long limit, Evaluation.Listener listener)
      throws IOException {
    try (CsvSource file = CsvSource.open(data, PipelineFile.parse(PIPELINE, "p"))) {
      RowSource source = shuffle == null ? file : new ShuffledSource(file, shuffle, share -> {});
      return new Evaluation(file.pipeline(), delay).run(source, limit, listener, System::nanoTime);
    }
  }

  @Test
  void theLastRowsOfEachMemberAreKeptBackAndChangeNothing() throws IOException {
    StringBuilder csv = new StringBuilder("x,g,y\n");
    for (int i = 0; i < 80; i++) {
      String member = i % 4 == 3 ? "rare" : "often";
      csv.append(i % 7).append(',').append(member).append(',').append(i % 7 + 10).append('\n');
    }
    Path all = Files.writeString(folder.resolve("all.csv"), csv.toString());
    String yaml =
        """
        name: t
        features: [x]
        trunk: linear
        head: {kind: rls, pull: 1}
        tasks: [{name: y, kind: regression, by: g}]
        """;
    Pipeline pipeline = PipelineFile.parse(yaml, "p");
    List<Long> learned = new ArrayList<>();
    Evaluation.Result result;
    try (CsvSource file = CsvSource.open(all, pipeline)) {
      result =
          new Evaluation(file.pipeline(), 0)
              .run(
                  new HoldOut(file, file.pipeline(), 0.25),
                  Long.MAX_VALUE,
                  (row, said) -> learned.add(row),
                  System::nanoTime);
    }
    List<Long> expected = new ArrayList<>();
    for (long i = 0; i < 80; i++) {
      // Of 60 rows the first 45, of 20 the first 15: both end at the 60th.
      if (i < 60) {
        expected.add(i);
      }
    }
    assertThat(learned).isEqualTo(expected);
    assertThat(result.heldOut().rows()).isEqualTo(20);
    assertThat(result.tasks().get(0).n()).isEqualTo(60);
    assertThat(HoldOut.Result.explainedVariance(result.heldOut().tasks().get(0)))
        .isGreaterThan(0.9);
    assertThat(result.families())
        .singleElement()
        .satisfies(
            family -> {
              assertThat(family.members()).isEqualTo(2);
              assertThat(family.worst(1)).hasSize(1);
              assertThat(family.best(1)).hasSize(1).isNotEqualTo(family.worst(1));
              assertThat(family.best(5)).isEmpty();
            });
    Path json = folder.resolve("out.json");
    ResultJson.write(json, result);
    assertThat(Files.readString(json))
        .contains("\"explained_variance\" : 0.9", "\"beyond_max\" : 0", "\"member\" : \"rare\"");
  }

  private static List<String> predictions(Path data, int delay, Long shuffle) throws IOException {
    List<String> lines = new ArrayList<>();
    run(
        data,
        delay,
        shuffle,
        Long.MAX_VALUE,
        (row, prediction) -> {
          StringBuilder line = new StringBuilder(row + ":");
          for (float[] outputs : prediction.outputs) {
            for (float output : outputs) {
              line.append(' ').append(Float.floatToRawIntBits(output));
            }
          }
          lines.add(line.toString());
        });
    return lines;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, ROWS + 5})
  void labelsComeSoManyRowsLaterAndTeachTheExampleAsItWas(int delay) throws IOException {
    Path data = data();
    List<String> reference = new ArrayList<>();
    try (CsvSource file = CsvSource.open(data, PipelineFile.parse(PIPELINE, "p"))) {
      Pipeline bound = file.pipeline();
      Prequential learner = new Prequential(bound);
      List<Example> examples = new ArrayList<>();
      List<Prediction> said = new ArrayList<>();
      for (Row row = next(file); row != null; row = next(file)) {
        Example example = learner.learner().newExample();
        Prediction prediction = learner.learner().newPrediction();
        learner.learner().observe(row);
        learner.learner().encode(row, example);
        learner.learner().predict(example, prediction);
        examples.add(example);
        said.add(prediction);
        StringBuilder line = new StringBuilder(examples.size() - 1 + ":");
        for (float[] outputs : prediction.outputs) {
          line.append(' ').append(Float.floatToRawIntBits(outputs[0]));
        }
        reference.add(line.toString());
        int due = examples.size() - 1 - delay;
        if (due >= 0) {
          learner.learn(examples.get(due), said.get(due));
        }
      }
    }
    assertThat(predictions(data, delay, null)).isEqualTo(reference);
    Evaluation.Result result = run(data, delay, null, Long.MAX_VALUE, (row, prediction) -> {});
    assertThat(result.rows()).isEqualTo(ROWS);
    assertThat(result.tasks()).allSatisfy(task -> assertThat(task.n()).isEqualTo(ROWS));
    assertThat(result.steps()).isEqualTo(ROWS);
  }

  @Test
  void shufflingIsARepeatablePermutation() throws IOException {
    Path data = data();
    List<String> once = predictions(data, 0, 4L);
    assertThat(predictions(data, 0, 4L)).isEqualTo(once);
    assertThat(predictions(data, 0, 5L)).isNotEqualTo(once);
    List<Integer> order =
        once.stream().map(line -> Integer.valueOf(line.substring(0, line.indexOf(':')))).toList();
    assertThat(order).isNotEqualTo(order.stream().sorted().toList());
    assertThat(order.stream().sorted().toList())
        .isEqualTo(IntStream.range(0, ROWS).boxed().toList());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void rowsThatCannotBeUsedAreCountedByReasonAndSaidNotDropped(boolean shuffle) throws IOException {
    Path data =
        Files.writeString(
            folder.resolve("bad.csv"),
            """
            x1,x2,c,y,up,k
            1,2,a,3,1,0
            ?,2,a,3,1,0
            1,NaN,a,3,1,0
            1,2,a,3,2,0
            1,2,a,3,1,-1
            , ,,3,,0
            """);
    List<Long> rows = new ArrayList<>();
    Evaluation.Result result =
        run(data, 0, shuffle ? 1L : null, Long.MAX_VALUE, (row, prediction) -> rows.add(row));
    assertThat(rows).containsExactlyInAnyOrder(0L, 5L);
    assertThat(result.rows()).isEqualTo(2);
    assertThat(result.tasks().get(1).n()).isEqualTo(1);
    assertThat(result.rejects().count()).isEqualTo(4);
    assertThat(result.rejects().counts().toString())
        .isEqualTo("{NOT_A_NUMBER=1, OUT_OF_RANGE=1, UNKNOWN_CLASS=1, UNPARSABLE=1}");
    assertThat(result.rejects().first())
        .contains("line 3: field 'x1': '?' is not allowed, must be a finite number")
        .anyMatch(line -> line.startsWith("line 6: label of task 'k' (field 'k'): '-1.0'"));
  }

  @Test
  void theLimitCountsRowsRead() throws IOException {
    assertThat(run(data(), 3, null, 10, (row, prediction) -> {}).rows()).isEqualTo(10);
    assertThat(run(data(), 0, null, 0, (row, prediction) -> {}).rows()).isZero();
  }

  @Test
  void aFileWithoutALabelsColumnIsRefused() throws IOException {
    Path data = Files.writeString(folder.resolve("no.csv"), "x1,c,y,up\n");
    assertThatThrownBy(() -> run(data, 0, null, 1, (row, prediction) -> {}))
        .isInstanceOf(SpecException.class)
        .hasMessageStartingWith("tasks[2].label: no column named 'k'");
    String later = PIPELINE + "labels: {wait: 1h}\n";
    assertThatThrownBy(() -> CsvSource.open(data, PipelineFile.parse(later, "p")))
        .hasMessage("tasks[2].label: no column named 'k' in " + data);
  }

  @Test
  void predictionsAreWrittenBitByBit() throws IOException {
    Path data = data();
    Path out = folder.resolve("p.tsv");
    try (CsvSource file = CsvSource.open(data, PipelineFile.parse(PIPELINE, "p"));
        PredictionFile written = new PredictionFile(out, file.pipeline())) {
      new Evaluation(file.pipeline(), 0).run(file, Long.MAX_VALUE, written, System::nanoTime);
    }
    List<String> lines = Files.readAllLines(out);
    assertThat(lines.get(0)).isEqualTo("row\tstep\ty\tup\tk");
    List<String> reference = predictions(data, 0, null);
    assertThat(lines).hasSize(ROWS + 1);
    for (int i = 0; i < ROWS; i++) {
      String[] fields = lines.get(i + 1).split("\t", -1);
      StringBuilder line = new StringBuilder(fields[0] + ":");
      for (int k = 2; k < fields.length; k++) {
        line.append(' ').append(Integer.parseUnsignedInt(fields[k], 16));
      }
      assertThat(line.toString()).isEqualTo(reference.get(i));
      assertThat(fields[1]).isEqualTo(Integer.toString(i));
    }
  }

  @Test
  void theJsonHoldsTheDocumentedKeys() throws IOException {
    Evaluation.Result result = run(data(), 0, null, 50, (row, prediction) -> {});
    Path out = folder.resolve("r.json");
    ResultJson.write(out, result);
    Map<String, Double> numbers = new HashMap<>();
    try (JsonParser json = new JsonFactory().createParser(out.toFile())) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token.isNumeric()) {
          String path = json.getParsingContext().pathAsPointer().toString();
          numbers.put(path, json.getDoubleValue());
        }
      }
    }
    assertThat(numbers)
        .containsKeys(
            "/rows",
            "/events_per_second",
            "/arrmse",
            "/tasks/y/n",
            "/tasks/y/loss",
            "/tasks/y/mae",
            "/tasks/y/rmse",
            "/tasks/y/rrmse",
            "/tasks/up/accuracy",
            "/tasks/up/kappa_temporal",
            "/tasks/up/auc",
            "/tasks/up/log_loss",
            "/tasks/k/loss",
            "/tasks/k/window/mae");
    assertThat(numbers).containsEntry("/rows", 50.0);
    assertThat(numbers).containsEntry("/tasks/y/rrmse", result.tasks().get(0).whole().get("rrmse"));
  }

  @Test
  void theJsonHoldsRelatednessWhereItIsMeasured() throws IOException {
    Path data = data();
    Path out = folder.resolve("r.json");
    String more = PIPELINE + "relatedness: {every: 1, action: group}\n";
    try (CsvSource file = CsvSource.open(data, PipelineFile.parse(more, "p"))) {
      ResultJson.write(
          out,
          new Evaluation(file.pipeline(), 0)
              .run(file, Long.MAX_VALUE, (row, prediction) -> {}, System::nanoTime));
    }
    Map<String, String> found = new HashMap<>();
    try (JsonParser json = new JsonFactory().createParser(out.toFile())) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token.isScalarValue()) {
          found.put(json.getParsingContext().pathAsPointer().toString(), json.getText());
        }
      }
    }
    assertThat(found).containsEntry("/relatedness/tasks/2", "k");
    assertThat(found).containsEntry("/relatedness/groups/0/0", "y");
    String cosines = "/relatedness/measures/gradient_cosine/";
    assertThat(found).containsEntry(cosines + "values/0/0", "1.0");
    assertThat(found.get(cosines + "values/1/0")).isEqualTo(found.get(cosines + "values/0/1"));
    assertThat(Double.parseDouble(found.get(cosines + "standard_errors/0/1"))).isPositive();
  }

  private static Row next(CsvSource file) throws IOException {
    try {
      return file.next();
    } catch (RejectedException e) {
      throw new AssertionError(e);
    }
  }
}
