package io.braid.model.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.braid.model.data.Example;
import io.braid.model.data.Prediction;
import io.braid.model.data.Rng;
import io.braid.model.data.Row;
import io.braid.model.data.SnapshotReader;
import io.braid.model.data.SnapshotWriter;
import io.braid.model.feature.RowBinder;
import io.braid.model.layer.Trunks;
import io.braid.model.spec.Column;
import io.braid.model.spec.Pipeline;
import io.braid.model.spec.PipelineFile;
import io.braid.model.spec.SpecException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tasks by column, in the whole learner: members come as the stream runs. */
class FamilyTest {
  private static final String DENSE = "optimizer: rmsprop\n";
  private static final String RLS = "trunk: linear\nhead: rls\noptimizer: rmsprop\n";

  private static Pipeline pipeline(String more) {
    return PipelineFile.parse(
        """
        name: schools
        features: [a, b]
        trunk: {kind: mlp, hidden: [8]}
        tasks:
          - {name: exam, kind: regression, by: {field: school, max: 6}}
          - {name: passed, kind: binary, by: {field: school, max: 4}}
          - {name: alone, kind: regression, head: dense}
        """
                .replace(more.contains("trunk:") ? "trunk: {kind: mlp, hidden: [8]}\n" : "~", "")
            + more,
        "schools.yaml");
  }

  static List<String> settings() {
    List<String> all = new ArrayList<>();
    for (String trunk : Trunks.CATALOG.names()) {
      all.add(DENSE + "trunk: " + trunk + "\n");
    }
    all.add(RLS);
    all.add("head: rls\n");
    all.add("batch: 4\n" + DENSE);
    all.add("batch: 4\n" + RLS);
    all.add("weighting: pcgrad\n" + DENSE);
    all.add("protection: hedge\n" + DENSE);
    all.add("skip: true\nlabel_memory: {keep: 1}\n" + DENSE);
    return all;
  }

  /** One stream of rows of one pipeline's shape. */
  private static final class Stream {
    final RowBinder binder;
    final Row row;
    final Rng rng;

    Stream(Pipeline pipeline, long seed) {
      binder = new RowBinder(pipeline);
      row = binder.newRow();
      rng = new Rng(seed);
    }

    /** A row of a member whose number is below {@code members}; some name none. */
    Row next(int members) {
      binder.begin(row);
      int m = rng.nextInt(members + 1) - 1;
      row.numbers[0] = rng.nextGaussian();
      row.numbers[1] = rng.nextGaussian();
      if (m >= 0) {
        binder.memberText(0, "school " + m);
        binder.memberWhole(1, m);
      }
      double signal = row.numbers[0] + m * row.numbers[1] + m;
      row.labels[0] = rng.nextInt(4) == 0 ? Double.NaN : 20 + 5 * signal + rng.nextGaussian();
      row.labels[1] = rng.nextInt(4) == 0 ? Double.NaN : signal > m ? 1 : 0;
      row.labels[2] = rng.nextInt(4) == 0 ? Double.NaN : row.numbers[1];
      return row;
    }
  }

  private static float[][] copy(Prediction said) {
    float[][] outputs = new float[said.outputs.length][];
    for (int k = 0; k < outputs.length; k++) {
      outputs[k] = said.outputs[k].clone();
    }
    return outputs;
  }

  private static void learn(Prequential learner, Stream stream, int events, int members) {
    for (int n = 0; n < events; n++) {
      Row row = stream.next(members);
      learner.predict(row);
      learner.learn(row);
    }
  }

  @ParameterizedTest
  @MethodSource("settings")
  void aRestoredLearnerGoesOnToTheSameBitsThroughMembersOldAndNew(String more) {
    Pipeline pipeline = pipeline(more);
    Prequential saved = new Prequential(pipeline);
    learn(saved, new Stream(pipeline, 1), 151, 3);
    Prequential restored = new Prequential(pipeline);
    learn(restored, new Stream(pipeline, 2), 30, 9);
    SnapshotFile.restore(SnapshotFile.save(saved), restored);
    Stream stream = new Stream(pipeline, 3);
    for (int n = 0; n < 100; n++) {
      Row row = stream.next(8);
      assertThat(copy(restored.predict(row))).isDeepEqualTo(copy(saved.predict(row)));
      assertThat(restored.learn(row).status).isEqualTo(saved.learn(row).status);
    }
    assertThat(SnapshotFile.save(restored)).isEqualTo(SnapshotFile.save(saved));
    assertThat(restored.members(0)).isEqualTo(saved.members(0));
    assertThat(saved.learner().members().size(0)).isEqualTo(6);
    assertThat(saved.learner().members().beyond(0)).isPositive();
    assertThat(saved.learner().members().unnamed(1)).isPositive();
  }

