package io.braid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.braid.model.data.Rng;
import io.braid.model.learner.ModelFile;
import io.braid.sandbox.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models in and out, as a user does it. */
class SnapshotCommandTest {
  private static final String TWO =
      "  - {name: sum, kind: regression, label: sum}\n  - {name: up, kind: binary, label: up}\n";

  @TempDir Path folder;
  private final Cli cli = new Cli();

  private Path data(int rows) throws IOException {
    Rng rng = new Rng(3);
    StringBuilder csv = new StringBuilder("flow_a,flow_b,sum,up\n");
    for (int i = 0; i < rows; i++) {
      double a = rng.nextGaussian();
      double b = rng.nextGaussian();
      csv.append(String.format(Locale.ROOT, "%.3f,%.3f,%.3f,%b%n", a, b, a + 2 * b, a * b > 0));
    }
    return Files.writeString(folder.resolve("d.csv"), csv);
  }

  private Path pipeline(String name, String tasks, String more) throws IOException {
    return Files.writeString(
        folder.resolve(name + ".yaml"),
        "name: "
            + name
            + "\nfeatures: ['flow_*']\ntasks:\n"
            + tasks
            + "trunk: {kind: mlp, hidden: [8]}\n"
            + more);
  }

  @Test
  void whatWasLearnedFromAFileIsSavedShownAndBegunWith() throws IOException {
    Path data = data(400);
    Path file = folder.resolve("two.braid");
    Path two = pipeline("two", TWO, "");
    assertThat(cli.run("evaluate", "--pipeline", two, "--data", data, "--save", file))
        .as(cli.err())
        .isZero();
    assertThat(cli.run("snapshot", "show", file)).as(cli.err()).isZero();
    assertThat(cli.out())
        .containsPattern("steps +400\\R")
        .containsPattern("sum +regression +400 labels")
        .containsPattern("numeric +flow_a flow_b\\R")
        .containsPattern("trunk.0 +3 x 8 +24\\R")
        .containsPattern("head.up.0 +9 x 1 +9\\R");
    assertThat(cli.run("snapshot", "show", "--pipeline-file", file)).isZero();
    assertThat(cli.out()).contains("name: \"flow_a\"").doesNotContain("flow_*");

    String third = TWO + "  - {name: more, kind: regression, label: sum}\n";
    Path three = pipeline("three", third, "");
    assertThat(
            cli.run(
                "evaluate",
                "--pipeline",
                three,
                "--data",
                data,
                "--skip",
                300,
                "--warm-start",
                file))
        .as(cli.err())
        .isZero();
    assertThat(cli.out())
        .startsWith(
            "begins from "
                + file
                + " (400 steps): the trunk, the heads of sum, up, the statistics of 2 features;"
                + " new: more")
        .containsPattern("rows +100 in ");
  }

  @Test
  void anImportIsCheckedAndWrittenIntoThePipelineFile() throws IOException {
    Path data = data(100);
    Path file = folder.resolve("two.braid");
    Path two = pipeline("two", TWO, "");
    assertThat(cli.run("evaluate", "--pipeline", two, "--data", data, "--save", file)).isZero();
    Path listed =
        Files.writeString(
            folder.resolve("new.yaml"),
            Files.readString(two).replace("'flow_*'", "flow_a, flow_b").replace("two", "new"));
    String before = Files.readString(listed);
    assertThat(cli.run("snapshot", "import", file, "--pipeline", listed, "--check"))
        .as(cli.err())
        .isZero();
    assertThat(cli.out()).startsWith("new begins from " + file + " (100 steps): everything");
    assertThat(listed).hasContent(before);
    assertThat(cli.run("snapshot", "import", file, "--pipeline", listed)).as(cli.err()).isZero();
    assertThat(listed).hasContent(before + "warm_start: {from: '" + file + "'}\n");
    assertThat(cli.run("describe", "--pipeline", listed)).isZero();
    assertThat(cli.out())
        .containsPattern("warm start +.*two.braid, trunk, heads of the same tasks");
    assertThat(cli.run("evaluate", "--pipeline", listed, "--data", data)).isZero();
    assertThat(cli.out()).startsWith("begins from " + file);
    assertThat(cli.run("snapshot", "import", file, "--pipeline", listed)).isZero();
    Path other = Files.copy(file, folder.resolve("other.braid"));
    assertThat(cli.run("snapshot", "import", other, "--pipeline", listed)).isEqualTo(1);
    assertThat(cli.err()).contains("has warm_start.from: " + file + " already");

    Path wide = pipeline("wide", TWO, "");
    Files.writeString(
        wide, Files.readString(wide).replace("'flow_*'", "flow_a, flow_b").replace("[8]", "[9]"));
    assertThat(cli.run("snapshot", "import", file, "--pipeline", wide)).isEqualTo(2);
    assertThat(cli.err())
        .startsWith("braid: warm_start.from: " + file + " does not fit this pipeline: trunk.0 is");
    assertThat(cli.run("snapshot", "show", listed)).isEqualTo(1);
    assertThat(cli.err())
        .isEqualToIgnoringNewLines("braid: " + listed + ": this is not a snapshot file of Braid");
    assertThat(cli.run("snapshot")).isEqualTo(2);
    assertThat(cli.err()).contains("export, import or show is missing");
  }

  @Test
  void whatAnApplicationHasLearnedIsExportedWhileItRunsAndAfterwards() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.startNew()) {
      Path state = folder.resolve("state");
      Path pipeline =
          Files.writeString(
              folder.resolve("live.yaml"),
              """
              name: live
              features: [flow_a, flow_b]
              tasks: [{name: sum, kind: regression, label: sum}]
              kafka: {bootstrap.servers: '%s', state.dir: '%s', commit.interval.ms: 100}
              schema.registry: {url: 'mock://live'}
              http: false
              """
                  .formatted(broker.bootstrapServers(), state));
      Path file = folder.resolve("live.braid");
      assertThat(cli.run("snapshot", "export", "--pipeline", pipeline, "--out", file)).isEqualTo(1);
      assertThat(cli.err())
          .startsWith(
              "braid: there is no topic 'live-learner-changelog': nothing has been learned");
      assertThat(cli.run("topics", "--pipeline", pipeline, "--create")).as(cli.err()).isZero();
      assertThat(cli.run("replay", "--pipeline", pipeline, "--data", data(300)))
          .as(cli.err())
          .isZero();
      Thread run = new Thread(() -> new Cli().run("run", "--pipeline", pipeline));
      run.start();
      try {
        awaitExport(pipeline, file);
      } finally {
        run.interrupt();
        run.join();
      }
      assertThat(ModelFile.read(file).learner().steps()).isEqualTo(300);
      Path stopped = folder.resolve("stopped.braid");
      assertThat(
              cli.run(
                  "snapshot", "export", "--pipeline", pipeline, "--out", stopped, "--state", state))
          .as(cli.err())
          .isZero();
      assertThat(stopped).hasSameBinaryContentAs(file);
      assertThat(
              cli.run(
                  "snapshot", "export", "--pipeline", pipeline, "--out", file, "--partition", 4))
          .isEqualTo(1);
      assertThat(cli.err()).contains("'live-learner-changelog' has the partitions 0 to 0");
    }
  }

  private void awaitExport(Path pipeline, Path file) throws InterruptedException {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (cli.run("snapshot", "export", "--pipeline", pipeline, "--out", file) != 0
        || !cli.out().contains(": 300 events learned, ")) {
      assertThat(System.nanoTime()).as(cli.out() + cli.err()).isLessThan(deadline);
      Thread.sleep(200);
    }
  }
}
