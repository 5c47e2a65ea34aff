package io.braid.model.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.braid.model.data.Rng;
import io.braid.model.data.Row;
import io.braid.model.data.SnapshotException;
import io.braid.model.spec.Column;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import io.braid.model.spec.SpecException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A learner as a file that needs nothing else. */
class ModelFileTest {
  @TempDir Path folder;

  static Prequential learned(Pipeline pipeline, int events) {
    Prequential learner = new Prequential(pipeline);
    goOn(learner, 11, events);
    return learner;
  }

  static void goOn(Prequential learner, long seed, int events) {
    Rng rng = new Rng(seed);
    for (int n = 0; n < events; n++) {
      Row row = Streams.row(rng, 0.2);
      learner.predict(row);
      learner.learn(row);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "skip: true\nlabel_memory: {keep: 2, key: colour, keys: 2}\n",
        "trunk: {kind: mmoe, hidden: [8], experts: 3}\nweighting: pcgrad\nbatch: 3\n",
        "optimizer: {kind: adam, learning_rate: 1e-3, schedule: {kind: cosine, period: 50}}\n",
        "trunk: linear\nhead: rls\ndrift: {detector: kswin, reaction: reset_head}\n",
        "freeze: [{part: trunk, steps: 70}]\nrates: {head.much: 0.5}\n",
      })
  void aLearnerThatWasReadGoesOnToTheSameBits(String more) throws IOException {
    Prequential written = learned(Streams.pipeline(more), 150);
    Path file = folder.resolve("m.braid");
    ModelFile.write(file, written);
    Prequential read = ModelFile.read(file);
    goOn(written, 12, 50);
    goOn(read, 12, 50);
    assertThat(SnapshotFile.save(read)).isEqualTo(SnapshotFile.save(written));
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void thePipelineInsideListsWhatPatternsStoodForAndNamesNoSurroundings() {
    Pipeline bound =
        PipelineFile.parse(
                """
                name: patterns
                features: [{name: 'flow_*', type: numeric, clip: 4}, season]
                tasks: [{name: yes, kind: regression, label: high}]
                optimizer: {kind: sgd, learning_rate: 7e-4}
                kafka: {bootstrap.servers: 'secret-broker:9092'}
                schema.registry: {url: 'http://secret-registry'}
                http: {port: 1234}
                warm_start: {from: secret.braid}
                """,
                "p.yaml")
            .bind(
                Stream.of("flow_a", "flow_b", "season", "high")
                    .map(name -> new Column(name, Column.Type.NUMBER))
                    .toList());
    String text = PipelineFile.text(bound);
    Pipeline again = PipelineFile.parse(text, "again.yaml");
    assertThat(again.structure()).isEqualTo(bound.structure()).contains("flow_a", "flow_b");
    assertThat(PipelineFile.text(again)).isEqualTo(text).doesNotContain("secret", "1234");
    assertThat(again.features())
        .extracting(f -> f.name())
        .containsExactly("flow_a", "flow_b", "season");
    assertThat(again.tasks()).isEqualTo(bound.tasks());
    assertThat(again.optimizer()).isEqualTo(bound.optimizer());
  }

  @Test
  void everyDamagedByteIsNoticed() {
    byte[] bytes = ModelFile.encode(new Prequential(Streams.pipeline("trunk: linear\n")));
    for (int at = 0; at < bytes.length; at += Math.max(1, bytes.length / 200)) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= 4;
      assertThatThrownBy(() -> ModelFile.decode(damaged)).isInstanceOf(SnapshotException.class);
    }
    for (int length : new int[] {0, 3, 11, bytes.length / 2, bytes.length - 1}) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> ModelFile.decode(cut)).isInstanceOf(SnapshotException.class);
    }
  }

  @Test
  void whatIsWrongWithAFileIsSaid() throws IOException {
    Path file = Files.writeString(folder.resolve("text.braid"), "name: not a snapshot");
    assertThatThrownBy(() -> ModelFile.read(file))
        .hasMessage(file + ": this is not a snapshot file of Braid");
    byte[] bytes = ModelFile.encode(new Prequential(Streams.pipeline("trunk: linear\n")));
    bytes[4] = 9;
    Files.write(file, bytes);
    assertThatThrownBy(() -> ModelFile.read(file))
        .hasMessage(file + ": the snapshot file has format 9, this program reads 1");
  }

  @Test
  void aPipelineMadeInTheProgramCannotBeWritten() {
    Pipeline p = Streams.pipeline("");
    Pipeline made =
        new Pipeline(
            p.name(),
            p.input(),
            null,
            p.features(),
            p.trunk(),
            p.tasks(),
            p.weighting(),
            p.optimizer(),
            p.drift(),
            p.training(),
            p.evaluation(),
            p.kafka(),
            p.registry());
    assertThatThrownBy(() -> ModelFile.encode(new Prequential(made)))
        .isInstanceOf(SpecException.class)
        .hasMessage(
            "pipeline: was made in the program, must be read from a pipeline file to be written");
  }

  @Test
  void whatALearnerHoldsIsListed() {
    Prequential learner =
        new Prequential(Streams.pipeline("trunk: {kind: mlp, hidden: [8]}\nskip: true\n"));
    List<Holding> held = Holding.of(learner.learner());
    assertThat(held).extracting(Holding::name).contains("trunk.0", "head.much.0", "skip.much");
    assertThat(held.stream().mapToInt(Holding::parameters).sum() * 3)
        .isEqualTo(learner.learner().parameterCount());
    assertThat(held.get(held.size() - 1).shape()).matches("[0-9]+ x 1");
  }
}
