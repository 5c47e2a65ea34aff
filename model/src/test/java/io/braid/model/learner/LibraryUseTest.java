package io.braid.model.learner;

import static org.assertj.core.api.Assertions.assertThat;

import io.braid.model.data.Prediction;
import io.braid.model.data.RejectedException;
import io.braid.model.data.Row;
import io.braid.model.feature.RowBinder;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The model as a library: the lines the README shows, compiled and run. */
class LibraryUseTest {
  private static final String YAML =
      """
      name: delivery
      input: {topic: orders}
      features: [{name: km, type: numeric}, {name: city, type: categorical}]
      tasks:
        - {name: late, kind: binary, label: late}
        - {name: hours, kind: regression, label: hours}
      """;

  @Test
  void tenLinesLearnFromAStreamAndKeepTheModel() throws RejectedException {
    Random random = new Random(1);
    // README:begin
    Pipeline pipeline = PipelineFile.parse(YAML, "delivery.yaml");
    Prequential model = new Prequential(pipeline);
    RowBinder binder = new RowBinder(pipeline);
    Row row = binder.newRow();
    for (int event = 0; event < 5000; event++) {
      binder.begin(row);
      double km = 100 * random.nextDouble();
      binder.number(0, km);
      binder.text(1, "Utrecht");
      Prediction said = model.predict(row);
      assertThat(said.outputs[0][0]).isBetween(0f, 1f);
      binder.labelNumber(1, 2 + 0.1 * km);
      if (event % 3 == 0) {
        binder.labelFlag(0, km > 60);
      }
      model.learn(row);
    }
    byte[] snapshot = SnapshotFile.save(model);
    // README:end
    assertThat(model.evaluator().quality(1).window().get("rrmse")).isLessThan(0.1);
    assertThat(model.evaluator().quality(0).window().get("accuracy")).isGreaterThan(0.95);
    Prequential again = new Prequential(pipeline);
    SnapshotFile.restore(snapshot, again);
    assertThat(SnapshotFile.save(again)).isEqualTo(snapshot);
  }

  @Test
  void theReadmeShowsTheseVeryLines() throws IOException {
    Path module = Path.of("").toAbsolutePath();
    String source =
        Files.readString(
            module.resolve("src/test/java/io/braid/model/learner/LibraryUseTest.java"));
    String lines =
        source
            .substring(
                source.indexOf("// README:begin\n") + 16, source.indexOf("    // README:end"))
            .stripTrailing()
            .stripIndent();
    assertThat(Files.readString(module.resolve("../README.md"))).contains(lines);
  }
}
