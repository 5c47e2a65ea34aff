package io.braid.topology.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.braid.model.learner.Prequential;
import io.braid.schemas.DeadLetterHeaders;
import io.braid.schemas.Prediction;
import io.braid.topology.meter.LabelOutcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of labels that come after their event, before it, twice, or never. */
class LateLabelsTest {
  private static final long MINUTE = 60_000;

  private final Random random = new Random(5);
  private final LateStream.Sample first = LateStream.sample(random);
  private final LateStream.Sample second = LateStream.sample(random);

  @TempDir private Path directory;
  private LateScene scene;
  private Prequential reference;

  @BeforeEach
  void open() {
    open("wait: 1m");
  }

  private void open(String settings) {
    close();
    scene = new LateScene(directory, settings);
    reference = new Prequential(scene.pipeline);
  }

  @AfterEach
  void close() {
    if (scene != null) {
      scene.close();
      scene = null;
    }
  }

  private void assertLearnedAsReference() {
    assertThat(scene.learnedAs(reference)).isTrue();
  }

  private static String[] all() {
    return LateStream.TASKS.toArray(String[]::new);
  }

  // ---- Late ----

  @Test
  void aLateLabelTestsTheOriginalPredictionAndTrainsTheOriginalFeatures() {
    scene.event("1", 0, first);
    scene.event("2", 1, second, all());
    scene.label("1", first.labels());

    LateStream.Kept kept = LateStream.predict(reference, first.row());
    LateStream.predict(reference, second.row(all()));
    LateStream.label(reference, kept, first.values(all()));
    assertLearnedAsReference();
    assertThat(scene.count(LabelOutcome.LATE)).isEqualTo(3);
    assertThat(scene.predictions()).hasSize(2);
    assertThat(scene.deadLetters()).isEmpty();
  }

  @Test
  void labelsOnTheEventAreLearnedAtOnceAndTheOthersAsTheyCome() {
    scene.event("1", 0, first, "much");
    scene.label("1", first.labels("which"));
    scene.label("1", first.labels("much", "open"));

    LateStream.Kept kept = LateStream.predict(reference, first.row("much"));
    LateStream.label(reference, kept, first.values("which"));
    LateStream.label(reference, kept, first.values("open"));
    assertLearnedAsReference();
    assertThat(reference.evaluator().tested(1)).isEqualTo(1);
    assertThat(scene.count(LabelOutcome.LATE)).isEqualTo(2);
    assertThat(scene.count(LabelOutcome.DUPLICATE)).isEqualTo(1);
  }

  @Test
  void metricsOfLateLabelsCarryTheTimeOfTheirEvent() {
    for (int i = 0; i < 10; i++) {
      scene.event("e" + i, 1000 + i, LateStream.sample(random));
    }
    assertThat(scene.metrics()).isEmpty();
    for (int i = 0; i < 10; i++) {
      scene.label("e" + i, LateStream.sample(random).labels("much"));
    }
    assertThat(scene.metrics())
        .singleElement()
        .satisfies(
            m -> {
              assertThat(m.getTask()).isEqualTo("much");
              assertThat(m.getExamples()).isEqualTo(10);
              assertThat(m.getTime().toEpochMilli()).isEqualTo(1009);
            });
  }

  @Test
  void aDriftFoundByLateLabelsNamesTheEvent() {
    open("wait: 1h");
    for (int i = 0; i < 2000; i++) {
      scene.event("e" + i, 1000 + i, first);
      scene.label("e" + i, Map.of("much", i < 1000 ? random.nextGaussian() : 1e4));
    }
    assertThat(scene.drifts())
        .isNotEmpty()
        .allSatisfy(
            d -> {
              assertThat(d.getTopic()).isEqualTo("events");
              assertThat(d.getTime().toEpochMilli()).isEqualTo(1000 + d.getOffset());
            });
  }

  // ---- Duplicate, corrected ----

