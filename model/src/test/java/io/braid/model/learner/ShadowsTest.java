package io.braid.model.learner;

import static org.assertj.core.api.Assertions.assertThat;

import io.braid.model.data.Categories;
import io.braid.model.data.Example;
import io.braid.model.data.Prediction;
import io.braid.model.data.Rng;
import io.braid.model.data.Row;
import io.braid.model.data.Section;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.data.Update;
import io.braid.model.layer.Trunks;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Single-task shadows of the mixed problem's tasks, of which the last is auxiliary. */
class ShadowsTest {
  private static final String SMALL = "trunk: {kind: mlp, hidden: [8]}\noptimizer: rmsprop\n";

  static Stream<String> settings() {
    return Stream.of(
        SMALL + "protection: hedge\n",
        SMALL + "protection: {kind: hedge, share: 0.01, range: 1, sample: 0.3}\nbatch: 4\n",
        SMALL + "transfer_gain: {sample: 0.3}\n",
        SMALL + "transfer_gain: {sample: 0.7, action: gate, confidence: 0.5, window: 100}\n",
        SMALL + "protection: hedge\nhead: rls\n",
        SMALL + "protection: hedge\nlabel_memory: true\nskip: true\n",
        SMALL
            + "protection: hedge\nearly_stopping: {kind: patience, patience: 100,"
            + " min_improvement: 0.5}\n",
        SMALL + "protection: hedge\ndrift: {detector: page_hinkley, reaction: reset_head}\n",
        "trunk: {kind: mlp, hidden: [8], dropout: 0.2}\nprotection: hedge\n",
        """
        trunk: {kind: linear}
        optimizer: {kind: sgd, learning_rate: [0.001, 0.03]}
        transfer_gain: true
        """);
  }

  static Stream<String> trunks() {
    return Trunks.CATALOG.names().stream()
        .map(name -> "trunk: {kind: " + name + "}\noptimizer: rmsprop\nprotection: hedge\n");
  }

