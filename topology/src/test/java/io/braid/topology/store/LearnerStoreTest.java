package io.braid.topology.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.braid.model.data.SnapshotException;
import io.braid.topology.crash.Bits;
import io.braid.topology.crash.ToyLearner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LearnerStoreTest {
  private final List<KeyValue<Bytes, byte[]>> journal = new ArrayList<>();
  private final Life.Committed committed = new Life.Committed();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatWasCommittedIsFoundAgainBitForBit(boolean atLeastOnce) {
    Life first = new Life(journal, atLeastOnce, committed);
    first.process(100);
    first.commit();
    first.process(57);
    first.commit();
    first.process(10);

    Life second = new Life(journal, atLeastOnce, committed);

    assertThat(second.next).isEqualTo(157);
    assertLearned(second, 157);
    second.process(30);
    second.commit();
    assertLearned(new Life(journal, atLeastOnce, committed), 187);
  }

  /**
   * The heart of at_least_once: whatever prefix of a flush survives, the right state comes back.
   */
  @Test
  void aFlushCutAfterAnyWriteUnderAtLeastOnceLosesAndDoublesNothing() {
    Life life = new Life(journal, true, committed);
    for (int round = 0; round < 3; round++) {
      life.process(40);
      life.commit();
    }
    int before = journal.size();
    life.process(40);
    life.store.flushCache();
    for (int cut = before; cut <= journal.size(); cut++) {
      Life.Committed copy = new Life.Committed();
      copy.offset = committed.offset;
      copy.metadata = committed.metadata;
      Life next = new Life(JournalStore.upTo(journal, cut), true, copy);
      assertThat(next.store.learned()).isIn(120L, 160L);
      next.process(60);
      assertLearned(next, 180);
      next.commit();
      assertLearned(new Life(next.inner.journal, true, copy), 180);
    }
  }

  @Test
  void theVeryFirstFlushCutAfterAnyWriteStartsAnew() {
    Life life = new Life(journal, true, committed);
    life.process(40);
    life.store.flushCache();
    for (int cut = 0; cut < journal.size(); cut++) {
      Life next = new Life(JournalStore.upTo(journal, cut), true, new Life.Committed());
      assertThat(next.store.learned()).isZero();
      next.process(50);
      next.commit();
      assertLearned(next, 50);
    }
  }

  @Test
  void aFlushAfterALostConfirmationOverwritesNeitherTheConfirmedNorTheLastWholeSnapshot() {
    Life life = new Life(journal, true, committed);
    life.process(10);
    life.commit();
    for (int round = 2; round <= 5; round++) {
      life.process(10);
      life.store.flushCache();
      // The broker has the offsets, but the answer did not come back; the next flush is cut.
      life.commitOffsets();
      life.process(3);
      int before = journal.size();
      life.store.flushCache();
      for (int cut = before; cut < journal.size(); cut++) {
        assertLearned(new Life(JournalStore.upTo(journal, cut), true, committed), life.next - 3);
      }
    }
    assertThat(life.inner.map.keySet().stream().filter(BlockKey::isManifest)).hasSize(3);
  }

  @Test
  void whileCommitsAreConfirmedTwoGenerationsSuffice() {
    Life life = new Life(journal, true, committed);
    for (int round = 0; round < 5; round++) {
      life.process(10);
      life.commit();
    }
    assertThat(life.inner.map.keySet().stream().filter(BlockKey::isManifest)).hasSize(2);
  }

  @Test
  void aZombiesFlushDoesNotWinOverItsSuccessor() {
    Life zombie = new Life(journal, true, committed);
    zombie.process(100);
    zombie.commit();
    zombie.process(30);

    Life successor = new Life(journal, true, committed);
    successor.process(80);
    successor.commit();
    zombie.process(70);
    zombie.store.flushCache();

    Life third = new Life(journal, true, committed);
    assertThat(third.next).isEqualTo(180);
    assertLearned(third, 180);
    third.process(5);
    third.commit();
    third.process(5);
    third.commit();
    assertThat(third.inner.map.keySet()).extracting(BlockKey::owner).hasSizeGreaterThan(1);
    assertThat(third.inner.map.keySet().stream().map(BlockKey::owner).distinct()).hasSize(1);
  }

  @Test
  void recordsThatComeAgainAreNotLearnedButMakeTheNewOwnerWriteItsOwnSnapshot() {
    Life life = new Life(journal, true, committed);
    life.process(50);
    life.store.flushCache();
    // Killed before the offsets were committed.
    Life next = new Life(journal, true, committed);
    assertThat(next.next).isZero();
    assertThat(next.store.isNew(Life.TOPIC, 0, 49)).isFalse();
    assertThat(next.store.isNew(Life.TOPIC, 0, 50)).isTrue();
    next.process(50);
    int before = journal.size();
    next.commit();
    assertThat(journal.size()).isGreaterThan(before);
    assertLearned(new Life(journal, true, committed), 50);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aMutationThatDiedHalfWayIsNeverWrittenAndNothingPassesAfterIt(boolean atLeastOnce) {
    Life life = new Life(journal, atLeastOnce, committed);
    life.process(20);
    life.commit();
    life.process(5);
    int before = journal.size();
    assertThatThrownBy(
            () ->
                life.store.mutate(
                    Life.TOPIC,
                    0,
                    25,
                    learner -> {
                      learner.learn(1);
                      throw new ArithmeticException("half-way");
                    }))
        .isInstanceOf(ArithmeticException.class);

    assertThatThrownBy(life.store::flushCache)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("learning record in-0@25 ended half-way");
    assertThatThrownBy(() -> life.store.isNew(Life.TOPIC, 0, 26))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> life.store.mutate(Life.TOPIC, 0, 26, learner -> learner.learn(1)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(journal).hasSize(before);

    life.store.load();
    assertLearned(life, 20);
  }

  @Test
  void aRecordIsMutatedOnlyOnce() {
    Life life = new Life(journal, true, committed);
    life.process(3);
    assertThatThrownBy(() -> life.store.mutate(Life.TOPIC, 0, 2, learner -> learner.learn(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("in-0@2");
    assertLearned(life, 3);
  }

  @Test
  void onlySectionsThatChangedAreWritten() {
    Life life = new Life(journal, false, committed);
    life.process(40);
    life.commit();
    int before = journal.size();
    // 61 * 7919 % 1009 is not a multiple of 16: the rare section stays as it is.
    life.process(1);
    life.commit();
    List<KeyValue<Bytes, byte[]>> written = journal.subList(before, journal.size());
    assertThat(written).isNotEmpty();
    assertThat(written.stream().map(w -> w.key))
        .noneMatch(key -> key.toString().equals(BlockKey.block(0, 0, 2, 0).toString()));
    before = journal.size();
    life.commit();
    assertThat(journal).hasSize(before);
  }

  @Test
  void underExactlyOnceARestartWritesOnlyWhatChangesAfterIt() {
    Life life = new Life(journal, false, committed);
    life.process(40);
    life.commit();
    Life next = new Life(journal, false, committed);
    int before = journal.size();
    next.process(1);
    next.commit();
    assertThat(journal.subList(before, journal.size()).stream().map(w -> w.key))
        .doesNotContain(BlockKey.block(0, 0, 2, 0));
    assertLearned(new Life(journal, false, committed), 41);
  }

  @Test
  void aDamagedGenerationFallsBackToTheOtherAndTwoDamagedOnesAreAnError() {
    Life life = new Life(journal, true, committed);
    life.process(10);
    life.commit();
    life.process(10);
    life.store.flushCache();
    assertLearned(new Life(journal, true, committed), 20);

    damageNewest(life, 20);
    assertLearned(new Life(journal, true, committed), 10);

    damageNewest(life, 10);
    assertThatThrownBy(() -> new Life(journal, true, committed))
        .isInstanceOf(SnapshotException.class)
        .hasMessageContaining("no valid snapshot holds")
        .hasMessageContaining("damaged");
  }

  @Test
  void aDamagedManifestIsNoEmptyModel() {
    Life life = new Life(journal, false, committed);
    life.process(10);
    life.commit();
    Bytes key = BlockKey.manifest(0, 0);
    byte[] bytes = life.inner.get(key).clone();
    bytes[20] ^= 1;
    life.inner.put(key, bytes);
    assertThatThrownBy(() -> new Life(journal, false, new Life.Committed()))
        .isInstanceOf(SnapshotException.class)
        .hasMessageContaining("checksum");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void committedOffsetsBeyondTheSnapshotAreAnError(boolean atLeastOnce) {
    Life life = new Life(journal, atLeastOnce, committed);
    life.process(10);
    life.commit();
    int old = journal.size();
    life.process(10);
    life.commit();
    assertThatThrownBy(() -> new Life(JournalStore.upTo(journal, old), atLeastOnce, committed))
        .isInstanceOf(SnapshotException.class)
        .hasMessageContaining("20 events were learned")
        .hasMessageContaining("10 events learned, {in-0 through 9}, has not learned enough")
        .hasMessageContaining("no valid snapshot holds");
    assertThatThrownBy(() -> new Life(new ArrayList<>(), atLeastOnce, committed))
        .isInstanceOf(SnapshotException.class)
        .hasMessageContaining("no snapshot");
  }

  @Test
  void aSnapshotOfAnotherStructureIsRefusedByNamingBothHashesAndWhatToDo() {
    Life life = new Life(journal, true, committed);
    life.process(10);
    life.commit();
    Manifest manifest = life.snapshots().manifests.get(0);
    Manifest other =
        new Manifest(
            "other",
            manifest.owner(),
            manifest.generation(),
            manifest.epoch(),
            manifest.n(),
            manifest.learned(),
            manifest.offsets(),
            manifest.sections());
    life.inner.put(BlockKey.manifest(manifest.owner(), manifest.generation()), other.encode());
    assertThatThrownBy(() -> new Life(journal, true, committed))
        .isInstanceOf(SnapshotException.class)
        .hasMessageContaining("structure other")
        .hasMessageContaining(new ToyLearner().structureHash())
        .hasMessageContaining("new name")
        .hasMessageContaining("reset");
  }

  @Test
  void theGuaranteeMayChangeBetweenLives() {
    boolean atLeastOnce = false;
    for (int round = 1; round <= 6; round++) {
      Life life = new Life(journal, atLeastOnce, committed);
      life.process(10);
      life.commit();
      life.process(10);
      life.commit();
      life.process(5);
      atLeastOnce = !atLeastOnce;
      assertLearned(new Life(journal, atLeastOnce, committed), 20L * round);
    }
    Life last = new Life(journal, false, committed);
    last.process(1);
    last.commit();
    assertThat(last.inner.map.keySet()).extracting(BlockKey::owner).containsOnly(0L);
  }

  @Test
  void anUnloadedStoreRefusesRecordsAndHasNothingToFlush() {
    Life life = new Life(journal, true, committed);
    life.process(10);
    life.store.clearCache();
    life.store.flushCache();
    assertThat(journal).isEmpty();
    assertThatThrownBy(() -> life.store.isNew(Life.TOPIC, 0, 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("load()");
  }

  /** Random lives of several owners: kills inside flushes, lost confirmations, late zombies. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void noHistoryUnderAtLeastOnceLosesOrDoublesAnEvent(int seed) {
    Random random = new Random(seed);
    Life life = new Life(journal, true, committed);
    Life zombie = null;
    for (int step = 0; step < 120; step++) {
      life.process(random.nextInt(30));
      switch (random.nextInt(6)) {
        case 0, 1 -> life.commit();
        case 2 -> {
          life.store.flushCache();
          life.commitOffsets();
        }
        case 3 -> {
          // Killed inside a flush: of the writes a prefix survives.
          int before = journal.size();
          life.store.flushCache();
          int kept = before + random.nextInt(journal.size() - before + 1);
          journal.subList(kept, journal.size()).clear();
          life = new Life(journal, true, committed);
        }
        case 4 -> {
          zombie = life;
          life = new Life(journal, true, committed);
        }
        default -> {
          if (zombie != null) {
            zombie.process(random.nextInt(50));
            zombie.store.flushCache();
            zombie = null;
          }
        }
      }
      Life observer = new Life(JournalStore.upTo(journal, journal.size()), true, committed);
      assertThat(observer.store.learned()).isGreaterThanOrEqualTo(committed.offset);
      assertLearned(observer, observer.store.learned());
    }
  }

  private static void assertLearned(Life life, long count) {
    assertThat(life.store.learned()).isEqualTo(count);
    assertThat(Bits.of(life.store.learner())).isEqualTo(Bits.of(Life.reference(count)));
  }

  private static void damageNewest(Life life, long learned) {
    Manifest manifest =
        life.snapshots().manifests.stream()
            .filter(m -> m.learned() == learned)
            .findFirst()
            .orElseThrow();
    Bytes key = BlockKey.block(manifest.owner(), manifest.generation(), 1, 3);
    byte[] block = life.inner.get(key).clone();
    block[17] ^= 4;
    life.inner.put(key, block);
  }

  @Test
  void everyBlockIsAtMostOneBlockLong() {
    Life life = new Life(journal, true, committed);
    life.process(100);
    life.commit();
    assertThat(Map.copyOf(life.inner.map).values())
        .allMatch(value -> value.length <= Life.BLOCK_BYTES);
    assertThat(life.inner.map).hasSizeGreaterThan(13);
  }
}