  @Test
  void aDuplicateIsIgnoredEvenAfterAllLabelsHaveCome() {
    scene.event("1", 0, first);
    scene.label("1", first.labels());
    byte[] before = scene.bits();
    scene.label("1", Map.of("much", -1.0, "open", true));
    assertThat(scene.bits()).isEqualTo(before);
    assertThat(scene.count(LabelOutcome.DUPLICATE)).isEqualTo(2);
    assertThat(scene.deadLetters()).isEmpty();
  }

  @Test
  void aCorrectedLabelIsLearnedOnceMoreAndNotTestedAgain() {
    scene.event("1", 0, first, "open");
    scene.label("1", first.labels("much", "which"));
    scene.label("1", Map.of("much", 42.0), true);

    LateStream.Kept kept = LateStream.predict(reference, first.row("open"));
    LateStream.label(reference, kept, first.values("much", "which"));
    double[] corrected = {Double.NaN, 42.0, Double.NaN};
    System.arraycopy(corrected, 0, kept.example().labels, 0, 3);
    double[] nothing = {Double.NaN, Double.NaN, Double.NaN};
    reference.learn(kept.example(), kept.prediction(), nothing);
    assertLearnedAsReference();
    assertThat(scene.learner().evaluator().tested(1)).isEqualTo(1);
    assertThat(scene.learner().learner().steps()).isEqualTo(3);
    assertThat(scene.count(LabelOutcome.CORRECTED)).isEqualTo(1);

    scene.label("1", Map.of("much", 42.0), true);
    assertLearnedAsReference();
    assertThat(scene.count(LabelOutcome.DUPLICATE)).isEqualTo(1);
  }

  @Test
  void aCorrectionOfWhatIsNotKnownYetIsALateLabel() {
    scene.event("1", 0, first);
    scene.label("1", first.labels(), true);
    LateStream.label(reference, LateStream.predict(reference, first.row()), first.values(all()));
    assertLearnedAsReference();
    assertThat(scene.count(LabelOutcome.LATE)).isEqualTo(3);
    assertThat(scene.count(LabelOutcome.CORRECTED)).isZero();
  }

  // ---- Early ----

  @Test
  void aLabelBeforeItsEventIsLearnedAsIfTheEventHadBroughtIt() {
    scene.label("1", first.labels("much"));
    byte[] before = scene.bits();
    scene.label("1", first.labels("which"));
    assertThat(scene.bits()).isEqualTo(before);
    scene.event("1", 0, first, "open");

    LateStream.predict(reference, first.row(all()));
    assertLearnedAsReference();
    assertThat(scene.count(LabelOutcome.EARLY)).isEqualTo(2);

    scene.label("1", first.labels());
    assertLearnedAsReference();
    assertThat(scene.count(LabelOutcome.DUPLICATE)).isEqualTo(3);
    assertThat(scene.deadLetters()).isEmpty();
  }

  @Test
  void ofEarlyLabelsTheFirstCountsUnlessALaterOneCorrectsIt() {
    scene.label("1", first.labels("much", "open"));
    scene.label("1", Map.of("much", -1.0));
    scene.label("1", Map.of("open", !first.open()), true);
    scene.event("1", 0, first);

    LateStream.Sample expected =
        new LateStream.Sample(
            first.a(), first.b(), first.colour(), !first.open(), first.much(), first.which());
    LateStream.predict(reference, expected.row("much", "open"));
    assertLearnedAsReference();
    assertThat(scene.count(LabelOutcome.EARLY)).isEqualTo(2);
    assertThat(scene.count(LabelOutcome.DUPLICATE)).isEqualTo(1);
    assertThat(scene.count(LabelOutcome.CORRECTED)).isEqualTo(1);
  }