  @ParameterizedTest
  @MethodSource({"settings", "trunks"})
  void continuesBitForBitAfterARestoreInMidStream(String more) {
    Pipeline pipeline = Streams.pipeline(more);
    Prequential original = new Prequential(pipeline);
    run(original, new Rng(1), 301);
    byte[] snapshot = SnapshotFile.save(original);
    Prequential restored = new Prequential(pipeline);
    run(restored, new Rng(99), 20);
    SnapshotFile.restore(snapshot, restored);
    assertThat(SnapshotFile.save(restored)).isEqualTo(snapshot);
    List<float[]> expected = run(original, new Rng(2), 200);
    List<float[]> actual = run(restored, new Rng(2), 200);
    assertThat(actual).usingElementComparator(Arrays::compare).isEqualTo(expected);
    assertThat(SnapshotFile.save(restored)).isEqualTo(SnapshotFile.save(original));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "batch: 3\n", "head: rls\n", "skip: true\n"})
  void aShadowIsTheLearnerOfThatTaskAloneToTheBit(String more) {
    String all = SMALL + more + "weighting: equal\ndrift: none\n";
    Pipeline guarded = Streams.pipeline(all + "protection: hedge\n");
    Prequential beside = new Prequential(guarded);
    int task = 2;
    Prequential alone = new Prequential(Shadow.alone(Streams.pipeline(all), task));
    Rng rng = new Rng(4);
    for (int i = 0; i < 300; i++) {
      Row row = Streams.row(rng, 0.3);
      Row single = new Row(6, 1);
      System.arraycopy(row.numbers, 0, single.numbers, 0, 6);
      System.arraycopy(row.codes, 0, single.codes, 0, 6);
      single.labels[0] = row.labels[task];
      beside.predict(row);
      beside.learn(row);
      alone.predict(single);
      alone.learn(single);
    }
    assertThat(bits(beside, "alone." + task + ".")).isEqualTo(bits(alone.learner().sections(), ""));
  }

  @Test
  void theShadowOfAFamilyOfTasksKnowsTheMembersToTheBit() {
    Pipeline together =
        PipelineFile.parse(
            """
            name: schools
            features: [a, b]
            trunk: {kind: mlp, hidden: [8]}
            weighting: equal
            optimizer: rmsprop
            drift: none
            tasks:
              - {name: alone, kind: regression}
              - {name: exam, kind: regression, by: {field: school, max: 6}}
            protection: hedge
            """,
            "schools.yaml");
    Prequential beside = new Prequential(together);
    Prequential family = new Prequential(Shadow.alone(together, 1));
    Rng rng = new Rng(14);
    for (int i = 0; i < 300; i++) {
      Row row = new Row(2, 2);
      Row single = new Row(2, 1);
      int member = rng.nextInt(8);
      for (int j = 0; j < 2; j++) {
        row.numbers[j] = rng.nextGaussian();
        single.numbers[j] = row.numbers[j];
      }
      row.members[1] = Categories.of("school " + member);
      single.members[0] = row.members[1];
      row.labels[0] = row.numbers[0];
      row.labels[1] = member + row.numbers[1] + rng.nextGaussian();
      single.labels[0] = row.labels[1];
      beside.predict(row);
      beside.learn(row);
      family.predict(single);
      family.learn(single);
    }
    List<Section> learned =
        family.learner().sections().stream().filter(s -> !s.name().startsWith("members")).toList();
    List<Section> shadow =
        beside.sections().stream()
            .filter(s -> s.name().startsWith("alone.1."))
            .filter(s -> !s.name().startsWith("alone.1.members"))
            .toList();
    assertThat(bits(shadow, "alone.1.")).isEqualTo(bits(learned, ""));
  }

  /** The learner's sections with a prefix, the encoders' aside. */
  private static byte[] bits(Prequential learner, String prefix) {
    return bits(
        learner.sections().stream().filter(s -> s.name().startsWith(prefix)).toList(), prefix);
  }

  private static byte[] bits(List<Section> sections, String prefix) {
    SnapshotWriter out = new SnapshotWriter();
    for (Section each : sections) {
      if (!each.name().equals("encoder")) {
        out.putString(each.name().substring(prefix.length()));
        each.state().save(out);
      }
    }
    return out.toByteArray();
  }

  @Test
  void measuringAloneChangesNoPredictionAndNothingOfTheSharedModel() {
    Prequential plain = new Prequential(Streams.pipeline(SMALL));
    Prequential measured = new Prequential(Streams.pipeline(SMALL + "transfer_gain: true\n"));
    assertThat(run(measured, new Rng(3), 300))
        .usingElementComparator(Arrays::compare)
        .isEqualTo(run(plain, new Rng(3), 300));
    for (Section section : plain.sections()) {
      assertThat(bits(measured, section.name())).isEqualTo(bits(plain, section.name()));
    }
    assertThat(plain.transferGain(0)).isNull();
    assertThat(measured.transferGain(0).labels()).isGreaterThan(100);
    assertThat(measured.transferGain(0).shared()).isEqualTo(1);
  }

  @Test
  void anAuxiliaryTaskHasNoShadow() {
    Prequential learner = new Prequential(Streams.pipeline(SMALL + "protection: hedge\n"));
    run(learner, new Rng(3), 100);
    assertThat(learner.transferGain(2)).isNotNull();
    assertThat(learner.transferGain(3)).isNull();
    assertThat(learner.sections()).noneMatch(s -> s.name().startsWith("alone.3."));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void anEventWithoutLabelsMovesNothingAndATaskWithoutOneNothingOfItsOwn(String more) {
    Prequential learner = new Prequential(Streams.pipeline(more));
    Rng rng = new Rng(5);
    run(learner, rng, 60);
    Row unlabelled = Streams.row(rng, 1.0);
    Example example = learner.learner().newExample();
    learner.learner().take(unlabelled, example);
    Prediction said = learner.learner().newPrediction();
    learner.learner().predict(example, said);
    byte[] shadows = bits(learner, "shadows");
    byte[] own = bits(learner, "alone.");
    learner.learn(example, said);
    assertThat(bits(learner, "shadows")).isEqualTo(shadows);
    assertThat(bits(learner, "alone.")).isEqualTo(own);

    byte[] first = bits(learner, "alone.0.");
    byte[] second = bits(learner, "alone.1.");
    TransferGain gain = learner.transferGain(1);
    for (int i = 0; i < 40; i++) {
      Row row = Streams.row(rng, 0);
      row.labels[1] = Double.NaN;
      learner.predict(row);
      learner.learn(row);
    }
    assertThat(bits(learner, "alone.0.")).isNotEqualTo(first);
    assertThat(bits(learner, "alone.1.")).isEqualTo(second);
    assertThat(learner.transferGain(1)).isEqualTo(gain);
  }

  @ParameterizedTest
  @ValueSource(strings = {"protection: hedge\n", "transfer_gain: true\n"})
  void aRefusedStepLeavesEverythingAsItWas(String more) {
    Prequential learner = new Prequential(Streams.pipeline(SMALL + more));
    Rng rng = new Rng(6);
    run(learner, rng, 60);
    Example example = learner.learner().newExample();
    learner.learner().encode(Streams.row(rng, 0), example);
    Arrays.fill(example.features.dense, 3e38f);
    Prediction said = learner.learner().newPrediction();
    byte[] shadows = bits(learner, "shadows");
    byte[] own = bits(learner, "alone.");
    byte[] shared = SnapshotFile.save(learner.learner());
    assertThat(learner.learn(example, said).status).isEqualTo(Update.Status.REFUSED_NON_FINITE);
    assertThat(bits(learner, "shadows")).isEqualTo(shadows);
    assertThat(bits(learner, "alone.")).isEqualTo(own);
    assertThat(SnapshotFile.save(learner.learner())).isEqualTo(shared);
  }

  @Test
  void aSampleIsAShareOfTheEventsAndTheSameEveryTime() {
    Prequential one = new Prequential(Streams.pipeline(SMALL + "transfer_gain: {sample: 0.2}\n"));
    Prequential two = new Prequential(Streams.pipeline(SMALL + "transfer_gain: {sample: 0.2}\n"));
    run(one, new Rng(7), 2000);
    run(two, new Rng(7), 2000);
    // Of 2,000 events 70 % have a label of the task, of which a fifth is measured.
    assertThat(one.transferGain(0).labels()).isBetween(220L, 340L);
    assertThat(SnapshotFile.save(two)).isEqualTo(SnapshotFile.save(one));
  }

  @Test
  void labelsThatComeLaterAreJudgedWhenTheyCome() {
    Prequential learner = new Prequential(Streams.pipeline(SMALL + "protection: hedge\n"));
    Rng rng = new Rng(8);
    List<Example> waiting = new ArrayList<>();
    List<Prediction> said = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      Prediction prediction = learner.predict(Streams.row(rng, 0));
      Example example = learner.learner().newExample();
      example.set(learner.example());
      waiting.add(example);
      said.add(learner.learner().newPrediction());
      said.get(i).set(prediction);
      if (i >= 20) {
        learner.learn(waiting.get(i - 20), said.get(i - 20));
      }
    }
    assertThat(learner.transferGain(0).labels()).isEqualTo(280);
    // A correction is learned, and judged no second time.
    double[] nothing = {Double.NaN, Double.NaN, Double.NaN, Double.NaN};
    byte[] own = bits(learner, "alone.0.");
    learner.learn(waiting.get(299), said.get(299), nothing);
    assertThat(learner.transferGain(0).labels()).isEqualTo(280);
    assertThat(bits(learner, "alone.0.")).isNotEqualTo(own);
  }

  @ParameterizedTest
  @ValueSource(strings = {"protection: hedge\n", "transfer_gain: {sample: 0.5, action: gate}\n"})
  void aStepAllocatesNothing(String more) {
    Prequential learner = new Prequential(Streams.pipeline(SMALL + "drift: none\n" + more));
    Rng rng = new Rng(9);
    Row[] rows = new Row[100];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Streams.row(rng, 0.3);
    }
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 30; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (Row row : rows) {
        learner.predict(row);
        learner.learn(row);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).isLessThan(rows.length);
  }

  private static List<float[]> run(Prequential learner, Rng rng, int events) {
    List<float[]> outputs = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      Prediction prediction = learner.predict(Streams.row(rng, 0.3));
      for (float[] output : prediction.outputs) {
        assertThat(output[0]).isFinite();
        outputs.add(output.clone());
      }
      learner.learn(learner.example(), prediction);
    }
    return outputs;
  }
}