  /** Nothing a member has of its own moves with another's labels, nor without labels. */
  @Test
  void aStepMovesTheOwnPartOfItsMemberAlone() {
    for (String head : new String[] {"{kind: rls, share: false}", "{kind: dense, share: false}"}) {
      Pipeline pipeline = pipeline("trunk: linear\noptimizer: rmsprop\nhead: " + head + "\n");
      Prequential learner = new Prequential(pipeline);
      Stream stream = new Stream(pipeline, 1);
      learn(learner, stream, 200, 4);
      Example example = learner.learner().newExample();
      for (int n = 0; n < 50; n++) {
        Row row = stream.next(4);
        row.labels[0] = Double.NaN;
        learner.learner().take(row, example);
        float[] before = saidOfAll(learner, pipeline);
        learner.learner().learn(example);
        float[] after = saidOfAll(learner, pipeline);
        int member = Double.isNaN(row.labels[1]) ? -1 : example.features.member(0, 1);
        for (int m = 0; m < 4; m++) {
          String name = learner.learner().members().name(1, m);
          int at = Integer.parseInt(name);
          if (m == member) {
            assertThat(after[at]).isNotEqualTo(before[at]);
          } else {
            assertThat(after[at]).isEqualTo(before[at]);
          }
        }
      }
    }
  }

  /** What is said of one row of each member, by name. */
  private static float[] saidOfAll(Prequential learner, Pipeline pipeline) {
    RowBinder binder = new RowBinder(pipeline);
    Row row = binder.newRow();
    float[] said = new float[4];
    for (int m = 0; m < 4; m++) {
      binder.begin(row);
      row.numbers[0] = 0.7;
      row.numbers[1] = -0.3;
      binder.memberWhole(1, m);
      said[m] = learner.peek(row).outputs[1][0];
    }
    return said;
  }

  @Test
  void aMemberBeyondTheMostAndARowWithoutOneArePredictedAlike() {
    for (String more : new String[] {DENSE, RLS}) {
      Pipeline pipeline = pipeline(more);
      Prequential learner = new Prequential(pipeline);
      Stream stream = new Stream(pipeline, 1);
      learn(learner, stream, 300, 9);
      RowBinder binder = new RowBinder(pipeline);
      Row row = binder.newRow();
      List<Float> said = new ArrayList<>();
      for (String school : new String[] {"school 2", "school 77", "", "never seen"}) {
        binder.begin(row);
        row.numbers[0] = 0.5;
        row.numbers[1] = -1;
        binder.memberText(0, school);
        said.add(learner.peek(row).outputs[0][0]);
      }
      assertThat(said.get(1)).isEqualTo(said.get(2)).isEqualTo(said.get(3));
      assertThat(said.get(0)).isNotEqualTo(said.get(1));
    }
  }

  @Test
  void peekingChangesNothing() {
    Pipeline pipeline = pipeline("label_memory: true\n");
    Prequential learner = new Prequential(pipeline);
    Stream stream = new Stream(pipeline, 1);
    learn(learner, stream, 50, 3);
    byte[] before = SnapshotFile.save(learner);
    learner.peek(stream.next(9));
    assertThat(SnapshotFile.save(learner)).isEqualTo(before);
  }

  @Test
  void figuresByMemberAddUpToThoseOfTheFamily() {
    Pipeline pipeline =
        pipeline(RLS.replace("head: rls", "head: {kind: rls, pull: 5, bias_pull: 5}"));
    Prequential learner = new Prequential(pipeline);
    learn(learner, new Stream(pipeline, 1), 2000, 6);
    for (int k = 0; k < 2; k++) {
      List<MemberQuality> members = learner.members(k);
      long n = members.stream().mapToLong(MemberQuality::n).sum();
      assertThat(n).isBetween(1L, learner.evaluator().tested(k));
      for (MemberQuality member : members) {
        assertThat(member.n()).isGreaterThan(100);
        assertThat(member.loss()).isPositive();
        assertThat(member.figure()).isBetween(0.3, 1.0);
      }
    }
    assertThat(learner.members(0)).extracting(MemberQuality::name).contains("school 0", "school 5");
    assertThat(learner.members(1)).hasSize(4);
    assertThat(learner.members(2)).isEmpty();
    List<MemberQuality> ranked = MemberQuality.ranked(learner.members(0));
    assertThat(ranked)
        .hasSize(6)
        .isSortedAccordingTo((a, b) -> Double.compare(a.figure(), b.figure()));
  }