  @Test
  void aLabelWhoseEventDoesNotComeGoesToTheDeadLettersAsItCame() {
    scene.event("0", 5_000, second, all());
    byte[] value = scene.label("1", first.labels());
    scene.event("2", 5_000 + MINUTE, second, all());
    assertThat(scene.deadLetters()).isEmpty();
    scene.event("3", 5_001 + MINUTE, second, all());
    assertThat(scene.deadLetters())
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.key()).isEqualTo(new byte[] {'1'});
              assertThat(r.value()).isEqualTo(value);
              assertThat(r.timestamp()).isEqualTo(7);
              assertThat(r.headers().lastHeader("own").value()).containsExactly(1, 2);
              assertThat(LateScene.header(r, DeadLetterHeaders.REASON)).isEqualTo("UNKNOWN_EVENT");
              assertThat(LateScene.header(r, DeadLetterHeaders.MESSAGE))
                  .isEqualTo("the event of these labels has not come within 60000 ms");
              assertThat(LateScene.header(r, DeadLetterHeaders.TOPIC)).isEqualTo("labels");
              assertThat(LateScene.header(r, DeadLetterHeaders.OFFSET)).isEqualTo("0");
            });
    assertThat(scene.count(LabelOutcome.UNMATCHED)).isEqualTo(1);
    assertThat(scene.learner().evaluator().tested(0)).isEqualTo(3);
  }

  @Test
  void ofOneEventAtMostSixteenLabelRecordsWait() {
    for (int i = 0; i < 17; i++) {
      scene.label("1", first.labels());
    }
    assertThat(scene.reasons()).containsExactly("UNKNOWN_EVENT");
    scene.event("1", 0, first);
    assertThat(scene.count(LabelOutcome.EARLY)).isEqualTo(3);
    assertThat(scene.count(LabelOutcome.DUPLICATE)).isEqualTo(45);
    assertThat(scene.count(LabelOutcome.UNMATCHED)).isEqualTo(1);
  }

  // ---- Never ----

  @Test
  void anEventWaitsToTheEndOfItsWaitAndNotLonger() {
    scene.event("1", 0, first);
    scene.event("2", 1, first);
    scene.event("now", 1 + MINUTE, second);
    byte[] before = scene.bits();
    scene.label("1", first.labels());
    assertThat(scene.bits()).isEqualTo(before);
    assertThat(scene.count(LabelOutcome.EXPIRED)).isEqualTo(1);
    scene.label("2", first.labels());
    assertThat(scene.count(LabelOutcome.LATE)).isEqualTo(3);
  }

  @Test
  void anEventWhoseLabelsHaveAllComeIsNotCountedAsExpired() {
    scene.event("1", 0, first);
    scene.label("1", first.labels());
    scene.event("now", 1 + MINUTE, second, all());
    scene.label("1", Map.of("much", 1.0), true);
    assertThat(scene.count(LabelOutcome.EXPIRED)).isZero();
    assertThat(scene.count(LabelOutcome.CORRECTED)).isZero();
  }

  @Test
  void anEventOlderThanTheWaitIsPredictedAndDoesNotWait() {
    scene.event("now", 2 * MINUTE, second, all());
    scene.event("old", 0, first, "open");
    assertThat(scene.predictions()).hasSize(2);
    assertThat(scene.count(LabelOutcome.EXPIRED)).isEqualTo(1);
    assertThat(scene.learner().evaluator().tested(0)).isEqualTo(2);
  }

  @Test
  void oneRecordRemovesAtMost32AndWhatIsOverdueIsNotFoundMeanwhile() {
    for (int i = 0; i < 100; i++) {
      scene.event("e" + i, i, first);
    }
    List<Long> expired = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      scene.event("late" + i, 10 * MINUTE + i, second, all());
      byte[] before = scene.bits();
      scene.label("e9" + i, first.labels());
      assertThat(scene.bits()).isEqualTo(before);
      expired.add(scene.count(LabelOutcome.EXPIRED));
    }
    assertThat(expired).containsExactly(64L, 100L, 100L, 100L);
    assertThat(scene.count(LabelOutcome.LATE)).isZero();
  }

  // ---- Too many, twice, too large ----

  @Test
  void beyondTheMostThatMayWaitCompleteEventsGoFirstThenTheOldest() {
    open("wait: 1m, max_pending: 2");
    scene.event("1", 1, first);
    scene.event("2", 2, first);
    scene.label("2", first.labels());
    scene.event("3", 3, first);
    assertThat(scene.count(LabelOutcome.EVICTED)).isZero();
    scene.event("4", 4, first);
    assertThat(scene.count(LabelOutcome.EVICTED)).isEqualTo(1);
    scene.label("3", first.labels());
    scene.label("4", first.labels());
    assertThat(scene.count(LabelOutcome.LATE)).isEqualTo(9);
    scene.label("1", first.labels());
    scene.label("2", first.labels());
    assertThat(scene.count(LabelOutcome.LATE)).isEqualTo(9);
    assertThat(scene.deadLetters()).isEmpty();
    scene.label("5", first.labels());
    assertThat(scene.reasons()).containsExactly("UNKNOWN_EVENT");
  }

  @Test
  void ofTwoEventsOfOneIdTheLaterOneWaits() {
    scene.event("1", 0, first);
    scene.event("1", 1, second);
    scene.label("1", second.labels());

    LateStream.predict(reference, first.row());
    LateStream.Kept kept = LateStream.predict(reference, second.row());
    LateStream.label(reference, kept, second.values(all()));
    assertLearnedAsReference();
    assertThat(scene.count(LabelOutcome.REPLACED)).isEqualTo(1);
    scene.event("now", 10 * MINUTE, second, all());
    assertThat(scene.count(LabelOutcome.EXPIRED)).isZero();
  }

  @Test
  void anEventWhoseIdentityIsTooLongToKeepIsADeadLetterAndChangesNothing() {
    byte[] before = scene.bits();
    scene.event("i".repeat(600_000), 0, first, "open");
    assertThat(scene.predictions()).isEmpty();
    assertThat(scene.reasons()).containsExactly("TOO_LARGE");
    assertThat(scene.bits()).isEqualTo(before);
    scene.event("1", 0, first, "open");
    assertThat(scene.learner().evaluator().tested(0)).isEqualTo(1);
  }

  // ---- Cannot be used ----

  @Test
  void labelRecordsThatCannotBeUsedGoToTheDeadLettersAndChangeNothing() {
    scene.event("1", 0, first);
    byte[] before = scene.bits();
    byte[] good = scene.label("other", first.labels());
    byte[] key = {'1'};
    scene.label("1", Map.of("nope", 1.0));
    scene.label("1", Map.of("which", "w", "open", true));
    scene.label("1", Map.of("much", Double.NaN));
    scene.label("1", Map.of());
    scene.rawLabel(key, null);
    scene.rawLabel(key, new byte[] {1, 2, 3});
    scene.rawLabel(key, Arrays.copyOf(good, good.length - 1));
    scene.rawLabel(key, new byte[] {0, 0, 1, 0, 0, 0});
    assertThat(scene.reasons())
        .containsExactly(
            "UNKNOWN_TASK",
            "UNKNOWN_CLASS",
            "NOT_A_NUMBER",
            "MISSING_FIELD",
            "NULL_VALUE",
            "NOT_FRAMED",
            "TRUNCATED",
            "UNKNOWN_SCHEMA");
    assertThat(scene.bits()).isEqualTo(before);
    scene.label("1", first.labels());
    assertThat(scene.count(LabelOutcome.LATE)).isEqualTo(3);
  }

  @Test
  void aDeadLetterOfALabelRecordIsTheRecordAsItCame() {
    byte[] value = scene.label("1", Map.of("nope", 1.0));
    TestRecord<byte[], byte[]> letter = scene.deadLetters().get(0);
    assertThat(letter.value()).isEqualTo(value);
    assertThat(LateScene.header(letter, DeadLetterHeaders.MESSAGE)).contains("nope");
    assertThat(LateScene.header(letter, DeadLetterHeaders.TOPIC)).isEqualTo("labels");
  }

  @Test
  void recordsOfAnyTypeAreMatchedByTheirKeyAndNeedOne() {
    OwnRecords own = new OwnRecords(scene.registry);
    byte[] key = {'k'};
    scene.rawEvent(key, own.event(first));
    scene.rawLabel(key, own.label(first.much()));

    LateStream.Kept kept = LateStream.predict(reference, first.row());
    LateStream.label(reference, kept, first.values("much"));
    assertLearnedAsReference();

    scene.rawEvent(null, own.event(second));
    scene.rawLabel(null, own.label(1.0));
    assertThat(scene.reasons()).containsExactly("NULL_KEY", "NULL_KEY");
    assertLearnedAsReference();
  }

  @Test
  void atLeastOnceIsRefusedAtStartEvenIfTheSettingsWereNotChecked() {
    close();
    assertThatThrownBy(
            () ->
                new LateScene(directory, "wait: 1m", "processing.guarantee", "at_least_once")
                    .close())
        .hasStackTraceContaining(
            "kafka.processing.guarantee: 'at_least_once' is not allowed with labels, must be"
                + " exactly_once_v2");
  }

  // ---- All of it ----

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 60})
  void labelsDelayedByNEventsGiveTheBitsOfADelayedTestThenTrain(int delay) {
    open("wait: 1d");
    int count = 400;
    List<LateStream.Sample> samples = new ArrayList<>();
    List<LateStream.Kept> kept = new ArrayList<>();
    for (int i = 0; i < count + delay; i++) {
      if (i < count) {
        samples.add(LateStream.sample(random));
        scene.event("e" + i, 1000L * i, samples.get(i));
        kept.add(LateStream.predict(reference, samples.get(i).row()));
      }
      int due = i - delay;
      if (due >= 0) {
        scene.label("e" + due, samples.get(due).labels());
        LateStream.label(reference, kept.get(due), samples.get(due).values(all()));
      }
    }
    assertLearnedAsReference();
    assertSamePredictions(scene.predictions(), kept);
    assertThat(scene.learner().evaluator().tested(2)).isEqualTo(count);
    assertThat(scene.count(LabelOutcome.LATE)).isEqualTo(3L * count);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void labelsThatComeOneByOneInAnyOrderGiveTheBitsOfTheSameOrder(long seed) {
    open("wait: 1d");
    Random order = new Random(seed);
    List<LateStream.Sample> samples = new ArrayList<>();
    List<LateStream.Kept> kept = new ArrayList<>();
    List<int[]> missing = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      samples.add(LateStream.sample(random));
      String onEvent = LateStream.TASKS.get(order.nextInt(3));
      scene.event("e" + i, 1000L * order.nextInt(1000), samples.get(i), onEvent);
      kept.add(LateStream.predict(reference, samples.get(i).row(onEvent)));
      for (int k = 0; k < 3; k++) {
        if (!LateStream.TASKS.get(k).equals(onEvent)) {
          missing.add(new int[] {i, k});
        }
      }
      for (int n = order.nextInt(4); n > 0 && !missing.isEmpty(); n--) {
        int[] next = missing.remove(order.nextInt(missing.size()));
        String task = LateStream.TASKS.get(next[1]);
        scene.label("e" + next[0], samples.get(next[0]).labels(task));
        LateStream.label(reference, kept.get(next[0]), samples.get(next[0]).values(task));
      }
    }
    assertLearnedAsReference();
    assertSamePredictions(scene.predictions(), kept);
  }

  static void assertSamePredictions(List<Prediction> given, List<LateStream.Kept> expected) {
    assertThat(given).hasSameSizeAs(expected);
    for (int i = 0; i < given.size(); i++) {
      assertThat(given.get(i).getStep()).isEqualTo(expected.get(i).prediction().step);
      for (int k = 0; k < 3; k++) {
        List<Float> outputs = new ArrayList<>();
        for (float output : expected.get(i).prediction().outputs[k]) {
          outputs.add(output);
        }
        assertThat(given.get(i).getTasks().get(k).getValues()).isEqualTo(outputs);
      }
    }
  }
}
