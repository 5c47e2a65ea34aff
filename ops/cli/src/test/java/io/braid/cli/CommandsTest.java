package io.braid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.braid.cli.view.Style;
import io.braid.model.data.Rng;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands that need no Kafka, from their arguments to their exit codes. */
class CommandsTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir Path folder;

  private Path data() throws IOException {
    Rng rng = new Rng(3);
    StringBuilder csv = new StringBuilder("a,b,colour,same,size,up\n");
    for (int i = 0; i < 400; i++) {
      double a = rng.nextGaussian();
      String colour = List.of("red", "green", "").get(i % 3);
      csv.append(
          String.format(
              Locale.ROOT,
              "%.3f,%.3f,%s,1,%.3f,%s%n",
              a,
              a * a,
              colour,
              3 * a,
              a > 0 ? "True" : "False"));
    }
    return Files.writeString(folder.resolve("My data.csv"), csv);
  }

  @Test
  void aStarterFileFromInitRunsAsItIs() throws IOException {
    Path data = data();
    Path yaml = folder.resolve("p.yaml");
    int code =
        run("init", "--data", data.toString(), "--label", "size", "up", "--out", yaml.toString());
    assertThat(err()).isEmpty();
    assertThat(code).isZero();
    assertThat(out()).contains("3 of 6 columns as features, 2 tasks");
    assertThat(yaml)
        .content()
        .contains("name: My-data")
        .contains("{name: size, kind: regression, label: size}")
        .contains("{name: up, kind: binary, label: up}")
        .contains("{name: colour, type: categorical}");

    Path json = folder.resolve("r.json");
    Path predictions = folder.resolve("p.tsv");
    assertThat(
            run(
                "evaluate",
                "--pipeline",
                yaml.toString(),
                "--data",
                data.toString(),
                "--label-delay",
                "5",
                "--limit",
                "300",
                "--json",
                json.toString(),
                "--predictions",
                predictions.toString()))
        .isZero();
    assertThat(out())
        .contains("My-data  My data.csv")
        .contains("arrmse")
        .contains("rejected      0");
    assertThat(json).content().contains("\"rows\" : 300");
    assertThat(predictions).content().hasLineCount(301);

    assertThat(run("describe", "--pipeline", yaml.toString())).isZero();
    assertThat(out())
        .containsPattern("columns +[0-9]+ dense, [0-9]+ sparse")
        .contains("label up")
        .contains("learning_rate    [7e-4, 2e-3, 6e-3]");
    assertThat(err()).isEmpty();
  }

  @Test
  void evaluateNamesTheFeaturesThatAModelSelects() throws IOException {
    Path data = data();
    Path yaml = folder.resolve("select.yaml");
    assertThat(run("init", "--data", data.toString(), "--out", yaml.toString())).isZero();
    String text = Files.readString(yaml).replaceAll("(?m)^trunk:.*\n", "");
    Files.writeString(yaml, text + "\ntrunk: {kind: group_lasso, hidden: [8]}\n");
    Path json = folder.resolve("select.json");
    String[] args = {"--pipeline", yaml.toString(), "--data", data.toString()};
    assertThat(run("evaluate", args[0], args[1], args[2], args[3], "--json", json.toString()))
        .isZero();
    assertThat(out()).containsPattern("features +[0-9]+ of [0-9]+ selected");
    assertThat(json).content().contains("\"features\" : {").contains("\"selected\" : ");
  }

  @Test
  void evaluateSaysWhatSharingGainsAndLeavesAuxiliaryTasksOutOfThePredictions() throws IOException {
    Path data = data();
    Path yaml = folder.resolve("gain.yaml");
    Files.writeString(
        yaml,
        """
        name: gain
        features: [b, colour]
        tasks:
          - {name: size, kind: regression}
          - {name: hint, kind: regression, label: a, auxiliary: true}
          - {name: up, kind: binary}
        trunk: {kind: mlp, hidden: [8]}
        protection: hedge
        """);
    Path json = folder.resolve("gain.json");
    Path predictions = folder.resolve("gain.tsv");
    String[] args = {"--pipeline", yaml.toString(), "--data", data.toString()};
    assertThat(
            run(
                "evaluate",
                args[0],
                args[1],
                args[2],
                args[3],
                "--json",
                json.toString(),
                "--predictions",
                predictions.toString()))
        .isZero();
    assertThat(out())
        .containsPattern("transfer gain +-?[0-9.]+  from -?[0-9.]+ to .* size, shared part 0")
        .doesNotContainPattern("transfer gain.* hint,");
    assertThat(json).content().containsOnlyOnce("\"arrmse\"").contains("\"transfer_gain\" : {");
    assertThat(Files.readAllLines(predictions).get(0)).isEqualTo("row\tstep\tsize\tup");
    assertThat(run("describe", "--pipeline", yaml.toString())).isZero();
    assertThat(out()).contains("of single tasks, learn every event; hedged, share 1.0E-4");
  }

  @Test
  void withoutOutInitPrintsTheFileAndTakesTheLastColumn() throws IOException {
    assertThat(run("init", "--data", data().toString(), "--name", "other")).isZero();
    assertThat(out())
        .startsWith("# A starter pipeline")
        .contains("name: other")
        .contains("{name: up, kind: binary, label: up}");
  }

  @Test
  void initReplacesNothingUnlessForced() throws IOException {
    Path there = Files.writeString(folder.resolve("there.yaml"), "mine");
    String[] args = {"init", "--data", data().toString(), "--out", there.toString()};
    assertThat(run(args)).isEqualTo(1);
    assertThat(err())
        .isEqualToIgnoringNewLines(
            "braid: " + there + ": there is such a file already, --force replaces it");
    assertThat(there).hasContent("mine");
    args = new String[] {args[0], args[1], args[2], args[3], args[4], "--force"};
    assertThat(run(args)).isZero();
    assertThat(there).content().contains("name: My-data");
  }

  @Test
  void patternsAreDescribedByTheColumnsOfAFile() throws IOException {
    Path yaml =
        Files.writeString(
            folder.resolve("g.yaml"),
            "name: g\nfeatures: ['?', same]\ntasks: [{name: up, kind: binary}]\n");
    assertThat(run("describe", "--pipeline", yaml.toString())).isZero();
    assertThat(out())
        .startsWith("g has features that stand for several columns: --data F.csv says which")
        .contains("+---> g.dead-letter");
    assertThat(run("describe", "--pipeline", yaml.toString(), "--data", data().toString()))
        .isZero();
    assertThat(out()).contains("features                  3").containsPattern("  same +numeric");
  }

  @Test
  void componentsAreListedWithTheirSettings() {
    assertThat(run("describe", "--components")).isZero();
    assertThat(out())
        .contains("feature type", "trunk.kind", "page_hinkley", "kappa_temporal")
        .containsPattern("delta +0.002 +number, from 1.0E-12 to 0.5");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "describe                                 | 2 | --pipeline or --components is missing",
        "describe --components --topology         | 2 | --topology needs --pipeline",
        "init                                     | 2 | --data or --topic is missing, choose one",
        "init --data d.csv --topic t              | 2 | exclude each other, choose one",
        "init --data d.csv --registry mock://r    | 2 | --registry goes with --topic only",
        "init --topic t --registry nonsense       | 2 | 'nonsense' is no registry address",
        "init --topic t --registry http://127.0.0.1:1 | 1 | http://127.0.0.1:1 is not reachable",
        "init --topic t --registry mock://empty   | 1 | mock://empty has no subject t-value",
        "evaluate --data d.csv                    | 2 | Missing required option: '--pipeline=P",
        "evaluate --pipeline n.yaml --data n.csv  | 2 | n.yaml: no such file",
        "evaluate --pipeline p --data d --label-delay -1 | 2 | '-1' is not allowed, must be 0 or",
        "evaluate --pipeline p --data d --limit x | 2 | Invalid value for option '--limit'",
        "init --data n.csv                        | 1 | n.csv: no such file",
      })
  void mistakesAreOneLineOnTheErrorStream(String line, int code, String message) {
    assertThat(run(line.split(" "))).isEqualTo(code);
    assertThat(err()).startsWith("braid: ").contains(message).hasLineCount(1);
    assertThat(out()).isEmpty();
  }

  @Test
  void namesComeFromTheFile() {
    assertThat(InitCommand.nameOf(Path.of("/x/rf1.csv.gz"))).isEqualTo("rf1");
    assertThat(InitCommand.nameOf(Path.of("a b\u00e9.CSV"))).isEqualTo("a-b-");
    assertThat(InitCommand.nameOf(Path.of(".csv"))).isEqualTo("pipeline");
    assertThat(InitCommand.nameOf(Path.of("n".repeat(200)))).hasSize(100);
  }

  private int run(String... args) {
    PrintStream o = new PrintStream(out, true, StandardCharsets.UTF_8);
    PrintStream e = new PrintStream(err, true, StandardCharsets.UTF_8);
    return Main.run(new Console(o, e, Style.PLAIN), args);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