  @Test
  void anEventOfAKnownMemberAllocatesNothing() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (String more : new String[] {DENSE, RLS}) {
      Pipeline pipeline = pipeline(more + "drift: none\n");
      Prequential learner = new Prequential(pipeline);
      Stream stream = new Stream(pipeline, 1);
      learn(learner, stream, 3000, 6);
      String[] names = {"school 0", "school 1", "school 2"};
      long bytes = Long.MAX_VALUE;
      for (int attempt = 0; attempt < 3; attempt++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int n = 0; n < 3000; n++) {
          stream.binder.begin(stream.row);
          stream.binder.memberText(0, names[n % 3]);
          stream.binder.memberWhole(1, n % 3);
          stream.row.numbers[0] = n % 7;
          stream.row.numbers[1] = n % 5;
          stream.row.labels[0] = n % 11;
          stream.row.labels[1] = n & 1;
          learner.predict(stream.row);
          learner.learn(stream.row);
        }
        bytes = Math.min(bytes, threads.getCurrentThreadAllocatedBytes() - before);
      }
      assertThat(bytes).as("bytes in 3000 events").isLessThan(3000);
    }
  }

  @Test
  void sharingServesMembersOfFewRowsBetterThanLearningAlone() {
    double[] explained = new double[2];
    for (int alone = 0; alone < 2; alone++) {
      Pipeline pipeline =
          pipeline(
              "trunk: linear\noptimizer: rmsprop\nhead: {kind: rls, pull: 5, bias_pull: 5"
                  + (alone == 1 ? ", share: false}\n" : "}\n"));
      Prequential learner = new Prequential(pipeline);
      RowBinder binder = new RowBinder(pipeline);
      Row row = binder.newRow();
      Rng rng = new Rng(4);
      for (int n = 0; n < 120; n++) {
        binder.begin(row);
        binder.memberWhole(0, n % 6);
        row.numbers[0] = rng.nextGaussian();
        row.numbers[1] = rng.nextGaussian();
        row.labels[0] =
            3 * row.numbers[0] + (2 + 0.2 * (n % 6)) * row.numbers[1] + rng.nextGaussian();
        learner.predict(row);
        learner.learn(row);
      }
      explained[alone] = learner.evaluator().quality(0).whole().get("r2");
    }
    assertThat(explained[0]).isGreaterThan(explained[1] + 0.05);
  }

  @Test
  void theColumnOfTheMembersIsNoFeatureUnlessItIsNamedAsOne() {
    Pipeline pipeline =
        PipelineFile.parse(
            """
            name: m
            features: ['*']
            tasks: [{name: exam, kind: regression, by: school}]
            """,
            "m");
    List<Column> columns =
        List.of(
            new Column("school", Column.Type.TEXT),
            new Column("a", Column.Type.NUMBER),
            new Column("exam", Column.Type.NUMBER));
    assertThat(pipeline.bind(columns).features()).extracting(f -> f.name()).containsExactly("a");
    assertThatThrownBy(() -> pipeline.bind(columns.subList(1, 3)))
        .isInstanceOf(SpecException.class)
        .hasMessageStartingWith("tasks[0].by: no column named 'school'");
  }

  @Test
  void aWaitingExampleKeepsItsMember() {
    Pipeline pipeline = pipeline(RLS);
    Prequential learner = new Prequential(pipeline);
    Stream stream = new Stream(pipeline, 1);
    learn(learner, stream, 50, 4);
    stream.next(1);
    stream.binder.memberText(0, "school 3");
    learner.predict(stream.row);
    SnapshotWriter out = new SnapshotWriter();
    learner.example().save(out);
    Example waiting = learner.learner().newExample();
    waiting.restore(new SnapshotReader(out.toByteArray()));
    assertThat(waiting.features.member(0, 0))
        .isNotNegative()
        .isEqualTo(learner.example().features.member(0, 0));
  }

  @Test
  void howManyMembersThereCanBeIsPartOfTheStructureAndWhichFieldNamesThemIsNot() {
    String hash = pipeline("").structureHash();
    Pipeline other = PipelineFile.parse(text("pupil.school", 6), "p");
    assertThat(other.structureHash())
        .isEqualTo(PipelineFile.parse(text("s", 6), "p").structureHash());
    assertThat(other.structureHash())
        .isNotEqualTo(PipelineFile.parse(text("s", 7), "p").structureHash())
        .isNotEqualTo(hash);
  }

  private static String text(String field, int max) {
    return "name: m\nfeatures: [a]\ntasks: [{name: t, kind: count, by: {field: "
        + field
        + ", max: "
        + max
        + "}}]\n";
  }
}
