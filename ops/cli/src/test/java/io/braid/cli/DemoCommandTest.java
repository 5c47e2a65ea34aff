package io.braid.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.braid.model.data.Rng;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The demonstration with its own broker. */
class DemoCommandTest {
  private static final String PIPELINE =
      """
      name: t
      input: {topic: t.events, weight: w, time: at, id: nr}
      features:
        - 'x*'
        - {name: c, type: categorical}
        - {name: when, type: time, field: at2}
        - {name: flag, type: boolean}
      tasks:
        - {name: y, kind: regression, label: y}
        - {name: up, kind: binary, label: up}
        - {name: k, kind: count, label: k}
        - {name: m, kind: multiclass, label: c2, classes: [a, b]}
      trunk: {kind: mlp, hidden: [8]}
      """;

  @TempDir Path folder;
  private final Cli cli = new Cli();

  @ParameterizedTest
  @ValueSource(strings = {"exactly_once_v2", "at_least_once"})
  void aFileThroughTheBrokerIsPredictedBitByBitAsWithoutIt(String guarantee) throws IOException {
    Path pipeline = Files.writeString(folder.resolve("p.yaml"), PIPELINE);
    Path data = data();
    Path streamed = folder.resolve("streamed.tsv");
    Path evaluated = folder.resolve("evaluated.tsv");
    assertThat(run("evaluate", pipeline, data, "--predictions", evaluated)).as(cli.err()).isZero();
    assertThat(run("demo", pipeline, data, "--predictions", streamed, "--guarantee", guarantee))
        .as(cli.err())
        .isZero();
    assertThat(Files.readAllLines(evaluated)).hasSize(1 + 700 - 100);
    assertThat(streamed).hasSameBinaryContentAs(evaluated);
    assertThat(cli.out())
        .contains("exactly once     yes, 600 predicted, 0 missing, 0 doubled")
        .containsPattern("dead letters +100 ");
  }

  @ParameterizedTest
  @CsvSource({"rf1,rf1", "electricity,electricity"})
  void realFilesArePredictedBitByBitAsWithoutABroker(String data, String pipeline)
      throws IOException {
    Path file = Path.of(System.getProperty("braid.data", "none"), data + ".csv.gz");
    assumeTrue(Files.exists(file), "skipped: there is no " + file);
    Path yaml = Path.of("../bench/pipelines/" + pipeline + ".yaml");
    Path streamed = folder.resolve("streamed.tsv");
    Path evaluated = folder.resolve("evaluated.tsv");
    assertThat(run("evaluate", yaml, file, "--limit", 3000, "--predictions", evaluated)).isZero();
    assertThat(run("demo", yaml, file, "--limit", 3000, "--predictions", streamed))
        .as(cli.err())
        .isZero();
    assertThat(Files.readAllLines(evaluated)).hasSize(3001);
    assertThat(streamed).hasSameBinaryContentAs(evaluated);
  }

  @Test
  void theBuiltInStreamEndsWithATableAndEveryEventAccountedFor() throws IOException {
    Path json = folder.resolve("out.json");
    Path kept = folder.resolve("kept");
    assertThat(cli.run("demo", "--for", "4s", "--rate", "3000", "--json", json, "--keep", kept))
        .as(cli.err())
        .isZero();
    assertThat(cli.out())
        .contains("late ", "delivery_hours ", "carriers swap networks", "events           12,000")
        .containsPattern("exactly once     yes, 11,9[0-9][0-9] predicted, 0 missing, 0 doubled")
        .containsPattern("null value|truncated|unknown schema");
    assertThat(Files.readString(json))
        .contains("\"missing\" : 0", "\"carriers swap networks\"", "\"delivery_hours\"");
    assertThat(kept.resolve("broker")).isDirectory();
    assertThat(cli.run("demo", "--keep", kept)).isEqualTo(1);
    assertThat(cli.err()).startsWith("braid: --keep: '" + kept + "' is not empty");
  }

  @Test
  void optionsThatDoNotFitAreOneLine() {
    assertThat(cli.run("demo", "--data", "x.csv")).isEqualTo(2);
    assertThat(cli.err())
        .isEqualTo("braid: --data and --pipeline need each other, see braid demo --help\n");
    assertThat(cli.run("demo", "--for", "soon")).isEqualTo(2);
    assertThat(cli.err()).contains("'soon' is not a duration, must be like 60s, 5m or 1h");
    assertThat(cli.run("demo", "--rate", "0")).isEqualTo(2);
    assertThat(cli.err()).contains("--rate: '0.0' is not allowed, must be above 0");
  }

  private int run(String command, Path pipeline, Path data, Object... more) {
    Object[] args = new Object[5 + more.length];
    List<Object> first = List.of(command, "--pipeline", pipeline, "--data", data);
    for (int i = 0; i < args.length; i++) {
      args[i] = i < 5 ? first.get(i) : more[i - 5];
    }
    return cli.run(args);
  }

  /** Rows of every kind; of each seven one cannot be used. */
  private Path data() throws IOException {
    Rng rng = new Rng(5);
    StringBuilder csv = new StringBuilder("nr,at,w,x1,y,x2,c,at2,flag,up,k,c2\n");
    for (int i = 0; i < 700; i++) {
      double a = rng.nextGaussian();
      double b = rng.nextGaussian();
      boolean bad = i % 7 == 6;
      csv.append(
          String.format(
              Locale.ROOT,
              "n%d,%s,%s,%s,%.4f,%s,%s,%s,%s,%s,%s,%s\n",
              i,
              bad && i % 4 == 0 ? "yesterday" : "2024-01-02T03:04:05Z",
              bad && i % 4 == 1 ? "-1" : i % 3 == 0 ? " " : "0.75",
              bad && i % 4 == 2 ? "?" : i % 5 == 3 ? "  " : String.format(Locale.ROOT, "%.4f", a),
              3 * a - b,
              i % 9 == 0 ? " 1e-3 " : String.format(Locale.ROOT, "%.17g", b),
              i % 11 == 0 ? "\u2003" : i % 2 == 0 ? "caf\u00e9" : " 007",
              i % 13 == 0 ? "" : 1_700_000_000_000L + i * 3_600_000L,
              i % 2 == 0 ? "TRUE" : "0",
              i % 4 == 0 ? "" : a > b ? "true" : "0",
              bad && i % 4 == 3 ? "-2" : rng.nextInt(4),
              i % 3 == 0 ? "" : a > 0 ? "a" : "b"));
    }
    return Files.writeString(folder.resolve("d.csv"), csv);
  }
}
